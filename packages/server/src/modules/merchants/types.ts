import type { FamilyCardId, MerchantId, MoveId, OrderId, PersonId, ShiftId } from '@plaza/base';
import type { MerchantCategory, MerchantLineKind, OrderChannel, OrderState } from '@plaza/contract';
import type { PayCore } from '../pay/index.ts';

export type MerchantState = 'open' | 'closed';

export type MerchantRow = {
  merchantId: MerchantId;
  /** Ten digits, public. */
  mchid: string;
  /** Null: its owner was erased, and nobody took it over. */
  ownerId: PersonId | null;
  name: string;
  category: MerchantCategory;
  state: MerchantState;
  createdAt: Date;
};

/** Kept opaque for whoever speaks a dialect: appid, attach, notify_url. */
export type Attrs = Readonly<Record<string, unknown>>;

export type OrderRow = {
  merchantId: MerchantId;
  orderId: OrderId;
  /** The merchant’s own number, once in the merchant. */
  outTradeNo: string;
  /** 28 digits, once in the merchant. */
  transactionNo: string;
  channel: OrderChannel;
  amountMinor: bigint;
  currency: string;
  description: string;
  state: OrderState;
  /** It was taken back: closed, or given back whole. */
  isReversed: boolean;
  /** Projected from the ledger. */
  refundedMinor: bigint;
  /** Refunds that were asked for, failed ones too. */
  refundCount: number;
  /** Who pays or has paid; while it is `asking`, who is asked. */
  payerId: PersonId | null;
  /** Only this person may pay it; null: anybody. */
  onlyPayerId: PersonId | null;
  /** Who of the staff took it; null: a program, or the payer. */
  actorId: PersonId | null;
  shiftId: ShiftId | null;
  /** The payment that was agreed to, and is or was under way. */
  paymentId: MoveId | null;
  attrs: Attrs;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
  closedAt: Date | null;
  version: number;
};

/** What a payment takes of somebody’s limits, kept until it is over. */
export type Quotas = Parameters<PayCore['limits']['reserve']>[1];

/** Why a payment was not approved. */
export type ApprovalRefusal = Exclude<
  Awaited<ReturnType<PayCore['approve']>>,
  { ok: true }
>['reason'];

/** Money on its way to or from a merchant. */
export type MoveKind = 'payment' | 'refund' | 'payout' | 'withdrawal' | 'hold' | 'closing';

/**
 * `asked`: a hold that nobody said yes to. `processing`: not yet in the ledger. `held`: pending
 * there. `done`: moved. `returned`: given back on request. `expired`: given back by itself.
 * `dropped`: it was never agreed to. `failed`: the ledger refused; nothing was moved.
 */
export type MoveState =
  | 'asked'
  | 'processing'
  | 'held'
  | 'done'
  | 'returned'
  | 'expired'
  | 'dropped'
  | 'failed';

export type MoveRow = {
  merchantId: MerchantId;
  moveId: MoveId;
  kind: MoveKind;
  /** The merchant’s own number, once in the merchant and kind; of a payment the order’s. */
  outNo: string;
  /** 28 digits, once in the merchant. */
  moveNo: string;
  /** Of payments and refunds. */
  orderId: OrderId | null;
  /** The other side; null: nobody yet. */
  personId: PersonId | null;
  /** Whose wallet it is, where another pays by a family card: there it goes back, too. */
  sourceId: PersonId | null;
  cardId: FamilyCardId | null;
  amountMinor: bigint;
  currency: string;
  /** What was taken of a hold; of others the amount once it is moved. */
  settledMinor: bigint;
  state: MoveState;
  /** The name of the refusal when it failed. */
  failure: string | null;
  note: string;
  /** Who of the staff did it; null: a program, or the payer. */
  actorId: PersonId | null;
  /** Of a hold that only this person may say yes to. */
  onlyPersonId: PersonId | null;
  shiftId: ShiftId | null;
  /** Counted from when it is held; null: it is moved at once. */
  holdSeconds: number | null;
  /** How what is held is to end, once somebody said so; null: nobody did. */
  wanted: 'take' | 'release' | null;
  wantedMinor: bigint;
  /** How often the ledger used up its ids for a reason that passes: moving, and ending. */
  attempt: number;
  endAttempt: number;
  /** Of what no command of pay takes care. */
  quotas: Quotas;
  attrs: Attrs;
  createdAt: Date;
  expiresAt: Date | null;
  settledAt: Date | null;
};

export type StaffState = 'invited' | 'active';

/** What a merchant has in one currency, as projected from the ledger. */
export type MerchantWalletRow = {
  merchantId: MerchantId;
  currency: string;
  accountId: string;
  inLedger: boolean;
  availableMinor: bigint;
  heldMinor: bigint;
  lineCount: number;
};

export type MerchantLineRow = {
  merchantId: MerchantId;
  currency: string;
  lineNumber: number;
  kind: MerchantLineKind;
  /** Negative: went out. */
  amountMinor: bigint;
  balanceMinor: bigint;
  moveId: MoveId;
  orderId: OrderId | null;
  outNo: string;
  note: string;
  /** The id in the ledger. */
  reference: string;
  /** Nanoseconds. */
  ledgerAt: bigint;
};

/** By which an order is named: one of them. */
export type OrderName = { orderId: OrderId } | { outTradeNo: string } | { transactionNo: string };
/** By which a refund, a payout or a hold is named. */
export type MoveName = { moveId: MoveId } | { outNo: string } | { moveNo: string };

export type NewOrder = {
  /** The merchant’s own number: the same again with the same facts is the same order. */
  outTradeNo: string;
  channel: OrderChannel;
  amountMinor: number;
  currency: string;
  description: string;
  /** When nobody can pay it any more; at most seven days; null: after two hours. */
  expiresAt: Date | null;
  onlyPayerId: PersonId | null;
  actorId: PersonId | null;
  attrs: Attrs;
};

export type NewRefund = {
  orderId: OrderId;
  /** The same again with the same amount is the same refund; one that failed is tried again. */
  outRefundNo: string;
  amountMinor: number;
  reason: string;
  actorId: PersonId | null;
  attrs: Attrs;
};

export type NewPayout = {
  outBillNo: string;
  personId: PersonId;
  amountMinor: number;
  currency: string;
  note: string;
  /** The person says yes within 24 h, or it comes back. */
  mustAccept: boolean;
  actorId: PersonId | null;
  attrs: Attrs;
};

export type NewHold = {
  outOrderNo: string;
  /** The most that may be taken. */
  amountMinor: number;
  currency: string;
  description: string;
  /** From the payer’s yes on; at most 30 days. */
  holdSeconds: number;
  /** Only this person may say yes; null: anybody who has its id. */
  onlyPayerId: PersonId | null;
  attrs: Attrs;
};

export type CreateOrderRefusal =
  | 'merchant_closed'
  | 'wrong_currency'
  | 'amount_too_large'
  /** Another order has this number. */
  | 'order_conflict';
export type FindOrderRefusal = 'order_unknown';
export type CloseOrderRefusal = 'order_unknown' | 'order_paying' | 'order_paid';
export type ChargeRefusal =
  | CreateOrderRefusal
  | 'order_closed'
  | 'code_unknown'
  | 'code_expired'
  | 'code_used'
  | SpendRefusal
  | 'unavailable';
/** What stands in the way of somebody’s money going out. */
export type SpendRefusal =
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'limit_reached'
  | 'class_needed'
  | 'not_for_minors';
export type RefundRefusal =
  | 'order_unknown'
  | 'order_unpaid'
  | 'refund_too_large'
  | 'refund_too_late'
  | 'too_many_refunds'
  /** Another refund has this number. */
  | 'refund_conflict'
  /** The merchant has not as much; the same number may be tried again. */
  | 'insufficient_funds'
  | 'payee_frozen'
  | 'unavailable';
export type ReverseRefusal = CloseOrderRefusal | RefundRefusal;
export type PayoutRefusal =
  | 'wrong_currency'
  | 'amount_too_large'
  | 'person_not_found'
  | 'payout_conflict'
  | 'insufficient_funds'
  | 'payee_frozen'
  | 'limit_reached'
  | 'class_needed'
  | 'not_for_minors'
  | 'unavailable';
export type EndPayoutRefusal = 'payout_unknown' | 'payout_settled' | 'payee_frozen' | 'unavailable';
export type HoldRefusal =
  | 'merchant_closed'
  | 'wrong_currency'
  | 'amount_too_large'
  | 'hold_conflict';
export type EndHoldRefusal =
  | 'hold_unknown'
  /** It is taken, released or lapsed already, or nobody said yes to it yet. */
  | 'hold_over'
  | 'hold_asked'
  /** More than was held. */
  | 'wrong_amount'
  | 'unavailable';

/** Told in the transaction that changed it, to whoever asked by `onChanged`. */
export type MerchantChange = {
  merchantId: MerchantId;
  kind: 'order' | 'refund' | 'payout' | 'hold';
  id: string;
  state: string;
};

/** A line of the day in the order of the ledger, for bills. */
export type Movement = MerchantLineRow;
