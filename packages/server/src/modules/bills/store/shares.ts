import type { BillId, PersonId } from '@plaza/base';
import type { ShareRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  bill_id as "billId", person_id as "personId", place, amount_minor as "amountMinor",
  paid_minor as "paidMinor", state, attempt, changed_at as "changedAt",
  reminded_at as "remindedAt"`;

/** All parts of these bills, in their order. */
export async function selectSharesOf(q: Querying, billIds: readonly string[]): Promise<ShareRow[]> {
  if (billIds.length === 0) return [];
  const { rows } = await q.query<ShareRow>(
    `select ${columns} from bills_share where bill_id = any($1::uuid[]) order by bill_id, place`,
    [billIds],
  );
  return rows;
}

/** The parts that these people have of bills. */
export async function selectShares(
  q: Querying,
  billIds: readonly string[],
  people: readonly PersonId[],
): Promise<ShareRow[]> {
  if (billIds.length === 0 || people.length === 0) return [];
  const { rows } = await q.query<ShareRow>(
    `select ${columns} from bills_share
     where bill_id = any($1::uuid[]) and person_id = any($2::uuid[])`,
    [billIds, people],
  );
  return rows;
}

export async function selectShare(
  q: Querying,
  billId: string,
  personId: PersonId,
): Promise<ShareRow | null> {
  return (await selectShares(q, [billId], [personId]))[0] ?? null;
}

/** The parts of these bills that are on their way in the ledger. */
export async function selectPaying(q: Querying, billIds: readonly string[]): Promise<ShareRow[]> {
  if (billIds.length === 0) return [];
  const { rows } = await q.query<ShareRow>(
    `select ${columns} from bills_share
     where bill_id = any($1::uuid[]) and state = 'paying' order by bill_id, place`,
    [billIds],
  );
  return rows;
}

export async function insertShares(q: Querying, rows: readonly ShareRow[]): Promise<void> {
  await q.query(
    `insert into bills_share (bill_id, person_id, place, amount_minor, state, changed_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[], $5::text[],
       $6::timestamptz[])`,
    [
      rows.map((row) => row.billId),
      rows.map((row) => row.personId),
      rows.map((row) => row.place),
      rows.map((row) => row.amountMinor),
      rows.map((row) => row.state),
      rows.map((row) => row.changedAt),
    ],
  );
}

/** Writes parts as they stand now, in the order of their keys; their bills are locked. */
export async function updateShares(q: Querying, rows: readonly ShareRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.billId} ${a.personId}` < `${b.billId} ${b.personId}` ? -1 : 1,
  );
  await q.query(
    `update bills_share s set state = n.state, paid_minor = n.paid_minor, attempt = n.attempt,
       changed_at = n.changed_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::int[], $6::timestamptz[])
       as n (bill_id, person_id, state, paid_minor, attempt, changed_at)
     where s.bill_id = n.bill_id and s.person_id = n.person_id`,
    [
      sorted.map((row) => row.billId),
      sorted.map((row) => row.personId),
      sorted.map((row) => row.state),
      sorted.map((row) => row.paidMinor),
      sorted.map((row) => row.attempt),
      sorted.map((row) => row.changedAt),
    ],
  );
}

/** Says that all were reminded who were not since then; gives how many. */
export async function remindShares(
  q: Querying,
  billId: BillId,
  { at, before }: { at: Date; before: Date },
): Promise<number> {
  const { rowCount } = await q.query(
    `update bills_share set reminded_at = $2
     where bill_id = $1 and state = 'open' and (reminded_at is null or reminded_at <= $3)`,
    [billId, at, before],
  );
  return rowCount ?? 0;
}
