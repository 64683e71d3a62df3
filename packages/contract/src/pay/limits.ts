import { Type, type Static } from 'typebox';
import { changing, reading, strangers } from '../limits.ts';
import { command, query } from '../method.ts';
import { nothing, nullable, object, oneOf, personId, text, timestamp } from '../schema.ts';
import { currencyCode } from './types.ts';

const total = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const scale = Type.Integer({ minimum: 0, maximum: 4 });

/** What a currency is by its nature; each kind has its own rules. */
export const currencyKinds = [
  'points',
  'local-currency',
  'limited-network',
  'mutual-credit',
  'us-closed-loop',
  'licensed',
] as const;
export type CurrencyKind = (typeof currencyKinds)[number];

/** Whose money may be turned back into what it was bought with. */
export const cashOut = oneOf(['nobody', 'merchants', 'people']);
export type CashOut = Static<typeof cashOut>;

/**
 * How well the operator knows somebody: 1 is by their own word, 2 and 3 by what they showed. Only
 * operators change it, and say why.
 */
const standing = object({
  class: Type.Integer({ minimum: 1, maximum: 3 }),
  /** Not of age: lower caps, and no red packets. */
  isMinor: Type.Boolean(),
  reason: text(300, 0),
  changedAt: nullable(timestamp),
});
export type Standing = Static<typeof standing>;

/** `payment`: a single one. `year` is the calendar year; days and years are of UTC. */
export const limitNames = [
  ...(['payment', 'day', 'year', 'lifetime', 'balance', 'top_up_day'] as const),
  // Of a family card: told by refusals, and by the card.
  ...(['card_payment', 'card_day', 'card_month'] as const),
] as const;
export type LimitName = (typeof limitNames)[number];

const limit = object({
  limit: oneOf(limitNames),
  mostMinor: count,
  usedMinor: count,
  /** When it begins anew; null: it does not. */
  resetsAt: nullable(timestamp),
});
export type PayLimit = Static<typeof limit>;

/** What a currency allows, and what of it a person has left. */
const allowance = object({
  currency: currencyCode,
  scale,
  kind: oneOf(currencyKinds),
  mayTransfer: Type.Boolean(),
  mayTopUp: Type.Boolean(),
  mayPackets: Type.Boolean(),
  cashOut,
  needsClass: Type.Integer({ minimum: 0, maximum: 3 }),
  /** What stands in the way of paying at all; null: nothing. */
  barred: nullable(oneOf(['class_needed', 'not_for_minors'])),
  creditLineMinor: count,
  limits: Type.Array(limit, { maxItems: 10 }),
});
export type Allowance = Static<typeof allowance>;

const allowances = object({ standing, allowances: Type.Array(allowance, { maxItems: 20 }) });

/** Sums over all accounts of one sort, as anybody may know them. */
const reservePart = object({
  part: text(60),
  amountMinor: total,
  /** Nobody paid for this: it is of a rail that only plays one. */
  isSimulated: Type.Boolean(),
});

const reserve = object({
  currency: currencyCode,
  scale,
  kind: oneOf(currencyKinds),
  cashOut,
  /** All that people, shops and the city hold. */
  issuedMinor: total,
  /** All that came in by the rails for it. */
  backedMinor: total,
  isBacked: Type.Boolean(),
  /** Where it came in, and who holds it. */
  rails: Type.Array(reservePart, { maxItems: 20 }),
  holders: Type.Array(reservePart, { maxItems: 20 }),
  /** Accounts that only pass money on and must return to zero. */
  suspense: Type.Array(reservePart, { maxItems: 20 }),
});
export type Reserve = Static<typeof reserve>;

/** One question put to the books, with the two numbers that must agree. */
const check = object({
  name: oneOf([
    'double_entry',
    'issued_is_backed',
    'wallets_projected',
    'merchants_projected',
    'held_projected',
    'suspense_empty',
    'commands_open',
    'feed_projected',
  ]),
  currency: nullable(currencyCode),
  scale,
  expectedMinor: total,
  foundMinor: total,
  isFine: Type.Boolean(),
});
export type ReconciliationCheck = Static<typeof check>;

export const payLimitMethods = {
  getLimits: query('pay.getLimits', {
    summary: 'What I may pay in each currency, and what is left of it.',
    input: nothing,
    output: allowances,
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  getStanding: query('pay.getStanding', {
    summary: 'The verification class of a person, and what is left of their limits.',
    input: object({ personId }),
    output: allowances,
    refusals: ['person_not_found'],
    auth: 'operator',
    limit: reading,
  }),
  setStanding: command('pay.setStanding', {
    summary: 'Sets how well a person is known, and whether they are of age; with a reason.',
    input: object({
      personId,
      class: Type.Integer({ minimum: 1, maximum: 3 }),
      isMinor: Type.Boolean(),
      reason: text(300),
    }),
    output: allowances,
    refusals: ['person_not_found', 'self_action'],
    auth: 'operator',
    limit: changing,
  }),
  getReserve: query('pay.getReserve', {
    summary: 'For anybody: what is issued of each currency, and what stands behind it.',
    input: nothing,
    output: object({ reserves: Type.Array(reserve, { maxItems: 20 }), at: timestamp }),
    refusals: [],
    auth: 'public',
    limit: strangers,
  }),
  getReconciliation: query('pay.getReconciliation', {
    summary: 'Compares the ledger with itself, with what is projected, and with what is under way.',
    input: nothing,
    output: object({ checks: Type.Array(check, { maxItems: 200 }), at: timestamp }),
    refusals: [],
    auth: 'operator',
    limit: { person: { count: 20, perSeconds: 60 } },
  }),
} as const;
