import { present, type MerchantId, type OrderId, type PersonId } from '@plaza/base';
import type {
  MerchantDay,
  MerchantLine,
  MerchantOrder,
  MerchantRefund,
  OrderReceipt,
  Payable,
} from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { amountOf, readToken } from './codes.ts';
import { always, ledgerSpanOf, spanOf } from './days.ts';
import type { MerchantsDeps } from './deps.ts';
import { pageOf, placeOf, type Page } from './paging.ts';
import {
  merchantCardOf,
  lineOf,
  orderOf,
  payableOf,
  peopleOf,
  receiptOf,
  refundOf,
} from './present.ts';
import { allow, type NotOfStaff } from './staffing.ts';
import * as lines from './store/lines.ts';
import { selectByMchid, selectMerchants } from './store/merchants.ts';
import { selectMove, selectRefunds } from './store/moves.ts';
import { listOrders, selectOrder, selectOrders } from './store/orders.ts';
import { selectAsking, selectParties } from './store/parties.ts';
import type { MerchantLineRow, OrderRow } from './types.ts';

const ordersPerPage = 50;
const linesPerPage = 100;
const askingShown = 20;
const highestLine = 2 ** 31 - 1;

export async function presentOrders(
  { identity, pay }: MerchantsDeps,
  rows: readonly OrderRow[],
): Promise<MerchantOrder[]> {
  const cards = await identity.getCards(rows.flatMap(peopleOf));
  return rows.map((row) => orderOf(pay, row, cards));
}

export async function presentOrder(deps: MerchantsDeps, row: OrderRow): Promise<MerchantOrder> {
  return present((await presentOrders(deps, [row]))[0], 'one for each');
}

type Found = { order: MerchantOrder; refunds: MerchantRefund[] };

/** An order for its staff, with all that was given back of it. */
export async function getOrder(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, orderId }: { merchantId: MerchantId; orderId: OrderId },
): Promise<Outcome<Found, NotOfStaff | 'order_unknown'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'look' });
  if (!allowed.ok) return allowed;
  const order = await selectOrder(deps.db, merchantId, { orderId });
  if (order === null) return no('order_unknown');
  const refunds = await selectRefunds(deps.db, merchantId, orderId);
  return yes({
    order: await presentOrder(deps, order),
    refunds: refunds.map((row) => refundOf(deps.pay, row, order)),
  });
}

export async function listOrdersOf(
  deps: MerchantsDeps,
  personId: PersonId,
  of: { merchantId: MerchantId; paid?: boolean; cursor?: string },
): Promise<Outcome<Page<MerchantOrder>, NotOfStaff | 'invalid'>> {
  const allowed = await allow(deps, personId, { merchantId: of.merchantId, action: 'look' });
  if (!allowed.ok) return allowed;
  const after = placeOf(of.cursor);
  if (after === 'invalid') return no('invalid');
  const asked = { paidOnly: of.paid ?? false, after, limit: ordersPerPage + 1 };
  const rows = await listOrders(deps.db, of.merchantId, asked);
  const page = pageOf(rows, ordersPerPage, ({ createdAt, orderId }) => ({
    ...{ at: createdAt, id: orderId },
  }));
  return yes({ rows: await presentOrders(deps, page.rows), next: page.next });
}

/** What a code asks this person to pay. */
export async function look(
  deps: MerchantsDeps,
  viewerId: PersonId,
  text: string,
): Promise<Outcome<Payable, 'code_unknown' | 'merchant_closed'>> {
  const { db, pay, clock } = deps;
  const token = readToken(deps.publicUrl, text);
  const merchant = token === null ? null : await selectByMchid(db, token.mchid);
  if (token === null || merchant === null) return no('code_unknown');
  if (token.kind === 'order') {
    const { merchantId } = merchant;
    const order = await selectOrder(db, merchantId, { orderId: token.orderId });
    if (order === null) return no('code_unknown');
    return yes(payableOf(pay, { merchant, order, viewerId, now: clock.now() }));
  }
  if (merchant.state === 'closed') return no('merchant_closed');
  const [first] = pay.currencies.all;
  const profile = token.currency === null ? first : pay.currencies.find(token.currency);
  const amountMinor = amountOf(token.amount);
  const isOdd = token.amount !== null && (amountMinor === null || amountMinor === 0);
  if (profile === undefined || isOdd) return no('code_unknown');
  return yes({
    merchant: merchantCardOf(merchant),
    ...{ orderId: null, amountMinor, currency: profile.code, scale: profile.scale },
    description: token.description.slice(0, 120),
    ...{ state: 'open', mine: true, returnUrl: null, expiresAt: null },
  });
}

/** Orders that wait for this person’s yes. */
export async function listAsking(deps: MerchantsDeps, personId: PersonId): Promise<Payable[]> {
  const { db, clock, pay } = deps;
  const now = clock.now();
  const parties = await selectAsking(db, personId, { isOrder: true, now, limit: askingShown });
  const keys = parties.map(({ merchantId, subjectId }) => ({
    ...{ merchantId, orderId: subjectId as OrderId },
  }));
  const orders = new Map((await selectOrders(db, keys)).map((row) => [row.orderId, row]));
  const merchants = await selectMerchants(db, [...new Set(keys.map((key) => key.merchantId))]);
  return keys.flatMap(({ merchantId, orderId }) => {
    const order = orders.get(orderId);
    const merchant = merchants.find((row) => row.merchantId === merchantId);
    if (order?.state !== 'asking' || order.payerId !== personId) return [];
    if (merchant === undefined) return [];
    return [payableOf(pay, { merchant, order, viewerId: personId, now })];
  });
}

/** What a person paid, in the order asked for, without what is not theirs. */
export async function getReceipts(
  deps: MerchantsDeps,
  personId: PersonId,
  orderIds: readonly OrderId[],
): Promise<OrderReceipt[]> {
  const { db, pay } = deps;
  const parties = await selectParties(db, personId, orderIds);
  const keys = parties
    .filter(({ isOrder }) => isOrder)
    .map(({ merchantId, subjectId }) => ({ merchantId, orderId: subjectId as OrderId }));
  const orders = new Map((await selectOrders(db, keys)).map((row) => [row.orderId, row]));
  const merchants = await selectMerchants(db, [...new Set(keys.map((key) => key.merchantId))]);
  const receipts: OrderReceipt[] = [];
  for (const orderId of orderIds) {
    const order = orders.get(orderId);
    const merchant = merchants.find((row) => row.merchantId === order?.merchantId);
    if (order === undefined || merchant === undefined || order.payerId !== personId) continue;
    const { merchantId, paymentId } = order;
    const move = paymentId === null ? null : await selectMove(db, merchantId, paymentId);
    receipts.push(receiptOf(pay, { merchant, order, failure: move?.failure ?? null }));
  }
  return receipts;
}

type OnBooks = { merchantId: MerchantId; currency: string };

/** A day by kinds: what was there before it, all that moved, and what was there after it. */
export async function getDay(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, currency, day }: OnBooks & { day: string },
): Promise<Outcome<MerchantDay, NotOfStaff | 'wrong_currency' | 'invalid'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'read' });
  if (!allowed.ok) return allowed;
  const profile = deps.pay.currencies.find(currency);
  if (profile === undefined) return no('wrong_currency');
  const dates = spanOf(day);
  if (dates === null) return no('invalid');
  const span = { merchantId, currency, ...ledgerSpanOf(dates) };
  // In one statement each: a line that comes in between is of now, and so of no earlier day.
  const opening = await lines.selectBalanceBefore(deps.db, { ...span, at: span.from });
  const totals = await lines.sumLines(deps.db, span);
  const moved = totals.reduce((sum, total) => sum + total.amountMinor, 0n);
  return yes({
    ...{ day, currency, scale: profile.scale },
    openingMinor: Number(opening),
    closingMinor: Number(opening + moved),
    totals: totals.map((total) => ({ ...total, amountMinor: Number(total.amountMinor) })),
  });
}

export async function listLines(
  deps: MerchantsDeps,
  personId: PersonId,
  of: OnBooks & { day?: string; cursor?: string },
): Promise<Outcome<Page<MerchantLine>, NotOfStaff | 'wrong_currency' | 'invalid'>> {
  const { merchantId, currency, day, cursor } = of;
  const allowed = await allow(deps, personId, { merchantId, action: 'read' });
  if (!allowed.ok) return allowed;
  if (deps.pay.currencies.find(currency) === undefined) return no('wrong_currency');
  const dates = day === undefined ? null : spanOf(day);
  if (day !== undefined && dates === null) return no('invalid');
  if (cursor !== undefined && !/^[1-9][0-9]{0,9}$/.test(cursor)) return no('invalid');
  const span = { merchantId, currency, ...(dates === null ? always : ledgerSpanOf(dates)) };
  const before = Math.min(Number(cursor ?? highestLine), highestLine);
  const rows = await lines.selectLines(deps.db, span, { before, limit: linesPerPage + 1 });
  const page = rows.slice(0, linesPerPage);
  const last = page.at(-1);
  const next = rows.length > linesPerPage && last !== undefined ? String(last.lineNumber) : null;
  return yes({ rows: page.map((row) => lineOf(deps.pay, row)), next });
}

/** The lines of a day in the order of the ledger, for bills. */
export async function movements(
  { db }: Pick<MerchantsDeps, 'db'>,
  {
    merchantId,
    currency,
    day,
    after,
    limit,
  }: OnBooks & {
    day: string;
    after: string | null;
    limit: number;
  },
): Promise<Page<MerchantLineRow>> {
  const dates = present(spanOf(day), 'whoever asks has judged the day');
  const span = { merchantId, currency, ...ledgerSpanOf(dates) };
  const rows = await lines.selectLinesUp(db, span, { after: Number(after ?? 0), limit: limit + 1 });
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? String(page.at(-1)?.lineNumber) : null;
  return { rows: page, next };
}
