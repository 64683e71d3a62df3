import type { FileId } from '@plaza/base';
import { Type } from 'typebox';
import { changing, guessing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { displayName, handle, region, signature } from '../people.ts';
import { id, nothing, nullable, object, text, timestamp } from '../schema.ts';
import {
  device,
  locale,
  me,
  passkey,
  password,
  reset,
  session,
  sessionId,
  typedPassword,
  webauthn,
} from './types.ts';

const slowly = { person: { count: 10, perSeconds: 600 } };
/** Changing a secret asks for the present one; null only where the account has no password. */
const currentPassword = nullable(typedPassword);

/** Methods by which a signed-in person looks after the account. */
export const accountMethods = {
  getMe: query('identity.getMe', {
    summary: 'The signed-in person’s own record.',
    input: nothing,
    output: me,
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  updateProfile: command('identity.updateProfile', {
    summary: 'Changes name, region, signature or language.',
    input: object({
      displayName: Type.Optional(displayName),
      region: Type.Optional(region),
      signature: Type.Optional(signature),
      locale: Type.Optional(locale),
    }),
    output: me,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  changeHandle: command('identity.changeHandle', {
    summary: 'Changes the handle, at most once in 30 days.',
    input: object({ handle }),
    output: me,
    refusals: ['handle_taken', 'handle_reserved', 'handle_change_too_soon'],
    auth: 'person',
    limit: slowly,
  }),
  setPhoto: command('identity.setPhoto', {
    summary: 'Takes an uploaded image as the profile photo; null returns to the drawn avatar.',
    input: object({ fileId: nullable(id<FileId>('An uploaded file.')) }),
    output: me,
    refusals: ['file_unknown', 'not_an_image'],
    auth: 'person',
    limit: changing,
  }),
  listSessions: query('identity.listSessions', {
    summary: 'The devices that are signed in.',
    input: nothing,
    output: object({ sessions: Type.Array(session) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  revokeSession: command('identity.revokeSession', {
    summary: 'Signs another device out at once.',
    input: object({ sessionId }),
    output: nothing,
    refusals: ['session_unknown'],
    auth: 'person',
    limit: changing,
  }),
  revokeOtherSessions: command('identity.revokeOtherSessions', {
    summary: 'Signs every other device out at once.',
    input: nothing,
    output: object({ revoked: Type.Integer({ minimum: 0 }) }),
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  signOut: command('identity.signOut', {
    summary: 'Ends this session and clears its cookie.',
    input: nothing,
    output: nothing,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  scanQrSignIn: command('identity.scanQrSignIn', {
    summary: 'The phone read the code of a new device: shows what would be signed in.',
    input: object({ code: text(100) }),
    output: object({ ticket: text(60), device, address: text(60, 0), expiresAt: timestamp }),
    refusals: ['ticket_unknown'],
    auth: 'person',
    limit: { person: { count: 20, perSeconds: 60 } },
  }),
  answerQrSignIn: command('identity.answerQrSignIn', {
    summary: 'The phone confirms or declines the new device.',
    input: object({ ticket: text(60), allow: Type.Boolean() }),
    output: nothing,
    refusals: ['ticket_unknown'],
    auth: 'person',
    limit: { person: { count: 20, perSeconds: 60 } },
  }),
  changePassword: command('identity.changePassword', {
    summary: 'Sets a new password (the first one when the account has none); ends other sessions.',
    input: object({ currentPassword, newPassword: password }),
    output: me,
    refusals: ['wrong_credentials', 'sign_in_locked', 'weak_password'],
    auth: 'person',
    limit: { ...slowly, ...guessing },
  }),
  renewRecoveryCodes: command('identity.renewRecoveryCodes', {
    summary: 'Makes ten new recovery codes, shown once; the old ones end.',
    input: object({ currentPassword }),
    output: object({ recoveryCodes: Type.Array(text(40), { minItems: 10, maxItems: 10 }) }),
    refusals: ['wrong_credentials', 'sign_in_locked'],
    auth: 'person',
    limit: { ...slowly, ...guessing },
  }),
  listPasskeys: query('identity.listPasskeys', {
    summary: 'The passkeys of the account.',
    input: nothing,
    output: object({ passkeys: Type.Array(passkey) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  beginPasskeyAdd: command('identity.beginPasskeyAdd', {
    summary: 'Gives the options to add a passkey.',
    input: nothing,
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: slowly,
  }),
  finishPasskeyAdd: command('identity.finishPasskeyAdd', {
    summary: 'Adds the passkey to the account.',
    input: object({ challengeId: text(60), response: webauthn, name: text(60) }),
    output: object({ passkey }),
    refusals: ['challenge_expired', 'passkey_rejected'],
    auth: 'person',
    limit: slowly,
  }),
  removePasskey: command('identity.removePasskey', {
    summary: 'Removes a passkey, unless it is the only way to sign in.',
    input: object({ passkeyId: text(400) }),
    output: nothing,
    refusals: ['passkey_rejected', 'last_credential'],
    auth: 'person',
    limit: changing,
  }),
  listResets: query('identity.listResets', {
    summary: 'Resets of this account that wait or are ready.',
    input: nothing,
    output: object({ resets: Type.Array(reset) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  beginOwnReset: command('identity.beginOwnReset', {
    summary: 'From a signed-in device without the password: starts a reset with a waiting time.',
    input: nothing,
    output: object({ reset, secret: text(100) }),
    refusals: [],
    auth: 'person',
    limit: slowly,
  }),
  cancelReset: command('identity.cancelReset', {
    summary: 'Cancels a waiting reset, from any signed-in device.',
    input: object({ resetId: text(60) }),
    output: nothing,
    refusals: ['reset_unknown'],
    auth: 'person',
    limit: changing,
  }),
} as const;
