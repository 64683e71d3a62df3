import { Type, type Static } from 'typebox';
import { money } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { conversationId, nullable, object, oneOf, text, timestamp } from '../schema.ts';
import { askedCount, billId, billKind, maxBillTitleLength, maxCollectPeople } from './cards.ts';

/** After so long a bill closes by itself. */
export const billDays = 30;
/** Somebody is reminded of a bill once in so long. */
export const reminderHours = 24;
export type BillKind = Static<typeof billKind>;

/**
 * `open`: may be paid. `settled`: nothing is asked of anybody any more. `closed`: by its collector,
 * or by time; nobody pays any more.
 */
export const billState = oneOf(['open', 'settled', 'closed']);
export type BillState = Static<typeof billState>;

/**
 * `open`: asked for. `paying`: on its way in the ledger. `paid`: the collector has it. `cash`: paid
 * by other means, says the collector. `letOff`: the collector asks no more. `own`: the part of the
 * collector, of which no money moves.
 */
export const shareState = oneOf(['open', 'paying', 'paid', 'cash', 'letOff', 'own']);
export type ShareState = Static<typeof shareState>;

/** What the collector says of a part; `open` takes it back. */
export const shareMark = oneOf(['cash', 'letOff', 'open']);
export type ShareMark = Static<typeof shareMark>;

const upToAll = Type.Integer({ minimum: 0, maximum: maxCollectPeople });

/** The viewer’s own part. */
const ownShare = object({
  /** What is asked, or what was paid; null: they choose. */
  money: nullable(money),
  state: shareState,
  /** Since when it is in its state; null while it is open. */
  at: nullable(timestamp),
});
export type OwnShare = Static<typeof ownShare>;

/** A bill for one viewer: all that a card needs. */
export const bill = object({
  billId,
  conversationId,
  collector: personCard,
  kind: billKind,
  /** Empty: its collector is gone. */
  title: text(maxBillTitleLength, 0),
  currency: text(20),
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  /** Split: the whole. Collected: what each gives; null: what they choose. */
  money: nullable(money),
  state: billState,
  /** So many are asked; the collector’s own part is not counted. */
  count: askedCount,
  /** Of how many nothing is asked any more. */
  settledCount: upToAll,
  /** So many have paid by the ledger, and so much. */
  paidCount: upToAll,
  paid: money,
  /** Null: nothing is asked of the viewer. */
  mine: nullable(ownShare),
  createdAt: timestamp,
  /** When it closes by itself. */
  closesAt: timestamp,
  /** When nothing was open any more, or it was closed; null while it is open. */
  overAt: nullable(timestamp),
  /** Rises with every change: the newest replaces the older. */
  version: Type.Integer({ minimum: 0 }),
});
export type Bill = Static<typeof bill>;

/** Somebody’s part of a bill. */
export const billShare = object({
  person: personCard,
  /** What is asked, or what was paid; null: they choose, and have not. */
  money: nullable(money),
  state: shareState,
  at: nullable(timestamp),
  /** When they were reminded last; told to the collector alone. */
  remindedAt: nullable(timestamp),
});
export type BillShare = Static<typeof billShare>;

/** A bill with everybody’s part, in the order in which the collector named them. */
export const billDetail = object({
  bill,
  shares: Type.Array(billShare, { maxItems: maxCollectPeople }),
});
export type BillDetail = Static<typeof billDetail>;

/** What a payer has of their payment. */
export const billPayment = object({ billId, money, at: timestamp });
export type BillPayment = Static<typeof billPayment>;
