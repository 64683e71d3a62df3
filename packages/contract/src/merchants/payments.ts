import { Type } from 'typebox';
import { familyCardId } from '../family/types.ts';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, approval, currencyCode, payKey } from '../pay/types.ts';
import { nothing, nullable, object, text } from '../schema.ts';
import { description, hold, merchantId, moveId, orderId, orderReceipt, payable } from './types.ts';

/** What an approval of a payment to a merchant is bound to. */
const payment = {
  merchantId,
  /** Null: a new order by a static code. */
  orderId: nullable(orderId),
  amountMinor,
  currency: currencyCode,
  /** A family card of which I am the holder; without one it is my own wallet that pays. */
  cardId: Type.Optional(familyCardId),
};

const approves = [
  ...(['pin_unset', 'wrong_pin', 'pin_locked', 'challenge_expired', 'passkey_rejected'] as const),
] as const;
const spends = [
  ...(['insufficient_funds', 'wallet_frozen', 'key_reused'] as const),
  ...(['limit_reached', 'class_needed', 'not_for_minors'] as const),
  ...approves,
] as const;
const person = { auth: 'person', limit: changing } as const;
const asked = { auth: 'person', limit: reading } as const;

/** What residents do with merchants. */
export const paymentMethods = {
  look: query('merchants.look', {
    summary: 'What a code asks to pay: its address, or its text in EMVCo’s form.',
    input: object({ text: text(600) }),
    output: object({ payable }),
    refusals: ['code_unknown', 'merchant_closed'],
    ...asked,
  }),
  beginPasskeyApproval: command('merchants.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to exactly this payment to a merchant.',
    input: object(payment),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    ...person,
  }),
  pay: command('merchants.pay', {
    summary: 'Pays an order, or a new one by a static code. Answered only when the ledger has it.',
    input: object({
      key: payKey,
      ...payment,
      /** The words of a static code; of an order its own ones count. */
      description,
      approval,
    }),
    output: object({ receipt: orderReceipt }),
    refusals: [
      ...(['order_unknown', 'merchant_closed', 'wrong_currency', 'amount_too_large'] as const),
      ...(['wrong_amount', 'order_closed', 'order_paid', 'order_paying'] as const),
      ...(['card_unknown', 'card_paused', 'card_declined'] as const),
      ...spends,
    ],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
  decline: command('merchants.decline', {
    summary:
      'Says no to an order that asks me: I showed my pay code, and do not want it after all.',
    input: object({ merchantId, orderId }),
    output: nothing,
    refusals: ['order_unknown', 'order_paid'],
    ...person,
  }),
  listAsking: query('merchants.listAsking', {
    summary: 'Orders that wait for my yes, after I showed my pay code.',
    input: nothing,
    output: object({ payables: Type.Array(payable, { maxItems: 20 }) }),
    refusals: [],
    ...asked,
  }),
  getReceipts: query('merchants.getReceipts', {
    summary: 'What I paid to merchants, by order; what is not mine is left out.',
    input: object({
      orderIds: Type.Array(orderId, { minItems: 1, maxItems: 50, uniqueItems: true }),
    }),
    output: object({ receipts: Type.Array(orderReceipt, { maxItems: 50 }) }),
    refusals: [],
    ...asked,
  }),
  getHold: query('merchants.getHold', {
    summary: 'A hold that I am asked for, or that I said yes to.',
    input: object({ merchantId, holdId: moveId }),
    output: object({ hold }),
    refusals: ['hold_unknown'],
    ...asked,
  }),
  allowHold: command('merchants.allowHold', {
    summary:
      'Lets a merchant hold an amount of mine, of which it may take a part or all until its time ' +
      'is over. The approval is of the order `hold` with this id.',
    input: object({ key: payKey, merchantId, holdId: moveId, amountMinor, approval }),
    output: object({ hold }),
    refusals: ['hold_unknown', 'hold_over', 'wrong_amount', 'merchant_closed', ...spends],
    ...person,
  }),
} as const;
