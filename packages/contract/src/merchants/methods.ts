import { Type } from 'typebox';
import { payCode } from '../codes/types.ts';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, approval, currencyCode, payKey } from '../pay/types.ts';
import { cursor, nothing, nullable, object, personId, text } from '../schema.ts';
import { paymentMethods } from './payments.ts';
import { staffMethods } from './staff.ts';
import {
  bookDay,
  codeTexts,
  description,
  merchantBalance,
  merchantDay,
  merchantId,
  merchantLine,
  merchantOrder,
  merchantRefund,
  moveId,
  orderId,
  payout,
} from './types.ts';

/** A role that may not do it is `forbidden`. */
const ofStaff = ['merchant_unknown'] as const;
const numbers = ['wrong_currency', 'amount_too_large'] as const;
const approves = [
  ...(['pin_unset', 'wrong_pin', 'pin_locked', 'challenge_expired', 'passkey_rejected'] as const),
] as const;
const sale = { key: payKey, merchantId, amountMinor, currency: currencyCode, description };
const person = { auth: 'person', limit: changing } as const;
const asked = { auth: 'person', limit: reading } as const;

const selling = {
  getCode: query('merchants.getCode', {
    summary:
      'The code that a merchant hangs up: whoever scans it says how much, or pays the amount ' +
      'that stands in it.',
    input: object({
      merchantId,
      currency: currencyCode,
      amountMinor: nullable(amountMinor),
      description,
    }),
    output: object({ code: codeTexts }),
    refusals: [...ofStaff, ...numbers],
    ...asked,
  }),
  createOrder: command('merchants.createOrder', {
    summary: 'Takes an order, with a code for this one payment that can be paid for two hours.',
    input: object(sale),
    output: object({ order: merchantOrder, code: codeTexts }),
    refusals: [...ofStaff, 'merchant_closed', ...numbers, 'key_reused'],
    ...person,
  }),
  charge: command('merchants.charge', {
    summary:
      'Takes an order and has it paid by the pay code that a customer shows. Where the customer ' +
      'has to say yes first the order is `asking`.',
    input: object({ ...sale, code: payCode }),
    output: object({ order: merchantOrder }),
    refusals: [
      ...([...ofStaff, 'merchant_closed', ...numbers, 'key_reused'] as const),
      ...(['code_unknown', 'code_expired', 'code_used', 'insufficient_funds'] as const),
      ...(['wallet_frozen', 'order_closed'] as const),
      ...(['limit_reached', 'class_needed', 'not_for_minors'] as const),
    ],
    ...person,
  }),
  closeOrder: command('merchants.closeOrder', {
    summary: 'Closes an order that nobody has paid; nobody can from then on.',
    input: object({ merchantId, orderId }),
    output: object({ order: merchantOrder }),
    refusals: [...ofStaff, 'order_unknown', 'order_paid'],
    ...person,
  }),
  refund: command('merchants.refund', {
    summary:
      'Gives back all or a part of what was paid, within 365 days; never more than was paid. The ' +
      'same key is the same refund.',
    input: object({ key: payKey, merchantId, orderId, amountMinor, reason: text(80, 0) }),
    output: object({ order: merchantOrder, refund: merchantRefund }),
    refusals: [
      ...([...ofStaff, 'order_unknown', 'order_unpaid'] as const),
      ...(['refund_too_large', 'refund_too_late', 'too_many_refunds'] as const),
      ...(['insufficient_funds', 'payee_frozen', 'key_reused'] as const),
    ],
    ...person,
  }),
} as const;

const books = {
  getOrder: query('merchants.getOrder', {
    summary: 'An order of a merchant with its refunds.',
    input: object({ merchantId, orderId }),
    output: object({ order: merchantOrder, refunds: Type.Array(merchantRefund) }),
    refusals: [...ofStaff, 'order_unknown'],
    ...asked,
  }),
  listOrders: query('merchants.listOrders', {
    summary: 'Orders of a merchant, newest first, 50 a page.',
    input: object({
      merchantId,
      /** Only those that were paid. */
      paid: Type.Optional(Type.Boolean()),
      cursor: Type.Optional(cursor),
    }),
    output: object({
      orders: Type.Array(merchantOrder, { maxItems: 50 }),
      next: nullable(cursor),
    }),
    refusals: ofStaff,
    ...asked,
  }),
  getBalances: query('merchants.getBalances', {
    summary: 'What a merchant has, in each currency.',
    input: object({ merchantId }),
    output: object({ balances: Type.Array(merchantBalance) }),
    refusals: ofStaff,
    ...asked,
  }),
  getDay: query('merchants.getDay', {
    summary: 'A day of a merchant in a currency, by kind: it adds up to the ledger.',
    input: object({ merchantId, currency: currencyCode, day: bookDay }),
    output: object({ day: merchantDay }),
    refusals: [...ofStaff, 'wrong_currency'],
    ...asked,
  }),
  listLines: query('merchants.listLines', {
    summary: 'The statement of a merchant in a currency, newest first, 100 lines a page.',
    input: object({
      merchantId,
      currency: currencyCode,
      /** Only of this day. */
      day: Type.Optional(bookDay),
      cursor: Type.Optional(cursor),
    }),
    output: object({
      lines: Type.Array(merchantLine, { maxItems: 100 }),
      next: nullable(cursor),
    }),
    refusals: [...ofStaff, 'wrong_currency'],
    ...asked,
  }),
} as const;

const payout_ = {
  merchantId,
  personId,
  amountMinor,
  currency: currencyCode,
  /** The person says yes to it within a day, or it comes back. */
  mustAccept: Type.Boolean(),
};
const outgoing = [
  ...(['limit_reached', 'class_needed', 'not_for_minors'] as const),
  ...([...ofStaff, ...numbers, 'insufficient_funds', ...approves, 'key_reused'] as const),
] as const;

const payouts = {
  beginPayoutApproval: command('merchants.beginPayoutApproval', {
    summary: 'Gives a challenge that is bound to exactly this payout; without a person: to myself.',
    input: object({
      merchantId,
      personId: nullable(personId),
      amountMinor,
      currency: currencyCode,
    }),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    ...person,
  }),
  payOut: command('merchants.payOut', {
    summary: 'Sends money of a merchant to a person.',
    input: object({ key: payKey, ...payout_, note: text(60, 0), approval }),
    output: object({ payout }),
    refusals: [...outgoing, 'person_not_found', 'payee_frozen'],
    ...person,
  }),
  withdraw: command('merchants.withdraw', {
    summary: 'Moves money of a merchant to its owner’s own wallet, where the currency lets it.',
    input: object({ key: payKey, merchantId, amountMinor, currency: currencyCode, approval }),
    output: object({ payout }),
    refusals: [...outgoing, 'payee_frozen'],
    ...person,
  }),
  listPayouts: query('merchants.listPayouts', {
    summary: 'Payouts to me that wait for my yes.',
    input: nothing,
    output: object({ payouts: Type.Array(payout, { maxItems: 100 }) }),
    refusals: [],
    ...asked,
  }),
  answerPayout: command('merchants.answerPayout', {
    summary: 'Takes a payout that was promised to me, or declines it.',
    input: object({ payoutId: moveId, accept: Type.Boolean() }),
    output: object({ payout }),
    refusals: ['payout_unknown', 'payout_settled', 'payee_frozen'],
    ...person,
  }),
} as const;

export const merchantsMethods = {
  ...staffMethods,
  ...selling,
  ...books,
  ...paymentMethods,
  ...payouts,
} as const;
