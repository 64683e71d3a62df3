import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { merchantId } from '../merchants/types.ts';
import { command, query } from '../method.ts';
import { currencyCode } from '../pay/types.ts';
import { cursor, nothing, nullable, object, text } from '../schema.ts';
import {
  apiAccess,
  apiKey,
  appid,
  callbackFinding,
  notice,
  noticeAttempt,
  noticeId,
  openid,
  serial,
  shopApp,
  verification,
} from './types.ts';

/** Whose role may not develop is `forbidden`. */
const ofOwner = ['merchant_unknown'] as const;
const change = { auth: 'person', limit: changing } as const;
const look = { auth: 'person', limit: reading } as const;

const access = {
  getAccess: query('payv3.getAccess', {
    summary: 'How the back end of a merchant speaks with the city: keys, apps, and the city’s own.',
    input: object({ merchantId }),
    output: apiAccess,
    refusals: ofOwner,
    ...look,
  }),
  setAccess: command('payv3.setAccess', {
    summary: 'By which name the city signs to this merchant, and which currency CNY stands for.',
    input: object({ merchantId, verification, currency: currencyCode }),
    output: nothing,
    refusals: [...ofOwner, 'wrong_currency'],
    ...change,
  }),
  addKey: command('payv3.addKey', {
    summary:
      'Takes a public key (PEM: key, certificate or request for one) and certifies it; without ' +
      'one it makes a pair, whose private key is in this answer and nowhere else.',
    input: object({ merchantId, publicKey: nullable(text(8_000)) }),
    output: object({ key: apiKey, privateKey: nullable(text(8_000)) }),
    refusals: [...ofOwner, 'public_key_rejected', 'too_many_api_keys'],
    ...change,
  }),
  endKey: command('payv3.endKey', {
    summary: 'From now on nothing counts that this key signs.',
    input: object({ merchantId, serial }),
    output: nothing,
    refusals: [...ofOwner, 'api_key_unknown'],
    ...change,
  }),
  renewSecret: command('payv3.renewSecret', {
    summary: 'Makes a new APIv3 key; it is in this answer and never shown again.',
    input: object({ merchantId }),
    output: object({ apiV3Key: text(32, 32) }),
    refusals: ofOwner,
    ...change,
  }),
  addApp: command('payv3.addApp', {
    summary: 'Adds an app: people are somebody else for each of a merchant’s apps.',
    input: object({ merchantId, name: text(40) }),
    output: object({ app: shopApp }),
    refusals: [...ofOwner, 'too_many_apps'],
    ...change,
  }),
} as const;

const callbacks = {
  listNotices: query('payv3.listNotices', {
    summary: 'What the back end of a merchant was told in 30 days, newest first, 50 a page.',
    input: object({ merchantId, cursor: Type.Optional(cursor) }),
    output: object({ notices: Type.Array(notice, { maxItems: 50 }), next: nullable(cursor) }),
    refusals: ofOwner,
    ...look,
  }),
  getNotice: query('payv3.getNotice', {
    summary: 'One of them, with what is told in the clear, and every try.',
    input: object({ merchantId, noticeId }),
    output: object({
      notice,
      resource: text(20_000),
      attempts: Type.Array(noticeAttempt, { maxItems: 60 }),
    }),
    refusals: [...ofOwner, 'notice_unknown'],
    ...look,
  }),
  redeliver: command('payv3.redeliver', {
    summary: 'Tells it again, from the first try on.',
    input: object({ merchantId, noticeId }),
    output: object({ notice }),
    refusals: [...ofOwner, 'notice_unknown'],
    ...change,
  }),
  checkCallback: query('payv3.checkCallback', {
    summary: 'Says of a callback as a back end got it what is right and what is wrong with it.',
    input: object({
      merchantId,
      timestamp: text(20),
      nonce: text(64),
      serial: text(64),
      signature: text(2_000),
      body: text(50_000, 0),
    }),
    output: object({
      findings: Type.Array(callbackFinding, { minItems: 1, maxItems: 10 }),
      /** What was to be signed, as far as the given values go. */
      message: text(60_000),
      /** What is in it; null: it could not be opened. */
      resource: nullable(text(50_000)),
    }),
    refusals: ofOwner,
    ...look,
  }),
} as const;

/** What a resident's device does. */
const residents = {
  getOpenid: query('payv3.getOpenid', {
    summary: 'Who I am for an app. Whoever hears it can ask me to pay there, and pay me.',
    input: object({ appid }),
    output: object({ openid }),
    refusals: ['app_unknown'],
    ...look,
  }),
  openPayment: query('payv3.openPayment', {
    summary:
      'What a program that was opened by me asks to pay, if its shop has signed it: the text to ' +
      '`merchants.look` for.',
    input: object({
      appid,
      timestamp: Type.String({ pattern: '^\\d{1,12}$' }),
      nonce: text(64),
      /** `prepay_id=…` of a page or program, the bare id of an app. */
      package: text(100),
      paySign: text(2_000),
    }),
    output: object({ text: text(600) }),
    refusals: ['app_unknown', 'pay_sign_wrong', 'order_unknown', 'order_closed'],
    ...look,
  }),
} as const;

export const payv3Methods = { ...access, ...callbacks, ...residents } as const;
