import type { MerchantId, MoveId, OrderId, PersonId } from '@plaza/base';
import type { OrderState } from '@plaza/contract';
import type { Querying } from '../deps.ts';
import { statesFor } from '../order.ts';
import type { Attrs, OrderName, OrderRow } from '../types.ts';

const columns = `
  merchant_id as "merchantId", order_id as "orderId", out_trade_no as "outTradeNo",
  transaction_no as "transactionNo", channel, amount_minor as "amountMinor", currency,
  description, state, is_reversed as "isReversed", refunded_minor as "refundedMinor",
  refund_count as "refundCount", payer_id as "payerId", only_payer_id as "onlyPayerId",
  actor_id as "actorId", shift_id as "shiftId", payment_id as "paymentId", attrs,
  created_at as "createdAt", expires_at as "expiresAt", paid_at as "paidAt",
  closed_at as "closedAt", version`;

type Key = { merchantId: MerchantId; orderId: OrderId };

export async function selectOrder(
  q: Querying,
  merchantId: MerchantId,
  name: OrderName,
): Promise<OrderRow | null> {
  const [column, value] =
    'orderId' in name
      ? ['order_id', name.orderId]
      : 'outTradeNo' in name
        ? ['out_trade_no', name.outTradeNo]
        : ['transaction_no', name.transactionNo];
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order where merchant_id = $1 and ${column} = $2`,
    [merchantId, value],
  );
  return rows[0] ?? null;
}

/** Orders of any merchants, each by its key. */
export async function selectOrders(q: Querying, keys: readonly Key[]): Promise<OrderRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order
     where (merchant_id, order_id) in
       (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.merchantId), keys.map((key) => key.orderId)],
  );
  return rows;
}

/** False: the merchant has an order of this number, or of this id. */
export async function insertOrder(q: Querying, row: OrderRow): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into merchants_order (merchant_id, order_id, out_trade_no, transaction_no, channel,
       amount_minor, currency, description, state, payer_id, only_payer_id, actor_id, shift_id,
       payment_id, attrs, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict do nothing`,
    [
      ...[row.merchantId, row.orderId, row.outTradeNo, row.transactionNo, row.channel],
      ...[row.amountMinor, row.currency, row.description, row.state, row.payerId],
      ...[row.onlyPayerId, row.actorId, row.shiftId, row.paymentId, JSON.stringify(row.attrs)],
      ...[row.createdAt, row.expiresAt],
    ],
  );
  return rowCount === 1;
}

async function change(
  q: Querying,
  key: Key,
  of: { set: string; where: string; values: readonly unknown[]; states: readonly OrderState[] },
): Promise<OrderRow | null> {
  const { rows } = await q.query<OrderRow>(
    `update merchants_order set ${of.set}, version = version + 1
     where merchant_id = $1 and order_id = $2 and state = any($3) and ${of.where}
     returning ${columns}`,
    [key.merchantId, key.orderId, of.states, ...of.values],
  );
  return rows[0] ?? null;
}

/**
 * Somebody said yes: of several at once, one gets it. Null: it cannot be paid by them now. In which
 * state it is asked for by somebody else counts as being paid.
 */
export async function agreeToPay(
  q: Querying,
  key: Key,
  of: { payerId: PersonId; paymentId: MoveId; now: Date },
): Promise<OrderRow | null> {
  return change(q, key, {
    set: `state = 'paying', payer_id = $4, payment_id = $5`,
    where: `(state <> 'asking' or payer_id = $4) and expires_at > $6
      and (only_payer_id is null or only_payer_id = $4)`,
    values: [of.payerId, of.paymentId, of.now],
    states: statesFor('agreed'),
  });
}

/** A pay code was shown: its owner is asked. */
export async function ask(
  q: Querying,
  key: Key,
  of: { payerId: PersonId; now: Date },
): Promise<OrderRow | null> {
  return change(q, key, {
    set: `state = 'asking', payer_id = $4`,
    where: `expires_at > $5`,
    values: [of.payerId, of.now],
    states: statesFor('asked'),
  });
}

export async function decline(q: Querying, key: Key, payerId: PersonId): Promise<OrderRow | null> {
  return change(q, key, {
    set: `state = 'open', payer_id = null`,
    where: `payer_id = $4`,
    values: [payerId],
    states: statesFor('declined'),
  });
}

/** Ends an order that nobody pays. */
export async function end(
  q: Querying,
  key: Key,
  of: { now: Date; isReversed: boolean },
): Promise<OrderRow | null> {
  return change(q, key, {
    set: `state = 'closed', closed_at = $4, is_reversed = is_reversed or $5`,
    where: 'true',
    values: [of.now, of.isReversed],
    states: statesFor('ended'),
  });
}

/** Its payment was refused. What the payer had made by a static code is over with it. */
export async function release(
  q: Querying,
  key: Key,
  of: { paymentId: MoveId; now: Date },
): Promise<OrderRow | null> {
  return change(q, key, {
    set: `state = case when channel = 'static' then 'closed' else 'open' end,
      closed_at = case when channel = 'static' then $5::timestamptz end`,
    where: 'payment_id = $4',
    values: [of.paymentId, of.now],
    states: statesFor('refused'),
  });
}

export async function markReversed(q: Querying, key: Key): Promise<OrderRow | null> {
  return change(q, key, {
    ...{ set: 'is_reversed = true', where: 'not is_reversed', values: [], states: ['paid'] },
  });
}

/** Counts one more refund of so much; null: there are too many, or it was not paid as much. */
export async function countRefund(
  q: Querying,
  key: Key,
  of: { amountMinor: bigint; most: number },
): Promise<OrderRow | null> {
  return change(q, key, {
    set: 'refund_count = refund_count + 1',
    where: 'refund_count < $5 and refunded_minor + $4 <= amount_minor',
    values: [of.amountMinor, of.most],
    states: ['paid'],
  });
}

export async function setAttrs(q: Querying, key: Key, attrs: Attrs): Promise<void> {
  await q.query(`update merchants_order set attrs = $3 where merchant_id = $1 and order_id = $2`, [
    key.merchantId,
    key.orderId,
    JSON.stringify(attrs),
  ]);
}

/** Orders whose time is over and that nobody pays. */
export async function selectExpired(
  q: Querying,
  { now, limit }: { now: Date; limit: number },
): Promise<OrderRow[]> {
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order
     where state in ('open', 'asking') and expires_at <= $1 order by expires_at limit $2`,
    [now, limit],
  );
  return rows;
}

/** Orders that were paid before `paidBefore`, and whose accounts are still open. */
export async function selectOld(
  q: Querying,
  { paidBefore, limit }: { paidBefore: Date; limit: number },
): Promise<OrderRow[]> {
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order
     where paid_at <= $1 and account_closed_at is null order by paid_at limit $2`,
    [paidBefore, limit],
  );
  return rows;
}

export async function markAccountsClosed(
  q: Querying,
  keys: readonly Key[],
  at: Date,
): Promise<void> {
  await q.query(
    `update merchants_order set account_closed_at = $3
     where (merchant_id, order_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.merchantId), keys.map((key) => key.orderId), at],
  );
}

export type OrdersAsked = { paidOnly: boolean; after: Place | null; limit: number };
export type Place = { at: Date; id: string };

/** Newest first. */
export async function listOrders(
  q: Querying,
  merchantId: MerchantId,
  { paidOnly, after, limit }: OrdersAsked,
): Promise<OrderRow[]> {
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order
     where merchant_id = $1 and (not $2 or state = 'paid')
       and ($3::timestamptz is null or created_at < $3 or (created_at = $3 and order_id > $4))
     order by created_at desc, order_id limit $5`,
    [merchantId, paidOnly, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Paid from `from` on and before `to`, in the order of payment. */
export async function selectPaid(
  q: Querying,
  merchantId: MerchantId,
  of: { from: Date; to: Date; after: Place | null; limit: number },
): Promise<OrderRow[]> {
  const { rows } = await q.query<OrderRow>(
    `select ${columns} from merchants_order
     where merchant_id = $1 and paid_at >= $2 and paid_at < $3
       and ($4::timestamptz is null or (paid_at, order_id) > ($4, $5::uuid))
     order by paid_at, order_id limit $6`,
    [merchantId, of.from, of.to, of.after?.at ?? null, of.after?.id ?? null, of.limit],
  );
  return rows;
}

/** Writes what the projection made of orders, in the order of their keys. */
export async function updateOrders(q: Querying, rows: readonly OrderRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.merchantId} ${a.orderId}` < `${b.merchantId} ${b.orderId}` ? -1 : 1,
  );
  await q.query(
    `update merchants_order o set state = n.state, refunded_minor = n.refunded_minor,
       paid_at = n.paid_at, version = o.version + 1
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[])
       as n (merchant_id, order_id, state, refunded_minor, paid_at)
     where o.merchant_id = n.merchant_id and o.order_id = n.order_id`,
    [
      sorted.map((row) => row.merchantId),
      sorted.map((row) => row.orderId),
      sorted.map((row) => row.state),
      sorted.map((row) => row.refundedMinor),
      sorted.map((row) => row.paidAt),
    ],
  );
}
