import type { MerchantId, PersonId, ShiftId } from '@plaza/base';
import type { Querying } from '../deps.ts';
import type { Place } from './orders.ts';

export type ShiftRow = {
  merchantId: MerchantId;
  shiftId: ShiftId;
  personId: PersonId;
  currency: string;
  openedAt: Date;
  closedAt: Date | null;
  soldMinor: bigint;
  soldCount: number;
  refundedMinor: bigint;
  refundedCount: number;
  countedMinor: bigint | null;
  note: string;
};

const columns = `
  merchant_id as "merchantId", shift_id as "shiftId", person_id as "personId", currency,
  opened_at as "openedAt", closed_at as "closedAt", sold_minor as "soldMinor",
  sold_count as "soldCount", refunded_minor as "refundedMinor",
  refunded_count as "refundedCount", counted_minor as "countedMinor", note`;

/** The open shift of somebody; null: they have none. */
export async function findShift(
  q: Querying,
  merchantId: MerchantId,
  personId: PersonId,
): Promise<ShiftRow | null> {
  const { rows } = await q.query<ShiftRow>(
    `select ${columns} from merchants_shift
     where merchant_id = $1 and person_id = $2 and closed_at is null`,
    [merchantId, personId],
  );
  return rows[0] ?? null;
}

/** False: there is an open one. */
export async function insertShift(
  q: Querying,
  row: Pick<ShiftRow, 'merchantId' | 'shiftId' | 'personId' | 'currency' | 'openedAt'>,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into merchants_shift (merchant_id, shift_id, person_id, currency, opened_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [row.merchantId, row.shiftId, row.personId, row.currency, row.openedAt],
  );
  return rowCount === 1;
}

export type ShiftTotals = Pick<
  ShiftRow,
  'soldMinor' | 'soldCount' | 'refundedMinor' | 'refundedCount'
>;

/** What came in and went back in a shift until now, by what the ledger has done. */
export async function sumShift(
  q: Querying,
  { merchantId, shiftId, currency }: Pick<ShiftRow, 'merchantId' | 'shiftId' | 'currency'>,
): Promise<ShiftTotals> {
  const { rows } = await q.query<ShiftTotals>(
    `select
       coalesce(sum(settled_minor) filter (where kind = 'payment'), 0)::bigint as "soldMinor",
       (count(*) filter (where kind = 'payment'))::int as "soldCount",
       coalesce(sum(settled_minor) filter (where kind = 'refund'), 0)::bigint as "refundedMinor",
       (count(*) filter (where kind = 'refund'))::int as "refundedCount"
     from merchants_move
     where merchant_id = $1 and shift_id = $2 and currency = $3 and state = 'done'`,
    [merchantId, shiftId, currency],
  );
  return rows[0] ?? { soldMinor: 0n, soldCount: 0, refundedMinor: 0n, refundedCount: 0 };
}

export async function endShift(q: Querying, row: ShiftRow & { closedAt: Date }): Promise<boolean> {
  const { rowCount } = await q.query(
    `update merchants_shift set closed_at = $3, sold_minor = $4, sold_count = $5,
       refunded_minor = $6, refunded_count = $7, counted_minor = $8, note = $9
     where merchant_id = $1 and shift_id = $2 and closed_at is null`,
    [
      ...[row.merchantId, row.shiftId, row.closedAt, row.soldMinor, row.soldCount],
      ...[row.refundedMinor, row.refundedCount, row.countedMinor, row.note],
    ],
  );
  return rowCount === 1;
}

/** Newest first; of one person, or of all. */
export async function listShifts(
  q: Querying,
  merchantId: MerchantId,
  of: { personId: PersonId | null; after: Place | null; limit: number },
): Promise<ShiftRow[]> {
  const { rows } = await q.query<ShiftRow>(
    `select ${columns} from merchants_shift
     where merchant_id = $1 and ($2::uuid is null or person_id = $2)
       and ($3::timestamptz is null or opened_at < $3 or (opened_at = $3 and shift_id > $4))
     order by opened_at desc, shift_id limit $5`,
    [merchantId, of.personId, of.after?.at ?? null, of.after?.id ?? null, of.limit],
  );
  return rows;
}

export async function selectShiftsOf(q: Querying, personId: PersonId): Promise<ShiftRow[]> {
  const { rows } = await q.query<ShiftRow>(
    `select ${columns} from merchants_shift where person_id = $1 order by opened_at, shift_id`,
    [personId],
  );
  return rows;
}

/** The words of somebody who is erased. */
export async function blankNotes(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`update merchants_shift set note = '' where person_id = $1 and note <> ''`, [
    personId,
  ]);
}
