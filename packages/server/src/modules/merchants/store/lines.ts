import type { MerchantId } from '@plaza/base';
import type { MerchantLineKind } from '@plaza/contract';
import type { Querying } from '../deps.ts';
import type { MerchantLineRow } from '../types.ts';

const columns = `
  merchant_id as "merchantId", currency, line_number as "lineNumber", kind,
  amount_minor as "amountMinor", balance_minor as "balanceMinor", move_id as "moveId",
  order_id as "orderId", out_no as "outNo", note, reference, ledger_at as "ledgerAt"`;

export async function insertLines(q: Querying, rows: readonly MerchantLineRow[]): Promise<void> {
  if (rows.length === 0) return;
  await q.query(
    `insert into merchants_line (merchant_id, currency, line_number, kind, amount_minor,
       balance_minor, move_id, order_id, out_no, note, reference, ledger_at)
     select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::bigint[],
       $6::bigint[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::uuid[], $12::bigint[])`,
    [
      rows.map((row) => row.merchantId),
      rows.map((row) => row.currency),
      rows.map((row) => row.lineNumber),
      rows.map((row) => row.kind),
      rows.map((row) => row.amountMinor),
      rows.map((row) => row.balanceMinor),
      rows.map((row) => row.moveId),
      rows.map((row) => row.orderId),
      rows.map((row) => row.outNo),
      rows.map((row) => row.note),
      rows.map((row) => row.reference),
      rows.map((row) => row.ledgerAt),
    ],
  );
}

export type Span = {
  merchantId: MerchantId;
  currency: string;
  /** Nanoseconds of the ledger: from the first, before the second. */
  from: bigint;
  to: bigint;
};

/** Newest first; only lines with a lower number than `before`. */
export async function selectLines(
  q: Querying,
  span: Span,
  { before, limit }: { before: number; limit: number },
): Promise<MerchantLineRow[]> {
  const { rows } = await q.query<MerchantLineRow>(
    `select ${columns} from merchants_line
     where merchant_id = $1 and currency = $2 and ledger_at >= $3 and ledger_at < $4
       and line_number < $5
     order by line_number desc limit $6`,
    [span.merchantId, span.currency, span.from, span.to, before, limit],
  );
  return rows;
}

/** In the order of the ledger, after the line `after`. */
export async function selectLinesUp(
  q: Querying,
  span: Span,
  { after, limit }: { after: number; limit: number },
): Promise<MerchantLineRow[]> {
  const { rows } = await q.query<MerchantLineRow>(
    `select ${columns} from merchants_line
     where merchant_id = $1 and currency = $2 and ledger_at >= $3 and ledger_at < $4
       and line_number > $5
     order by line_number limit $6`,
    [span.merchantId, span.currency, span.from, span.to, after, limit],
  );
  return rows;
}

export type Total = { kind: MerchantLineKind; count: number; amountMinor: bigint };

export async function sumLines(q: Querying, span: Span): Promise<Total[]> {
  const { rows } = await q.query<Total>(
    `select kind, count(*)::int as count, sum(amount_minor)::bigint as "amountMinor"
     from merchants_line
     where merchant_id = $1 and currency = $2 and ledger_at >= $3 and ledger_at < $4
     group by kind order by kind`,
    [span.merchantId, span.currency, span.from, span.to],
  );
  return rows;
}

/** What the merchant had just before a moment of the ledger. */
export async function selectBalanceBefore(
  q: Querying,
  { merchantId, currency, at }: { merchantId: MerchantId; currency: string; at: bigint },
): Promise<bigint> {
  const { rows } = await q.query<{ balanceMinor: bigint }>(
    `select balance_minor as "balanceMinor" from merchants_line
     where merchant_id = $1 and currency = $2 and ledger_at < $3
     order by ledger_at desc limit 1`,
    [merchantId, currency, at],
  );
  return rows[0]?.balanceMinor ?? 0n;
}
