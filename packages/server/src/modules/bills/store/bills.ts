import type { BillId, PersonId } from '@plaza/base';
import type { BillRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  bill_id as "billId", collector_id as "collectorId", conversation_id as "conversationId", kind,
  title, currency, amount_minor as "amountMinor", digest, asked_count as "askedCount",
  open_count as "openCount", paid_count as "paidCount", paid_minor as "paidMinor", state,
  reminder_count as "reminderCount", version, created_at as "createdAt", closes_at as "closesAt",
  over_at as "overAt"`;

export async function selectBills(q: Querying, billIds: readonly string[]): Promise<BillRow[]> {
  if (billIds.length === 0) return [];
  const { rows } = await q.query<BillRow>(
    `select ${columns} from bills_bill where bill_id = any($1::uuid[])`,
    [billIds],
  );
  return rows;
}

export async function selectBill(q: Querying, billId: string): Promise<BillRow | null> {
  return (await selectBills(q, [billId]))[0] ?? null;
}

/** Keeps others from changing these bills until the end of the transaction. */
export async function lockBills(q: Querying, billIds: readonly string[]): Promise<BillRow[]> {
  if (billIds.length === 0) return [];
  const { rows } = await q.query<BillRow>(
    `select ${columns} from bills_bill where bill_id = any($1::uuid[])
     order by bill_id for no key update`,
    [billIds],
  );
  return rows;
}

export async function lockBill(q: Querying, billId: BillId): Promise<BillRow | null> {
  return (await lockBills(q, [billId]))[0] ?? null;
}

/** False when there is a bill of this id already. */
export async function insertBill(q: Querying, row: BillRow): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into bills_bill (bill_id, collector_id, conversation_id, kind, title, currency,
       amount_minor, digest, asked_count, open_count, created_at, closes_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      ...[row.billId, row.collectorId, row.conversationId, row.kind, row.title, row.currency],
      ...[row.amountMinor, row.digest, row.askedCount, row.openCount],
      ...[row.createdAt, row.closesAt],
    ],
  );
  return rowCount === 1;
}

/** Writes bills as they stand now; they are locked, and their version was raised before. */
export async function updateBills(q: Querying, rows: readonly BillRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) => (a.billId < b.billId ? -1 : 1));
  await q.query(
    `update bills_bill b set title = n.title, open_count = n.open_count,
       paid_count = n.paid_count, paid_minor = n.paid_minor, state = n.state,
       reminder_count = n.reminder_count, version = n.version, over_at = n.over_at
     from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::bigint[], $6::text[],
       $7::int[], $8::int[], $9::timestamptz[])
       as n (bill_id, title, open_count, paid_count, paid_minor, state, reminder_count, version,
         over_at)
     where b.bill_id = n.bill_id`,
    [
      sorted.map((row) => row.billId),
      sorted.map((row) => row.title),
      sorted.map((row) => row.openCount),
      sorted.map((row) => row.paidCount),
      sorted.map((row) => row.paidMinor),
      sorted.map((row) => row.state),
      sorted.map((row) => row.reminderCount),
      sorted.map((row) => row.version),
      sorted.map((row) => row.overAt),
    ],
  );
}

/** Ids of bills whose time is up, the longest first. */
export async function selectDue(
  q: Querying,
  { now, limit }: { now: Date; limit: number },
): Promise<BillId[]> {
  const { rows } = await q.query<{ billId: BillId }>(
    `select bill_id as "billId" from bills_bill where state = 'open' and closes_at <= $1
     order by closes_at limit $2`,
    [now, limit],
  );
  return rows.map(({ billId }) => billId);
}

/** How many bills of a collector are open. */
export async function countOpen(q: Querying, collectorId: PersonId): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from bills_bill
     where collector_id = $1 and state = 'open'
       and bill_id in (select bill_id from bills_party where person_id = $1)`,
    [collectorId],
  );
  return rows[0]?.count ?? 0;
}
