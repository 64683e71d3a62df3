import { Type, type Static } from 'typebox';
import { currencyCode } from '../pay/types.ts';
import { id, nullable, object, oneOf, text, timestamp } from '../schema.ts';

/** Keys that count at the same time. */
export const maxApiKeys = 5;
export const maxApps = 20;

const pem = text(8_000);
export const serial = Type.String({ pattern: '^[0-9A-F]{40}$', description: 'Of a certificate.' });
export const appid = Type.String({ pattern: '^wx[0-9a-f]{16}$', description: 'An app of a shop.' });
export const openid = Type.String({
  pattern: '^o[0-9A-Za-z]{27}$',
  description: 'Who somebody is for one app; another for each.',
});
export const noticeId = id<string>('Something that a back end is told.');

/** A key of a merchant’s back end. */
export const apiKey = object({
  serial,
  /** The certificate that gives the key its number (`apiclient_cert.pem`). */
  certificate: pem,
  createdAt: timestamp,
  expiresAt: timestamp,
  /** From then on nothing that it signs counts. */
  endedAt: nullable(timestamp),
});
export type ApiKey = Static<typeof apiKey>;

export const shopApp = object({ appid, name: text(40), createdAt: timestamp });
export type ShopApp = Static<typeof shopApp>;

/** By which name the city signs unless a request asks for the other one. */
export const verification = oneOf(['certificate', 'publicKey']);

/** What a back end needs to know of the city. */
export const platform = object({
  /** In the place of `https://api.mch.weixin.qq.com`. */
  baseUrl: text(300),
  certificateSerial: serial,
  certificate: pem,
  publicKeyId: text(60),
  publicKey: pem,
});

export const apiAccess = object({
  mchid: text(10),
  verification,
  /** What is meant where a program says CNY, or nothing. */
  currency: currencyCode,
  /** When the APIv3 key was made; null: there is none. */
  secretSetAt: nullable(timestamp),
  keys: Type.Array(apiKey, { maxItems: 50 }),
  apps: Type.Array(shopApp, { maxItems: maxApps }),
  platform,
});
export type ApiAccess = Static<typeof apiAccess>;

/** `delivered`: it was taken. `failed`: given up after the last try. */
export const noticeState = oneOf(['waiting', 'delivered', 'failed']);
/**
 * `refused`: an answer that is no yes. `not_allowed`: the operator lets nothing be sent there.
 * `no_secret`: there is no APIv3 key to encrypt with.
 */
export const tryOutcome = oneOf([
  ...(['taken', 'refused', 'unreachable', 'not_allowed', 'no_secret'] as const),
]);

/** Something that a merchant’s back end is told. */
export const notice = object({
  noticeId,
  eventType: text(60),
  summary: text(60),
  /** The merchant’s own number of what it is about. */
  outNo: text(64),
  url: text(512),
  state: noticeState,
  createdAt: timestamp,
  /** When it is tried next; null: it is not. */
  dueAt: nullable(timestamp),
});
export type Notice = Static<typeof notice>;

export const noticeAttempt = object({
  number: Type.Integer({ minimum: 1 }),
  /** A probe is signed wrongly on purpose: who takes it does not look at signatures. */
  kind: oneOf(['notice', 'probe']),
  at: timestamp,
  outcome: tryOutcome,
  status: nullable(Type.Integer({ minimum: 100, maximum: 999 })),
  tookMs: Type.Integer({ minimum: 0 }),
  /** The beginning of what was answered. */
  answer: text(500, 0),
});
export type NoticeAttempt = Static<typeof noticeAttempt>;

/**
 * What is right or wrong with a callback, in the order in which a back end should look.
 * `reserialised`: the body was read and written again; the signature is of the bytes that came.
 */
export const callbackFinding = oneOf([
  ...([
    'time_wrong',
    'time_old',
    'serial_unknown',
    'probe',
    'signature_wrong',
    'reserialised',
  ] as const),
  ...(['body_not_json', 'secret_missing', 'not_decrypted', 'all_right'] as const),
]);
export type CallbackFinding = Static<typeof callbackFinding>;
