import type { MerchantId, OrderId } from '@plaza/base';
import type { MoveRow, Movement, OrderRow } from '../../merchants/index.ts';
import type { FundRow } from '../bills/fund-flow.ts';
import type { PaidRow, RefundRow, TradeRow } from '../bills/trade.ts';
import type { Payv3Deps } from '../deps.ts';
import { soldBy, soldOf, type Sold } from './parts.ts';
import { attrsOf, payersOpenid, tradeTypes } from './transaction.ts';

// What stands in the bills of a day: read page by page, each in the order in which it happened.

const pageSize = 200;
const atOnce = 16;

type Page<T> = { rows: T[]; next: string | null };

async function all<T>(read: (after: string | null) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await read(after);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

/** A few at a time, in their order. */
async function mapSome<T, U>(rows: readonly T[], map: (row: T) => Promise<U>): Promise<U[]> {
  const out: U[] = [];
  for (let at = 0; at < rows.length; at += atOnce) {
    out.push(...(await Promise.all(rows.slice(at, at + atOnce).map(map))));
  }
  return out;
}

async function commonOf(deps: Payv3Deps, { order, ...sold }: Sold) {
  const { appid = '', deviceId = '' } = attrsOf(order);
  return {
    ...{ appid, attach: sold.attach, deviceInfo: deviceId, description: sold.description },
    ...{ transactionId: sold.transactionId, outTradeNo: sold.outTradeNo },
    openid: (await payersOpenid(deps, order)) ?? '',
    tradeType: tradeTypes[order.channel],
  };
}

async function paidRow(deps: Payv3Deps, sold: Sold): Promise<PaidRow> {
  const at = sold.order.paidAt ?? sold.order.createdAt;
  // No city takes a fee of its merchants yet.
  const money = { amountMinor: sold.amountMinor, feeMinor: 0 };
  return { kind: 'paid', at, ...(await commonOf(deps, sold)), ...money };
}

async function refundRow(deps: Payv3Deps, move: MoveRow, order: OrderRow): Promise<RefundRow> {
  const common = await commonOf(deps, soldBy(order, move));
  return {
    ...{ kind: 'refund', ...common, isReversal: order.isReversed },
    ...{ at: move.settledAt ?? move.createdAt, askedAt: move.createdAt },
    ...{ refundId: move.moveNo, outRefundNo: move.outNo, amountMinor: Number(move.amountMinor) },
  };
}

type Day = { merchantId: MerchantId; currency: string; day: string };

/** What was paid and given back on a day, by time. */
export async function readTradeRows(
  deps: Payv3Deps,
  { merchantId, currency, day }: Day,
): Promise<TradeRow[]> {
  const { orders, refunds } = deps.merchants;
  const ask = (after: string | null) => ({ day, after, limit: pageSize });
  const paid = await all((after) => orders.paidOn(merchantId, ask(after)));
  const back = await all((after) => refunds.doneOn(merchantId, ask(after)));
  const ofCurrency = <T extends { currency: string }>(rows: T[]) =>
    rows.filter((row) => row.currency === currency);
  const orderOf = (orderId: OrderId | null) =>
    orderId === null ? null : orders.find(merchantId, { orderId });
  const paidRows = await mapSome(ofCurrency(paid).flatMap(soldOf), (sold) => paidRow(deps, sold));
  const refundRows = await mapSome(ofCurrency(back), async (move) => {
    const order = await orderOf(move.orderId);
    return order === null ? [] : [await refundRow(deps, move, order)];
  });
  return [...paidRows, ...refundRows.flat()].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const names: Record<Movement['kind'], { name: string; type: string; asker: string }> = {
  order_in: { name: '交易', type: '交易', asker: 'system' },
  refund_out: { name: '退款', type: '退款', asker: 'API' },
  payout_out: { name: '商家转账', type: '商家转账', asker: 'API' },
  payout_back: { name: '商家转账退回', type: '商家转账', asker: 'system' },
  hold_in: { name: '支付分收款', type: '交易', asker: 'system' },
  withdrawal_out: { name: '提现', type: '提现', asker: 'merchant' },
  closing_out: { name: '注销', type: '提现', asker: 'merchant' },
};

/** The city's number of what moved the money. */
async function businessNoOf({ merchants }: Payv3Deps, line: Movement): Promise<string> {
  const { merchantId, moveId, orderId, kind } = line;
  if (kind === 'order_in' && orderId !== null) {
    const order = await merchants.orders.find(merchantId, { orderId });
    return order?.transactionNo ?? line.reference;
  }
  const finders: Partial<Record<Movement['kind'], { find: typeof merchants.refunds.find }>> = {
    refund_out: merchants.refunds,
    payout_out: merchants.payouts,
    payout_back: merchants.payouts,
    hold_in: merchants.holds,
  };
  const move = await finders[kind]?.find(merchantId, { moveId });
  return move?.moveNo ?? line.reference;
}

/** What came and went on a day, in the order of the ledger. */
export async function readFundRows(deps: Payv3Deps, of: Day): Promise<FundRow[]> {
  const { merchantId, currency, day } = of;
  const lines = await all((after) =>
    deps.merchants.movements(merchantId, { currency, day, after, limit: pageSize }),
  );
  return mapSome(lines, async (line) => ({
    ...names[line.kind],
    at: new Date(Number(line.ledgerAt / 1_000_000n)),
    ...{ businessNo: await businessNoOf(deps, line), flowNo: line.reference },
    ...{ amountMinor: Number(line.amountMinor), balanceMinor: Number(line.balanceMinor) },
    ...{ note: line.note, voucher: line.outNo },
  }));
}
