import { Type } from 'typebox';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, approval, currencyCode, payKey } from '../pay/types.ts';
import { conversationId, nothing, nullable, object, personId, text } from '../schema.ts';
import { billId, billKind, billTitle, maxCollectPeople, maxOpenBills } from './cards.ts';
import { bill, billDetail, billPayment, shareMark } from './types.ts';

const part = object({
  personId,
  /** Own amounts of a split; null: equal parts, or what the collection says. */
  amountMinor: nullable(amountMinor),
});

const toBill = object({ billId });

export const billsMethods = {
  create: command('bills.create', {
    summary:
      'Asks people of a conversation for money, as a card there. A total is split into equal ' +
      'parts, whose odd units fall on those who are named first, or into own amounts; the ' +
      'collector may be among them. Or each is asked for the same, or gives what they choose. ' +
      'The same key gives the same bill.',
    input: object({
      key: payKey,
      conversationId,
      kind: billKind,
      title: billTitle,
      currency: currencyCode,
      /** Split: the whole. Collected: what each gives; null: what they choose. */
      amountMinor: nullable(amountMinor),
      parts: Type.Array(part, { minItems: 1, maxItems: maxCollectPeople }),
    }),
    output: object({ bill }),
    refusals: [
      'conversation_unknown',
      'not_member',
      'not_contact',
      'blocked',
      'group_muted',
      'read_only',
      'taker_unknown',
      'wrong_currency',
      'amount_too_small',
      'amount_too_large',
      'sum_wrong',
      'too_many_bills',
      'wallet_frozen',
      'class_needed',
      'not_for_minors',
      'key_reused',
    ],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
  beginPasskeyApproval: command('bills.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to exactly this payment of my part.',
    input: object({ billId, amountMinor, currency: currencyCode }),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: changing,
  }),
  pay: command('bills.pay', {
    summary:
      'Pays my part from my wallet to the collector’s. Nobody pays for others, and nobody twice. ' +
      'Answered only when the ledger has it.',
    input: object({ key: payKey, billId, amountMinor, approval }),
    output: billPayment,
    refusals: [
      'bill_unknown',
      'bill_not_yours',
      'bill_closed',
      'share_settled',
      'share_paying',
      'wrong_amount',
      'amount_too_large',
      'not_member',
      'not_contact',
      'blocked',
      'read_only',
      'limit_reached',
      'class_needed',
      'not_for_minors',
      'insufficient_funds',
      'wallet_frozen',
      'payee_frozen',
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
  close: command('bills.close', {
    summary: 'Ends my bill: what is not paid is not asked any more. Closed again it stays so.',
    input: toBill,
    output: object({ bill }),
    refusals: ['bill_unknown'],
    auth: 'person',
    limit: changing,
  }),
  remind: command('bills.remind', {
    summary:
      'Reminds those who have not paid my bill by a message in its conversation; each of them ' +
      'once in 24 hours.',
    input: toBill,
    output: object({ bill }),
    refusals: ['bill_unknown', 'bill_closed', 'reminded_lately', 'not_member', 'read_only'],
    auth: 'person',
    limit: changing,
  }),
  markShare: command('bills.markShare', {
    summary: 'Says of a part of my bill that it was paid by other means or is asked no more.',
    input: object({ billId, personId, mark: shareMark }),
    output: object({ bill }),
    refusals: ['bill_unknown', 'bill_closed', 'share_unknown', 'share_settled', 'share_paying'],
    auth: 'person',
    limit: changing,
  }),
  listOpen: query('bills.listOpen', {
    summary: 'Open bills that wait for my part, and those that I collect; the newest first.',
    input: nothing,
    output: object({ bills: Type.Array(bill, { maxItems: 2 * maxOpenBills }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  getBills: query('bills.getBills', {
    summary: 'How bills stand for me; those that I may not see are left out.',
    input: object({
      billIds: Type.Array(billId, { minItems: 1, maxItems: 50, uniqueItems: true }),
    }),
    output: object({ bills: Type.Array(bill, { maxItems: 50 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  getDetail: query('bills.getDetail', {
    summary: 'A bill with everybody’s part of it.',
    input: toBill,
    output: billDetail,
    refusals: ['bill_unknown'],
    auth: 'person',
    limit: reading,
  }),
} as const;
