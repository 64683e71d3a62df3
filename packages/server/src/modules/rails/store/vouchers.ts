import type { PersonId } from '@plaza/base';
import type { BatchRow, VoucherRow } from '../types.ts';
import type { Querying } from './tables.ts';

const batchColumns = `
  b.batch_id as "batchId", b.currency, b.amount_minor as "amountMinor",
  b.voucher_count as "voucherCount", b.note, b.actor_id as "actorId",
  b.created_at as "createdAt", b.voided_at as "voidedAt",
  (select count(*)::int from rails_voucher v
   where v.batch_id = b.batch_id and v.state = 'taken') as redeemed`;

/** False when there is a batch of this id already. */
export async function insertBatch(
  q: Querying,
  row: Omit<BatchRow, 'redeemed' | 'voidedAt'>,
  hashes: readonly Buffer[],
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into rails_batch (batch_id, currency, amount_minor, voucher_count, note, actor_id,
       created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      row.batchId,
      row.currency,
      row.amountMinor,
      row.voucherCount,
      row.note,
      row.actorId,
      row.createdAt,
    ],
  );
  if (rowCount !== 1) return false;
  await q.query(
    `insert into rails_voucher (code_hash, batch_id, currency, amount_minor)
     select hash, $2, $3, $4 from unnest($1::bytea[]) as hash`,
    [hashes, row.batchId, row.currency, row.amountMinor],
  );
  return true;
}

export async function selectBatch(q: Querying, batchId: string): Promise<BatchRow | null> {
  const { rows } = await q.query<BatchRow>(
    `select ${batchColumns} from rails_batch b where b.batch_id = $1`,
    [batchId],
  );
  return rows[0] ?? null;
}

export async function listBatches(q: Querying, limit: number): Promise<BatchRow[]> {
  const { rows } = await q.query<BatchRow>(
    `select ${batchColumns} from rails_batch b order by b.created_at desc, b.batch_id limit $1`,
    [limit],
  );
  return rows;
}

/** Ends what nobody has redeemed; again changes nothing. */
export async function voidBatch(q: Querying, batchId: string, at: Date): Promise<void> {
  await q.query(`update rails_batch set voided_at = $2 where batch_id = $1 and voided_at is null`, [
    batchId,
    at,
  ]);
  await q.query(`update rails_voucher set state = 'void' where batch_id = $1 and state = 'fresh'`, [
    batchId,
  ]);
}

export async function selectVoucher(q: Querying, codeHash: Buffer): Promise<VoucherRow | null> {
  const { rows } = await q.query<VoucherRow>(
    `select code_hash as "codeHash", currency, amount_minor as "amountMinor", state, attempt
     from rails_voucher where code_hash = $1`,
    [codeHash],
  );
  return rows[0] ?? null;
}

/** False when somebody was faster, or it does not count any more. */
export async function takeVoucher(
  q: Querying,
  { codeHash, attempt }: VoucherRow,
  depositId: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update rails_voucher set state = 'taken', deposit_id = $3
     where code_hash = $1 and attempt = $2 and state = 'fresh'`,
    [codeHash, attempt, depositId],
  );
  return rowCount === 1;
}

/** The wallet took nothing: the voucher is as good as before, unless its batch was ended. */
export async function releaseVoucher(q: Querying, depositId: string, hash: Buffer): Promise<void> {
  await q.query(
    `update rails_voucher v set deposit_id = null, attempt = attempt + 1,
       state = case when b.voided_at is null then 'fresh' else 'void' end
     from rails_batch b
     where v.code_hash = $1 and v.deposit_id = $2 and b.batch_id = v.batch_id`,
    [hash, depositId],
  );
}

export async function forgetPrinter(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`update rails_batch set actor_id = null where actor_id = $1`, [personId]);
}
