import { Type } from 'typebox';
import { familyCardId } from '../family/types.ts';
import { sessionId, webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { approval } from '../pay/types.ts';
import { nothing, object, text, timestamp } from '../schema.ts';
import { codeState, payCodesAtOnce, shownCode } from './types.ts';

export const codesMethods = {
  getState: query('codes.getState', {
    summary: 'Whether this device shows pay codes, what they may take, and which devices do.',
    input: nothing,
    output: codeState,
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  beginPasskeyApproval: command('codes.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to switching pay codes on for this device.',
    input: nothing,
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: changing,
  }),
  enable: command('codes.enable', {
    summary:
      'Lets this device show pay codes, up to the caps. Approved like a payment of all that a ' +
      'day may take; a pause ends.',
    input: object({ approval }),
    output: codeState,
    refusals: ['pin_unset', 'wrong_pin', 'pin_locked', 'challenge_expired', 'passkey_rejected'],
    auth: 'person',
    limit: { person: { count: 20, perSeconds: 600 } },
  }),
  pause: command('codes.pause', {
    summary:
      'Pauses pay codes on every device: what was given out ends at once. To go on they are ' +
      'switched on again, with an approval: whoever has a lost phone cannot.',
    input: nothing,
    output: codeState,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  disable: command('codes.disable', {
    summary: 'One of my devices shows no pay codes any more; what it was given ends at once.',
    input: object({ sessionId }),
    output: codeState,
    refusals: ['session_unknown'],
    auth: 'person',
    limit: changing,
  }),
  issue: command('codes.issue', {
    summary:
      'Gives this device its codes for the next minutes, so that it needs no line to show them. ' +
      'Each is taken once; those that it was given before end.',
    input: object({
      /** The codes pay by this family card instead of my own wallet. */
      cardId: Type.Optional(familyCardId),
    }),
    output: object({
      codes: Type.Array(shownCode, { maxItems: payCodesAtOnce }),
      /** The server’s time, by which the codes begin and end. */
      at: timestamp,
    }),
    refusals: ['code_off', 'code_paused', 'card_unknown', 'card_paused'],
    auth: 'person',
    limit: { person: { count: 60, perSeconds: 600 } },
  }),
} as const;
