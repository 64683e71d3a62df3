import type { MerchantId } from '@plaza/base';
import type { MoveRow, OrderRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { selectOrderOf } from '../store/parts.ts';
import { attrsOf } from './transaction.ts';

// Orders that are paid together are one order of the merchant with parts, so that they are paid all
// or none. Each part has numbers of its own, by which it is asked for and given back.

/** What is kept of a part with its order. */
export type Part = { outTradeNo: string; amount: number; attach: string; description: string };

/** What a refund or a row of a bill is of: an order, or a part of one. */
export type Sold = {
  order: OrderRow;
  /** Null: the whole order. */
  part: Part | null;
  outTradeNo: string;
  transactionId: string;
  amountMinor: number;
  attach: string;
  description: string;
};

export function partsOf({ attrs }: Pick<OrderRow, 'attrs'>): readonly Part[] {
  return (attrs['parts'] as readonly Part[] | undefined) ?? [];
}

/** The number of the order, and the place of the part in two digits. */
export function transactionIdOf(order: OrderRow, part: Part): string {
  const place = partsOf(order).findIndex(({ outTradeNo }) => outTradeNo === part.outTradeNo) + 1;
  return `${order.transactionNo}${String(place).padStart(2, '0')}`;
}

export function soldWhole(order: OrderRow): Sold {
  const { outTradeNo, transactionNo, description } = order;
  return {
    ...{ order, part: null, outTradeNo, transactionId: transactionNo, description },
    ...{ amountMinor: Number(order.amountMinor), attach: attrsOf(order).attach ?? '' },
  };
}

export function soldPart(order: OrderRow, part: Part): Sold {
  const { outTradeNo, attach, description } = part;
  const transactionId = transactionIdOf(order, part);
  return { order, part, outTradeNo, transactionId, amountMinor: part.amount, attach, description };
}

/** The order, or each of its parts. */
export function soldOf(order: OrderRow): Sold[] {
  const parts = partsOf(order);
  return parts.length === 0 ? [soldWhole(order)] : parts.map((part) => soldPart(order, part));
}

/** What a refund gave back of. */
export function soldBy(order: OrderRow, { attrs }: Pick<MoveRow, 'attrs'>): Sold {
  const part = partsOf(order).find(({ outTradeNo }) => outTradeNo === attrs['part']);
  return part === undefined ? soldWhole(order) : soldPart(order, part);
}

/** By the merchant's own number or by the city's; null: nothing has it. */
export async function findSold(
  { db, merchants }: Payv3Deps,
  merchantId: MerchantId,
  name: { outTradeNo: string } | { transactionNo: string },
): Promise<Sold | null> {
  const whole = await merchants.orders.find(merchantId, name);
  if (whole !== null) return soldWhole(whole);
  if ('outTradeNo' in name) {
    const orderId = await selectOrderOf(db, merchantId, name.outTradeNo);
    const order = orderId === null ? null : await merchants.orders.find(merchantId, { orderId });
    const part = order && partsOf(order).find(({ outTradeNo }) => outTradeNo === name.outTradeNo);
    return order && part ? soldPart(order, part) : null;
  }
  const found = /^(\d{28})(\d{2})$/.exec(name.transactionNo);
  const transactionNo = found?.[1] ?? '';
  const order = found && (await merchants.orders.find(merchantId, { transactionNo }));
  const part = order && partsOf(order)[Number(found[2]) - 1];
  return order && part ? soldPart(order, part) : null;
}
