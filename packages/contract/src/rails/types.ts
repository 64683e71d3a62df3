import { Type, type Static } from 'typebox';
import { amountMinor, currencyCode, money } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { id, nullable, object, oneOf, text, timestamp } from '../schema.ts';

export const payoutId = id('Money that leaves a wallet for a bank or the cash desk.');
export const entryId = id('An entry of an account statement of the bank.');
export const batchId = id('Vouchers that were printed together; chosen by who prints them.');

/** Ways in: a printed code, the cash desk, a bank transfer; in demo cities one that pretends. */
export const railWay = oneOf(['voucher', 'desk', 'bank', 'simulated']);
export type RailWay = Static<typeof railWay>;

const scale = Type.Integer({ minimum: 0, maximum: 4 });
const total = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const count = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** Sixteen letters and digits without those that look alike; blanks and dashes do not count. */
export const voucherCode = text(40);

/** Where a bank transfer has to go, and by what it is known as mine. */
const bankTopUp = object({
  name: text(70),
  iban: text(34),
  bic: text(11, 0),
  /** The currency of the account, as banks write it. */
  iso: text(3),
  /** A creditor reference (ISO 11649): mine for good. */
  reference: text(25),
  /** The text of a code that the app of a bank reads (EPC069-12); null: not in euros. */
  code: nullable(text(400)),
});
export type BankTopUp = Static<typeof bankTopUp>;

/** How money of a currency comes in and goes out. */
export const railWays = object({
  currency: currencyCode,
  scale,
  maxAmountMinor: amountMinor,
  voucher: Type.Boolean(),
  desk: Type.Boolean(),
  simulated: Type.Boolean(),
  bank: nullable(bankTopUp),
  /** Whether I may take money out, and by which ways. */
  cashOut: Type.Array(oneOf(['bank', 'desk']), { maxItems: 2 }),
});
export type RailWays = Static<typeof railWays>;

export const payoutState = oneOf(['processing', 'held', 'paid', 'returned', 'expired', 'failed']);
export type PayoutState = Static<typeof payoutState>;

/** Money on its way out: held until it is paid, or comes back. */
export const payout = object({
  payoutId,
  way: oneOf(['bank', 'desk']),
  money,
  state: payoutState,
  /** Of a bank; empty at the desk. */
  iban: text(34, 0),
  name: text(70, 0),
  /** Eight digits that are told at the desk; null once they are of no use, and to others. */
  code: nullable(text(8)),
  /** Whether it is in a file for the bank. */
  isExported: Type.Boolean(),
  /** Why the operator gave it back. */
  reason: text(300, 0),
  createdAt: timestamp,
  expiresAt: nullable(timestamp),
  settledAt: nullable(timestamp),
});
export type Payout = Static<typeof payout>;

/** What came in by the desk. */
export const deposit = object({
  person: personCard,
  money,
  at: timestamp,
});

/** What one cashier’s drawer holds in a currency since it was counted last. */
export const drawer = object({
  currency: currencyCode,
  scale,
  takenInMinor: total,
  paidOutMinor: total,
  /** What should be in it, with what was left at the last count. */
  expectedMinor: total,
  countedAt: nullable(timestamp),
});
export type Drawer = Static<typeof drawer>;

export const closing = object({
  currency: currencyCode,
  scale,
  expectedMinor: total,
  countedMinor: total,
  note: text(300, 0),
  at: timestamp,
});
export type DrawerClosing = Static<typeof closing>;

export const voucherBatch = object({
  batchId,
  money,
  count,
  redeemed: count,
  isVoid: Type.Boolean(),
  note: text(100, 0),
  createdAt: timestamp,
});
export type VoucherBatch = Static<typeof voucherBatch>;

/** `suspended`: nobody knows for whom. `unbooked`: left the bank, and is no payment of ours. */
export const entryState = oneOf(['suspended', 'credited', 'sent_back', 'paid', 'unbooked']);

export const bankEntry = object({
  entryId,
  money,
  state: entryState,
  bookedOn: text(10),
  /** As the bank told them. */
  name: text(140, 0),
  text: text(500, 0),
  /** Why it was not credited by itself; empty: nothing told whose it is. */
  why: text(60, 0),
  person: nullable(personCard),
});
export type BankEntry = Static<typeof bankEntry>;

export const bankImport = object({
  /** Entries of the file; those that were known before; what became of the others. */
  found: count,
  known: count,
  credited: count,
  suspended: count,
  paid: count,
  unbooked: count,
});
export type BankImport = Static<typeof bankImport>;
