import { Type } from 'typebox';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, approval, currencyCode, payKey } from '../pay/types.ts';
import { conversationId, nothing, nullable, object, personId, text } from '../schema.ts';
import { count, greeting, packetId, packetKind } from './cards.ts';
import { packet, packetDetail, packetRule } from './types.ts';

/** What an approval of a red packet is bound to. */
const payment = {
  conversationId,
  kind: packetKind,
  /** Who alone may take it; null unless the kind is `forOne`. */
  forPersonId: nullable(personId),
  count,
  /** All that is put in, not each share. */
  amountMinor,
  currency: currencyCode,
};

const notThere = [
  'conversation_unknown',
  'not_member',
  'not_contact',
  'blocked',
  'group_muted',
  'read_only',
] as const;

export const packetsMethods = {
  getRules: query('packets.getRules', {
    summary: 'What a red packet may be, for each currency in which there are any.',
    input: nothing,
    output: object({ rules: Type.Array(packetRule) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  beginPasskeyApproval: command('packets.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to exactly this red packet.',
    input: object(payment),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: changing,
  }),
  send: command('packets.send', {
    summary:
      'Puts money into a red packet, a card in a conversation. Fixed shares differ by one unit ' +
      'at most; lucky ones are drawn now. In a conversation of two it is one fixed share. ' +
      'Answered only when the ledger has it.',
    input: object({ key: payKey, ...payment, greeting, approval }),
    output: object({ packet }),
    refusals: [
      ...notThere,
      'taker_unknown',
      'self_action',
      'wrong_currency',
      'amount_too_small',
      'amount_too_large',
      'limit_reached',
      'class_needed',
      'not_for_minors',
      'insufficient_funds',
      'wallet_frozen',
      'pin_unset',
      'wrong_pin',
      'pin_locked',
      'challenge_expired',
      'passkey_rejected',
      'key_reused',
    ],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
  open: command('packets.open', {
    summary:
      'Takes my share of a red packet. There is one for each person, so it needs no key: asked ' +
      'again it gives the same share.',
    input: object({ packetId }),
    output: object({ packet }),
    refusals: [
      'packet_unknown',
      'packet_not_yours',
      'packet_gone',
      'packet_over',
      'not_contact',
      'blocked',
      'read_only',
      'wallet_frozen',
      'limit_reached',
      'class_needed',
      'not_for_minors',
    ],
    auth: 'person',
    limit: changing,
    transport: 'both',
  }),
  getPackets: query('packets.getPackets', {
    summary: 'How red packets stand for me; those that I may not see are left out.',
    input: object({
      packetIds: Type.Array(packetId, { minItems: 1, maxItems: 50, uniqueItems: true }),
    }),
    output: object({ packets: Type.Array(packet, { maxItems: 50 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  getDetail: query('packets.getDetail', {
    summary: 'A red packet with who took what of it, and what proves how it was split.',
    input: object({ packetId }),
    output: packetDetail,
    refusals: ['packet_unknown'],
    auth: 'person',
    limit: reading,
  }),
} as const;
