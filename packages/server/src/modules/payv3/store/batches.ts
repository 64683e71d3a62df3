import type { MerchantId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

export type BatchRow = {
  merchantId: MerchantId;
  outBatchNo: string;
  batchNo: string;
  appid: string;
  name: string;
  remark: string;
  scene: string;
  currency: string;
  notifyUrl: string;
  totalMinor: bigint;
  digest: string;
  createdAt: Date;
  finishedAt: Date | null;
};

export type DetailRow = {
  outDetailNo: string;
  place: number;
  detailNo: string;
  openid: string;
  amountMinor: bigint;
  remark: string;
  state: 'waiting' | 'done' | 'failed';
  failReason: string | null;
  settledAt: Date | null;
};

const batchColumns = `merchant_id as "merchantId", out_batch_no as "outBatchNo",
  batch_no as "batchNo", appid, name, remark, scene, currency, notify_url as "notifyUrl",
  total_minor as "totalMinor", digest, created_at as "createdAt", finished_at as "finishedAt"`;
const detailColumns = `out_detail_no as "outDetailNo", place, detail_no as "detailNo", openid,
  amount_minor as "amountMinor", remark, state, fail_reason as "failReason",
  settled_at as "settledAt"`;

/** By the merchant's own number, or by the city's. */
export type BatchName = { outBatchNo: string } | { batchNo: string };
type Of = { merchantId: MerchantId; outBatchNo: string };
const valuesOf = ({ merchantId, outBatchNo }: Of) => [merchantId, outBatchNo];

/** False: there is one of this number already. */
export async function insertBatch(
  tx: Pick<Tx, 'query'>,
  batch: Omit<BatchRow, 'finishedAt'>,
  details: readonly Omit<DetailRow, 'place' | 'state' | 'failReason' | 'settledAt'>[],
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into payv3_batch (merchant_id, out_batch_no, batch_no, appid, name, remark, scene,
       currency, notify_url, total_minor, digest, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      ...[...valuesOf(batch), batch.batchNo, batch.appid, batch.name, batch.remark, batch.scene],
      ...[batch.currency, batch.notifyUrl, batch.totalMinor, batch.digest, batch.createdAt],
    ],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `insert into payv3_detail (merchant_id, out_batch_no, out_detail_no, place, detail_no, openid,
       amount_minor, remark, state)
     select $1, $2, d.out_detail_no, d.place, d.detail_no, d.openid, d.amount_minor, d.remark,
       'waiting'
     from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[]) with ordinality
       as d (out_detail_no, detail_no, openid, amount_minor, remark, place)`,
    [
      ...valuesOf(batch),
      details.map(({ outDetailNo }) => outDetailNo),
      details.map(({ detailNo }) => detailNo),
      details.map(({ openid }) => openid),
      details.map(({ amountMinor }) => amountMinor),
      details.map(({ remark }) => remark),
    ],
  );
  return true;
}

export async function selectBatch(
  db: Db,
  merchantId: MerchantId,
  name: BatchName,
): Promise<BatchRow | null> {
  const byOwn = 'outBatchNo' in name;
  const { rows } = await db.query<BatchRow>(
    `select ${batchColumns} from payv3_batch
     where merchant_id = $1 and ${byOwn ? 'out_batch_no' : 'batch_no'} = $2`,
    [merchantId, byOwn ? name.outBatchNo : name.batchNo],
  );
  return rows[0] ?? null;
}

/** In the order in which they were asked for. */
export async function selectDetails(db: Db, of: Of): Promise<DetailRow[]> {
  const { rows } = await db.query<DetailRow>(
    `select ${detailColumns} from payv3_detail
     where merchant_id = $1 and out_batch_no = $2 order by place`,
    valuesOf(of),
  );
  return rows;
}

export type DetailSums = Record<DetailRow['state'], { num: number; amountMinor: bigint }>;

/** How many of a batch are where, and how much that is. */
export async function sumDetails(db: Db, of: Of): Promise<DetailSums> {
  const { rows } = await db.query<{ state: DetailRow['state']; num: number; amountMinor: bigint }>(
    `select state, count(*)::int as num, sum(amount_minor)::bigint as "amountMinor"
     from payv3_detail where merchant_id = $1 and out_batch_no = $2 group by state`,
    valuesOf(of),
  );
  const none = { num: 0, amountMinor: 0n };
  const sums: DetailSums = { waiting: none, done: none, failed: none };
  for (const { state, num, amountMinor } of rows) sums[state] = { num, amountMinor };
  return sums;
}

/** Some of a batch in the order in which they were asked for; null: in whatever state. */
export async function selectDetailPage(
  db: Db,
  of: Of,
  { state, offset, limit }: { state: DetailRow['state'] | null; offset: number; limit: number },
): Promise<DetailRow[]> {
  const { rows } = await db.query<DetailRow>(
    `select ${detailColumns} from payv3_detail
     where merchant_id = $1 and out_batch_no = $2 and ($3::text is null or state = $3)
     order by place offset $4 limit $5`,
    [...valuesOf(of), state, offset, limit],
  );
  return rows;
}

/** By the merchant's own number, or by the city's. */
export async function selectDetail(db: Db, of: Of, name: string): Promise<DetailRow | null> {
  const { rows } = await db.query<DetailRow>(
    `select ${detailColumns} from payv3_detail
     where merchant_id = $1 and out_batch_no = $2 and (out_detail_no = $3 or detail_no = $3)
     order by out_detail_no <> $3 limit 1`,
    [...valuesOf(of), name],
  );
  return rows[0] ?? null;
}

export type Settled = { outDetailNo: string; failReason: string | null };

/** What became of some; what is known of one stays. */
export async function settleDetails(
  db: Db,
  of: Of,
  { settled, at }: { settled: readonly Settled[]; at: Date },
): Promise<void> {
  if (settled.length === 0) return;
  await db.query(
    `update payv3_detail d set settled_at = $3, fail_reason = n.fail_reason,
       state = case when n.fail_reason is null then 'done' else 'failed' end
     from unnest($4::text[], $5::text[]) as n (out_detail_no, fail_reason)
     where d.merchant_id = $1 and d.out_batch_no = $2 and d.out_detail_no = n.out_detail_no
       and d.state = 'waiting'`,
    [
      ...[...valuesOf(of), at],
      settled.map(({ outDetailNo }) => outDetailNo),
      settled.map(({ failReason }) => failReason),
    ],
  );
}

export async function finishBatch(db: Db, of: Of, at: Date): Promise<void> {
  await db.query(
    `update payv3_batch set finished_at = $3
     where merchant_id = $1 and out_batch_no = $2 and finished_at is null`,
    [...valuesOf(of), at],
  );
}
