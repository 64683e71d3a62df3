import type { MerchantId, MoveId, OrderId, ShiftId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { amountMinor, currencyCode, money } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { id, nullable, object, oneOf, text, timestamp } from '../schema.ts';
import { merchantAction, merchantRole } from './permissions.ts';

export const merchantId = id<MerchantId>('A merchant.');
export const orderId = id<OrderId>('An order of a merchant.');
export const moveId = id<MoveId>('A refund, a payout or a hold of a merchant.');
export const shiftId = id<ShiftId>('A shift of somebody at a merchant.');

/** Merchants that a person may own. */
export const maxMerchants = 10;
export const maxStaff = 50;
/** So long a code that was made for one payment can be paid. */
export const dynamicCodeHours = 2;
export const maxOrderDays = 7;
export const refundDays = 365;
/** Refunds of one order. */
export const maxRefunds = 50;
export const maxHoldDays = 30;
export const payoutHours = 24;
/** What one person may pay to static codes in a day, in major units, unless limits say less. */
export const staticCodeDayMajor = 500;

/** Public, ten digits: by it a merchant is named in codes and in the API. */
export const mchid = Type.String({
  pattern: '^[1-9][0-9]{9}$',
  description: 'A merchant, by number.',
});
export const merchantName = text(40);
export const merchantCategory = oneOf([
  ...(['food', 'groceries', 'shop', 'services', 'health', 'transport'] as const),
  ...(['culture', 'sport', 'public', 'other'] as const),
]);
export type MerchantCategory = Static<typeof merchantCategory>;
export const description = text(120, 0);

/** What everybody may see of a merchant. */
export const merchantCard = object({
  merchantId,
  mchid,
  name: merchantName,
  category: merchantCategory,
  /** A closed one takes no money. */
  state: oneOf(['open', 'closed']),
});
export type MerchantCard = Static<typeof merchantCard>;

/** What the merchant has in a currency. */
export const merchantBalance = object({
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  availableMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** Promised to people who have not said yes to it yet. */
  heldMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
});

/** A merchant at which I am somebody. */
export const ownMerchant = object({
  merchant: merchantCard,
  role: merchantRole,
  /** `invited`: I have not said yes yet, and may do nothing. */
  membership: oneOf(['invited', 'active']),
  may: Type.Array(merchantAction),
});
export type OwnMerchant = Static<typeof ownMerchant>;

export const staffMember = object({
  person: personCard,
  role: merchantRole,
  membership: oneOf(['invited', 'active']),
  since: timestamp,
});
export type StaffMember = Static<typeof staffMember>;

/**
 * `open`: anybody may pay it. `asking`: a pay code was shown, and its owner is asked for a yes.
 * `paying`: said yes, not yet in the ledger. `closed`: not paid, and never will be.
 */
export const orderState = oneOf(['open', 'asking', 'paying', 'paid', 'closed']);
export type OrderState = Static<typeof orderState>;

/** How an order came about. */
export const orderChannel = oneOf([
  ...(['static', 'cashier', 'code', 'native', 'jsapi', 'app', 'h5'] as const),
]);
export type OrderChannel = Static<typeof orderChannel>;

/** An order, for the people of its merchant. */
export const merchantOrder = object({
  orderId,
  merchantId,
  /** The merchant’s own number. */
  outTradeNo: text(64),
  /** The city’s number of it: 28 digits. */
  transactionNo: text(28),
  channel: orderChannel,
  money,
  description,
  state: orderState,
  /** All of it that went back; money of the same currency. */
  refundedMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** Who paid or is asked to; null: nobody yet, or no longer known. */
  payer: nullable(personCard),
  /** Who of the staff took it; null: a program, or the payer by a static code. */
  cashier: nullable(personCard),
  createdAt: timestamp,
  expiresAt: timestamp,
  paidAt: nullable(timestamp),
  /** Rises with every change: the newest replaces the older. */
  version: Type.Integer({ minimum: 0 }),
});
export type MerchantOrder = Static<typeof merchantOrder>;

/** `processing`: asked for, not yet in the ledger. `failed`: nothing was moved. */
export const refundState = oneOf(['processing', 'done', 'failed']);
export const merchantRefund = object({
  refundId: moveId,
  orderId,
  outRefundNo: text(64),
  money,
  reason: text(80, 0),
  state: refundState,
  failure: nullable(text(60)),
  createdAt: timestamp,
  settledAt: nullable(timestamp),
});
export type MerchantRefund = Static<typeof merchantRefund>;

/** The texts of a code by which a merchant is paid: each leads to the same page. */
export const codeTexts = object({
  /** An address of this city. */
  url: text(500),
  /** The same in EMVCo’s form, which other apps read; null where the currency cannot be written. */
  emv: nullable(text(600)),
});
export type CodeTexts = Static<typeof codeTexts>;

/** What a code asks somebody to pay. */
export const payable = object({
  merchant: merchantCard,
  /** Null: the payer says how much, and a new order is made for it. */
  orderId: nullable(orderId),
  /** Null: whoever pays says how much. */
  amountMinor: nullable(amountMinor),
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  description,
  /** `open` for a static code. */
  state: orderState,
  /** Whether I may pay it now. */
  mine: Type.Boolean(),
  /** Where the page goes on after paying; null: it stays. */
  returnUrl: nullable(text(500)),
  expiresAt: nullable(timestamp),
});
export type Payable = Static<typeof payable>;

/** What somebody paid to a merchant, for themselves. */
export const orderReceipt = object({
  merchant: merchantCard,
  orderId,
  outTradeNo: text(64),
  transactionNo: text(28),
  money,
  description,
  state: orderState,
  refundedMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** The refusal’s name when it was not paid, else null. */
  failure: nullable(text(60)),
  paidAt: nullable(timestamp),
});
export type OrderReceipt = Static<typeof orderReceipt>;

export const shift = object({
  shiftId,
  merchantId,
  person: personCard,
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  openedAt: timestamp,
  /** Null: it is still open, and the totals are those of now. */
  closedAt: nullable(timestamp),
  /** What was paid to this person in it, and how often. */
  soldMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  soldCount: Type.Integer({ minimum: 0 }),
  refundedMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  refundedCount: Type.Integer({ minimum: 0 }),
  /** What the person counted by themselves when they closed it. */
  countedMinor: nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  note: text(200, 0),
});
export type Shift = Static<typeof shift>;

/** Kinds of lines of a merchant’s own statement; what ends in `_out` is negative. */
export const merchantLineKind = oneOf([
  ...(['order_in', 'refund_out', 'payout_out', 'payout_back'] as const),
  ...(['hold_in', 'withdrawal_out', 'closing_out'] as const),
]);
export type MerchantLineKind = Static<typeof merchantLineKind>;

/** A line of a merchant’s statement; the lines of a currency add up to what is available. */
export const merchantLine = object({
  lineNumber: Type.Integer({ minimum: 1 }),
  kind: merchantLineKind,
  money,
  balanceMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  orderId: nullable(orderId),
  /** The merchant’s own number of the order, the refund, the payout or the hold. */
  outNo: text(64, 0),
  note: text(120, 0),
  reference: text(60),
  at: timestamp,
});
export type MerchantLine = Static<typeof merchantLine>;

/** A day of the city’s books (UTC): `2026-11-23`. */
export const bookDay = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'A day, UTC.',
});

const sum = Type.Integer({
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
});

/** A day of a merchant: opening + all totals = closing, to the unit. */
export const merchantDay = object({
  day: bookDay,
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  openingMinor: sum,
  closingMinor: sum,
  totals: Type.Array(
    object({ kind: merchantLineKind, count: Type.Integer({ minimum: 1 }), amountMinor: sum }),
  ),
});
export type MerchantDay = Static<typeof merchantDay>;

/** `waiting`: promised to somebody who has to say yes. */
export const payoutState = oneOf([
  ...(['processing', 'waiting', 'done', 'cancelled', 'expired', 'failed'] as const),
]);
export const payout = object({
  payoutId: moveId,
  merchant: merchantCard,
  outBillNo: text(64),
  person: nullable(personCard),
  money,
  note: text(60, 0),
  state: payoutState,
  failure: nullable(text(60)),
  createdAt: timestamp,
  expiresAt: nullable(timestamp),
  settledAt: nullable(timestamp),
});
export type MerchantPayout = Static<typeof payout>;

/**
 * `asked`: nobody said yes yet. `held`: kept from the payer’s money until it is taken, released, or
 * its time is over. `done`: a part or all of it was taken, the rest went back.
 */
export const holdState = oneOf([
  ...(['asked', 'processing', 'held', 'done', 'released', 'expired', 'failed'] as const),
]);
export const hold = object({
  holdId: moveId,
  merchant: merchantCard,
  outOrderNo: text(64),
  payer: nullable(personCard),
  /** The most that can be taken. */
  money,
  description,
  state: holdState,
  failure: nullable(text(60)),
  /** What was taken of it in the end. */
  takenMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  createdAt: timestamp,
  /** When it goes back by itself; null before it is held. */
  expiresAt: nullable(timestamp),
  settledAt: nullable(timestamp),
});
export type Hold = Static<typeof hold>;
