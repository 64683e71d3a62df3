import type { MerchantId, OrderId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';

type Target = Pick<Database, 'query'> | Pick<Tx, 'query'>;

/** The order that has a part of this number. */
export async function selectOrderOf(
  db: Target,
  merchantId: MerchantId,
  outTradeNo: string,
): Promise<OrderId | null> {
  const { rows } = await db.query<{ orderId: OrderId }>(
    `select order_id as "orderId" from payv3_part where merchant_id = $1 and out_trade_no = $2`,
    [merchantId, outTradeNo],
  );
  return rows[0]?.orderId ?? null;
}

/** How many of these numbers are those of this order afterwards. */
export async function insertParts(
  db: Target,
  of: { merchantId: MerchantId; orderId: OrderId; numbers: readonly string[] },
): Promise<number> {
  await db.query(
    `insert into payv3_part (merchant_id, out_trade_no, order_id)
     select $1, number, $2 from unnest($3::text[]) as number order by number
     on conflict do nothing`,
    [of.merchantId, of.orderId, of.numbers],
  );
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from payv3_part
     where merchant_id = $1 and order_id = $2 and out_trade_no = any($3)`,
    [of.merchantId, of.orderId, of.numbers],
  );
  return rows[0]?.count ?? 0;
}
