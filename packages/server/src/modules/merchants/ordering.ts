import { cleanLine, present, type MerchantId, type PersonId } from '@plaza/base';
import { dynamicCodeHours, maxOrderDays, maxRefunds } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { NotKnown, type CurrencyProfile } from '../pay/index.ts';
import { carryOut } from './carrying.ts';
import type { MerchantsDeps } from './deps.ts';
import { numberOf, orderIdOf } from './ids.ts';
import { refundAll } from './refunding.ts';
import { findShift } from './store/shifts.ts';
import { selectMerchant } from './store/merchants.ts';
import { end, insertOrder, markReversed, selectOrder } from './store/orders.ts';
import { tellOrders, tellPayer } from './telling.ts';
import type {
  CloseOrderRefusal,
  CreateOrderRefusal,
  NewOrder,
  OrderName,
  OrderRow,
  ReverseRefusal,
} from './types.ts';

export const longestDescription = 120;
const hourMs = 3_600_000;
const longestMs = maxOrderDays * 24 * hourMs;

/** A currency in which so much may be asked for; the merchant takes money. */
export async function judgeSale(
  { db, pay }: MerchantsDeps,
  merchantId: MerchantId,
  { currency, amountMinor }: { currency: string; amountMinor: number },
): Promise<Outcome<CurrencyProfile, 'merchant_closed' | 'wrong_currency' | 'amount_too_large'>> {
  const profile = pay.currencies.find(currency);
  if (profile === undefined) return no('wrong_currency');
  if (amountMinor > profile.maxAmountMinor) return no('amount_too_large');
  const merchant = await selectMerchant(db, merchantId);
  return merchant?.state === 'open' ? yes(profile) : no('merchant_closed');
}

export function newOrderRow(
  of: Pick<OrderRow, 'merchantId' | 'orderId'> & NewOrder & { now: Date },
): OrderRow {
  const { merchantId, orderId, now, amountMinor, description, ...rest } = of;
  const usual = new Date(now.getTime() + dynamicCodeHours * hourMs);
  const latest = new Date(now.getTime() + longestMs);
  const expiresAt = of.expiresAt ?? usual;
  return {
    ...{ merchantId, orderId, ...rest, amountMinor: BigInt(amountMinor) },
    transactionNo: numberOf('order', orderId, now),
    description: cleanLine(description, longestDescription),
    ...{ state: 'open', isReversed: false, refundedMinor: 0n, refundCount: 0 },
    ...{ payerId: null, shiftId: null, paymentId: null, paidAt: null, closedAt: null },
    ...{ createdAt: now, expiresAt: expiresAt > latest ? latest : expiresAt, version: 0 },
  };
}

function isSame(row: OrderRow, order: NewOrder): boolean {
  return (
    row.amountMinor === BigInt(order.amountMinor) &&
    row.currency === order.currency &&
    row.onlyPayerId === order.onlyPayerId &&
    row.description === cleanLine(order.description, longestDescription)
  );
}

/** Takes an order; the same number with the same facts is the same order, however it stands. */
export async function createOrder(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  order: NewOrder,
): Promise<Outcome<OrderRow, CreateOrderRefusal>> {
  const { db, clock } = deps;
  const { outTradeNo, actorId } = order;
  const find = () => selectOrder(db, merchantId, { outTradeNo });
  const known = await find();
  if (known !== null) return isSame(known, order) ? yes(known) : no('order_conflict');
  const judged = await judgeSale(deps, merchantId, order);
  if (!judged.ok) return judged;
  const orderId = orderIdOf(merchantId, outTradeNo);
  const shiftId = actorId === null ? null : await shiftOf(deps, merchantId, actorId);
  const row = newOrderRow({ ...order, merchantId, orderId, now: clock.now() });
  await insertOrder(db, { ...row, shiftId });
  const made = present(await find(), 'an order of this number is there');
  return isSame(made, order) ? yes(made) : no('order_conflict');
}

/** The open shift of somebody, to which it counts. */
export async function shiftOf(
  { db }: Pick<MerchantsDeps, 'db'>,
  merchantId: MerchantId,
  actorId: PersonId,
): Promise<OrderRow['shiftId']> {
  return (await findShift(db, merchantId, actorId))?.shiftId ?? null;
}

/** What is just being paid is paid first, or not: the ledger says. */
async function settlePayment(deps: MerchantsDeps, order: OrderRow): Promise<boolean> {
  if (order.state !== 'paying' || order.paymentId === null) return true;
  try {
    await carryOut(deps, { merchantId: order.merchantId, moveId: order.paymentId });
    return true;
  } catch (error) {
    if (error instanceof NotKnown) return false;
    throw error;
  }
}

async function endOrder(
  deps: MerchantsDeps,
  order: OrderRow,
  isReversed: boolean,
): Promise<OrderRow | null> {
  const { merchantId, orderId } = order;
  return deps.db.tx(async (tx) => {
    const ended = await end(tx, { merchantId, orderId }, { now: deps.clock.now(), isReversed });
    if (ended === null) return null;
    await tellOrders(deps, tx, [ended]);
    await tellPayer(deps, tx, ended);
    return ended;
  });
}

/** Closes an order that nobody pays; twice is once. */
export async function closeOrder(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  of: { name: OrderName; isReversed?: boolean },
): Promise<Outcome<OrderRow, CloseOrderRefusal>> {
  const { name, isReversed = false } = of;
  const found = await selectOrder(deps.db, merchantId, name);
  if (found === null) return no('order_unknown');
  if (!(await settlePayment(deps, found))) return no('order_paying');
  const ended = await endOrder(deps, found, isReversed);
  if (ended !== null) return yes(ended);
  const now = present(await selectOrder(deps.db, merchantId, name), 'orders are kept');
  if (now.state === 'closed') return yes(now);
  return no(now.state === 'paid' ? 'order_paid' : 'order_paying');
}

/** Takes an order back: one that is not paid is closed, one that is paid is given back whole. */
export async function reverseOrder(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  name: OrderName,
): Promise<Outcome<OrderRow, ReverseRefusal>> {
  const closed = await closeOrder(deps, merchantId, { name, isReversed: true });
  if (closed.ok || closed.reason !== 'order_paid') return closed;
  const order = present(await selectOrder(deps.db, merchantId, name), 'orders are kept');
  const { orderId } = order;
  if (order.refundCount >= maxRefunds) return no('too_many_refunds');
  await deps.db.tx(async (tx) => void (await markReversed(tx, { merchantId, orderId })));
  const refunded = await refundAll(deps, order);
  if (!refunded.ok) return refunded;
  return yes(present(await selectOrder(deps.db, merchantId, name), 'orders are kept'));
}
