import type { PersonId } from '@plaza/base';
import {
  mayAtMerchant,
  merchantActions,
  type Hold,
  type MerchantCard,
  type MerchantLine,
  type MerchantOrder,
  type MerchantRefund,
  type OrderReceipt,
  type OwnMerchant,
  type Payable,
  type MerchantPayout,
  type PersonCard,
} from '@plaza/contract';
import type { PayCore } from '../pay/index.ts';
import type { StaffRow } from './store/merchants.ts';
import type { MerchantLineRow, MerchantRow, MoveRow, MoveState, OrderRow } from './types.ts';

export type Cards = ReadonlyMap<PersonId, PersonCard>;
type Money = Pick<PayCore, 'moneyOf'>;

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Of an erased person, and of nobody, there is no card. */
function cardOf(cards: Cards, personId: PersonId | null): PersonCard | null {
  const card = personId === null ? undefined : cards.get(personId);
  return card === undefined || card.displayName === '' ? null : card;
}

export function merchantCardOf(row: MerchantRow): MerchantCard {
  const { merchantId, mchid, name, category, state } = row;
  return { merchantId, mchid, name, category, state };
}

export function ownMerchantOf(row: MerchantRow, member: StaffRow): OwnMerchant {
  const { role, state: membership } = member;
  const may = merchantActions.filter(
    (action) => membership === 'active' && mayAtMerchant(role, action),
  );
  return { merchant: merchantCardOf(row), role, membership, may };
}

export function peopleOf({ payerId, actorId }: Pick<OrderRow, 'payerId' | 'actorId'>): PersonId[] {
  return [payerId, actorId].filter((id) => id !== null);
}

export function orderOf({ moneyOf }: Money, row: OrderRow, cards: Cards): MerchantOrder {
  const { orderId, merchantId, outTradeNo, transactionNo, channel, description, state } = row;
  return {
    ...{ orderId, merchantId, outTradeNo, transactionNo, channel, description, state },
    money: moneyOf(row.currency, row.amountMinor),
    refundedMinor: Number(row.refundedMinor),
    payer: cardOf(cards, row.payerId),
    cashier: cardOf(cards, row.actorId),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    paidAt: iso(row.paidAt),
    version: row.version,
  };
}

const refundStates: Partial<Record<MoveState, MerchantRefund['state']>> = {
  ...{ done: 'done', failed: 'failed' },
};

export function refundOf({ moneyOf }: Money, row: MoveRow, order: OrderRow): MerchantRefund {
  return {
    refundId: row.moveId,
    orderId: order.orderId,
    outRefundNo: row.outNo,
    money: moneyOf(row.currency, row.amountMinor),
    reason: row.note,
    state: refundStates[row.state] ?? 'processing',
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    settledAt: iso(row.settledAt),
  };
}

/** Whether this person may pay it now. */
export function isPayable(row: OrderRow, viewerId: PersonId, now: Date): boolean {
  if (row.onlyPayerId !== null && row.onlyPayerId !== viewerId) return false;
  if (row.expiresAt <= now) return false;
  return row.state === 'open' || (row.state === 'asking' && row.payerId === viewerId);
}

export function payableOf(
  { moneyOf }: Money,
  of: { merchant: MerchantRow; order: OrderRow; viewerId: PersonId; now: Date },
): Payable {
  const { merchant, order, viewerId, now } = of;
  const { amountMinor, currency, scale } = moneyOf(order.currency, order.amountMinor);
  const isOver = order.expiresAt <= now && (order.state === 'open' || order.state === 'asking');
  const { returnUrl } = order.attrs;
  return {
    merchant: merchantCardOf(merchant),
    orderId: order.orderId,
    ...{ amountMinor, currency, scale, description: order.description },
    state: isOver ? 'closed' : order.state,
    mine: merchant.state === 'open' && isPayable(order, viewerId, now),
    returnUrl: typeof returnUrl === 'string' ? returnUrl : null,
    expiresAt: order.expiresAt.toISOString(),
  };
}

export function receiptOf(
  { moneyOf }: Money,
  of: { merchant: MerchantRow; order: OrderRow; failure: string | null },
): OrderReceipt {
  const { merchant, order, failure } = of;
  const { orderId, outTradeNo, transactionNo, description, state } = order;
  return {
    merchant: merchantCardOf(merchant),
    ...{ orderId, outTradeNo, transactionNo, description, state, failure },
    money: moneyOf(order.currency, order.amountMinor),
    refundedMinor: Number(order.refundedMinor),
    paidAt: iso(order.paidAt),
  };
}

const payoutStates: Readonly<Record<MoveState, MerchantPayout['state']>> = {
  asked: 'processing',
  processing: 'processing',
  held: 'waiting',
  done: 'done',
  returned: 'cancelled',
  expired: 'expired',
  dropped: 'cancelled',
  failed: 'failed',
};

export function payoutOf(
  { moneyOf }: Money,
  of: { merchant: MerchantRow; move: MoveRow; cards: Cards },
): MerchantPayout {
  const { merchant, move, cards } = of;
  return {
    payoutId: move.moveId,
    merchant: merchantCardOf(merchant),
    outBillNo: move.outNo,
    person: cardOf(cards, move.personId),
    money: moneyOf(move.currency, move.amountMinor),
    note: move.note,
    state: payoutStates[move.state],
    failure: move.failure,
    createdAt: move.createdAt.toISOString(),
    expiresAt: iso(move.expiresAt),
    settledAt: iso(move.settledAt),
  };
}

const holdStates: Readonly<Record<MoveState, Hold['state']>> = {
  asked: 'asked',
  processing: 'processing',
  held: 'held',
  done: 'done',
  returned: 'released',
  expired: 'expired',
  dropped: 'released',
  failed: 'failed',
};

export function holdOf(
  { moneyOf }: Money,
  of: { merchant: MerchantRow; move: MoveRow; cards: Cards },
): Hold {
  const { merchant, move, cards } = of;
  return {
    holdId: move.moveId,
    merchant: merchantCardOf(merchant),
    outOrderNo: move.outNo,
    payer: cardOf(cards, move.personId),
    money: moneyOf(move.currency, move.amountMinor),
    description: move.note,
    state: holdStates[move.state],
    failure: move.failure,
    takenMinor: Number(move.settledMinor),
    createdAt: move.createdAt.toISOString(),
    expiresAt: iso(move.expiresAt),
    settledAt: iso(move.settledAt),
  };
}

export function lineOf({ moneyOf }: Money, row: MerchantLineRow): MerchantLine {
  const { lineNumber, kind, orderId, outNo, note, reference } = row;
  return {
    ...{ lineNumber, kind, orderId, outNo, note, reference },
    money: moneyOf(row.currency, row.amountMinor),
    balanceMinor: Number(row.balanceMinor),
    at: new Date(Number(row.ledgerAt / 1_000_000n)).toISOString(),
  };
}
