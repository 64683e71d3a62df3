import type { SessionId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { displayName, handle, photoPath, region, signature } from '../people.ts';
import { id, nullable, object, oneOf, personId, text, timestamp } from '../schema.ts';

export const sessionId = id<SessionId>('A signed-in device.');

/** 10 to 200 code points; the server also refuses what is easy to guess. */
export const password = Type.String({ minLength: 10, maxLength: 200 });
/** A password as typed at sign-in: never judged by length, only compared. */
export const typedPassword = Type.String({ minLength: 1, maxLength: 200 });
/** Four groups of five letters and digits, as printed; case and dashes do not matter. */
export const recoveryCode = text(40);

/** What the device says of itself; shown in the list of sessions. */
export const device = object({
  name: text(60),
  kind: oneOf(['phone', 'tablet', 'desktop', 'program']),
});

/**
 * `cookie`: the session is set as an HttpOnly cookie and no secret is in the body (browsers).
 * `token`: the answer holds the secret for `Authorization: Bearer` (programs).
 */
export const delivery = oneOf(['cookie', 'token']);

export const locale = oneOf(['en', 'es', 'zh']);

/** The signed-in person's own record. */
export const me = object({
  personId,
  handle,
  displayName,
  photoPath,
  region,
  signature,
  locale,
  role: oneOf(['resident', 'operator']),
  hasPassword: Type.Boolean(),
  passkeyCount: Type.Integer({ minimum: 0 }),
  recoveryCodesLeft: Type.Integer({ minimum: 0, maximum: 10 }),
  createdAt: timestamp,
  /** When the account will be erased, if its deletion is pending. */
  deletionAt: nullable(timestamp),
  /** Since when the person is suspended; not there otherwise. */
  suspendedAt: Type.Optional(timestamp),
});
export type Me = Static<typeof me>;

export const session = object({
  sessionId,
  device,
  current: Type.Boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  /** A coarse network address (last part removed), so that one can recognise a stranger. */
  address: text(60, 0),
  signedInBy: oneOf(['password', 'passkey', 'qr', 'recovery', 'reset', 'demo', 'sign_up']),
});
export type Session = Static<typeof session>;

export const passkey = object({
  passkeyId: text(400),
  name: text(60),
  createdAt: timestamp,
  lastUsedAt: nullable(timestamp),
});
export type Passkey = Static<typeof passkey>;

/** A reset that is waiting: shown on every device of the person, who may cancel it. */
export const reset = object({
  resetId: Type.String({ minLength: 1, maxLength: 60 }),
  origin: oneOf(['operator', 'device']),
  readyAt: timestamp,
  createdAt: timestamp,
});
export type Reset = Static<typeof reset>;

/** What every way of signing in answers. */
export const signedIn = object({
  me,
  session,
  /** Present only with `delivery: "token"`. */
  token: Type.Optional(text(100)),
});
export type SignedIn = Static<typeof signedIn>;

/** Options and answers of WebAuthn are JSON as the browser gives them; verified by a library. */
export const webauthn = Type.Record(Type.String(), Type.Unknown());
