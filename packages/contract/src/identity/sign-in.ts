import { Type } from 'typebox';
import { guessing, strangers } from '../limits.ts';
import { command, query } from '../method.ts';
import { displayName, handle, personCard } from '../people.ts';
import { nothing, object, oneOf, personId, text, timestamp } from '../schema.ts';
import {
  delivery,
  device,
  locale,
  password,
  recoveryCode,
  signedIn,
  typedPassword,
  webauthn,
} from './types.ts';

const arrival = { device, delivery };
/**
 * Who is suspended gets in only by saying that it is to appeal, and then may read the reasons,
 * appeal, take their data home and sign out; all else is refused as `suspended`.
 */
const returning = { ...arrival, toAppeal: Type.Optional(Type.Boolean()) };
const recoveryCodes = Type.Array(text(40), { minItems: 10, maxItems: 10 });
const welcomed = object({ ...signedIn.properties, recoveryCodes });

const wrong = ['wrong_credentials', 'sign_in_locked', 'suspended'] as const;

/** Methods by which somebody without a session gets one. */
export const signInMethods = {
  checkHandle: query('identity.checkHandle', {
    summary: 'Says whether a handle is free, while somebody signs up or changes theirs.',
    input: object({ handle }),
    output: object({ free: Type.Boolean() }),
    refusals: [],
    auth: 'public',
    limit: { address: { count: 30, perSeconds: 60 } },
  }),
  signUp: command('identity.signUp', {
    summary: 'Creates an account with a password, signs in, and shows the recovery codes once.',
    input: object({ handle, displayName, password, locale, ...arrival }),
    output: welcomed,
    refusals: ['handle_taken', 'handle_reserved', 'weak_password'],
    auth: 'public',
    limit: { address: { count: 10, perSeconds: 600 } },
  }),
  beginPasskeySignUp: command('identity.beginPasskeySignUp', {
    summary: 'Starts an account with a passkey: gives the options for the authenticator.',
    input: object({ handle, displayName, locale }),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['handle_taken', 'handle_reserved', 'passkeys_unavailable'],
    auth: 'public',
    limit: { address: { count: 10, perSeconds: 600 } },
  }),
  finishPasskeySignUp: command('identity.finishPasskeySignUp', {
    summary: 'Creates the account with the passkey, signs in, shows the recovery codes once.',
    input: object({ challengeId: text(60), response: webauthn, ...arrival }),
    output: welcomed,
    refusals: ['handle_taken', 'challenge_expired', 'passkey_rejected'],
    auth: 'public',
    limit: { address: { count: 10, perSeconds: 600 } },
  }),
  signIn: command('identity.signIn', {
    summary: 'Signs in with handle and password. Wrong tries lock the account for growing times.',
    input: object({ handle, password: typedPassword, ...returning }),
    output: signedIn,
    refusals: wrong,
    auth: 'public',
    limit: guessing,
  }),
  beginPasskeySignIn: command('identity.beginPasskeySignIn', {
    summary: 'Gives the options to sign in with any passkey of this server.',
    input: nothing,
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'public',
    limit: strangers,
  }),
  finishPasskeySignIn: command('identity.finishPasskeySignIn', {
    summary: 'Signs in with the answer of the authenticator.',
    input: object({ challengeId: text(60), response: webauthn, ...returning }),
    output: signedIn,
    refusals: ['challenge_expired', 'passkey_rejected', 'suspended'],
    auth: 'public',
    limit: guessing,
  }),
  beginQrSignIn: command('identity.beginQrSignIn', {
    summary: 'A new device asks for a code, valid 2 minutes, that a signed-in phone may confirm.',
    input: object({ device }),
    output: object({
      ticket: text(60),
      secret: text(100),
      qrText: text(200),
      expiresAt: timestamp,
    }),
    refusals: [],
    auth: 'public',
    limit: { address: { count: 20, perSeconds: 60 } },
  }),
  pollQrSignIn: command('identity.pollQrSignIn', {
    summary: 'The new device asks how far its code is; waits up to 20 s; signs in when confirmed.',
    input: object({ ticket: text(60), secret: text(100), delivery }),
    output: object({
      state: oneOf(['waiting', 'scanned', 'declined', 'expired', 'confirmed']),
      signedIn: Type.Optional(signedIn),
    }),
    refusals: ['ticket_unknown', 'suspended'],
    auth: 'public',
    limit: { address: { count: 120, perSeconds: 60 } },
  }),
  recoverWithCode: command('identity.recoverWithCode', {
    summary: 'Uses up one recovery code to set a new password, ends all other sessions.',
    input: object({ handle, code: recoveryCode, newPassword: password, ...returning }),
    output: signedIn,
    refusals: [...wrong, 'weak_password'],
    auth: 'public',
    limit: guessing,
  }),
  finishReset: command('identity.finishReset', {
    summary: 'Sets a new password with the one-time secret of a reset whose waiting time is over.',
    input: object({ secret: text(100), newPassword: password, ...returning }),
    output: signedIn,
    refusals: ['reset_unknown', 'reset_waiting', 'weak_password', 'suspended'],
    auth: 'public',
    limit: guessing,
  }),
  listDemoPeople: query('identity.listDemoPeople', {
    summary: 'The people whom a demo city lets anybody be; empty elsewhere.',
    input: nothing,
    output: object({ people: Type.Array(personCard, { maxItems: 100 }) }),
    refusals: [],
    auth: 'public',
    limit: strangers,
  }),
  signInDemo: command('identity.signInDemo', {
    summary: 'Signs in as a person of the demo city.',
    input: object({ personId, ...returning }),
    output: signedIn,
    refusals: ['not_demo', 'person_not_found', 'suspended'],
    auth: 'public',
    limit: strangers,
  }),
} as const;
