import type { BillId, PersonId } from '@plaza/base';
import type { Querying } from './tables.ts';

export type PartyRow = { personId: PersonId; billId: BillId };

/** Writes whose bills they are; the same once more changes nothing. */
export async function insertParties(q: Querying, rows: readonly PartyRow[]): Promise<void> {
  const sorted = rows.toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
  await q.query(
    `insert into bills_party (person_id, bill_id)
     select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
    [sorted.map((row) => row.personId), sorted.map((row) => row.billId)],
  );
}

/** Ids of all bills of a person in their order, a page after `after`. */
export async function selectOwn(
  q: Querying,
  personId: PersonId,
  { after, limit }: { after: string; limit: number },
): Promise<BillId[]> {
  const { rows } = await q.query<{ billId: BillId }>(
    `select bill_id as "billId" from bills_party
     where person_id = $1 and bill_id > $2 order by bill_id limit $3`,
    [personId, after, limit],
  );
  return rows.map(({ billId }) => billId);
}

/** Ids of the bills of a person in which something is open: theirs, or asked of them. */
export async function selectOpenOwn(q: Querying, personId: PersonId): Promise<BillId[]> {
  const own = `bill_id in (select bill_id from bills_party where person_id = $1)`;
  const { rows } = await q.query<{ billId: BillId }>(
    `select bill_id as "billId" from bills_bill where collector_id = $1 and ${own}
     union
     select bill_id from bills_share where person_id = $1 and state = 'open' and ${own}`,
    [personId],
  );
  return rows.map(({ billId }) => billId);
}

/** Open bills that wait for a person’s part, or that they collect; the newest first. */
export async function selectOpenOf(
  q: Querying,
  personId: PersonId,
  limit: number,
): Promise<BillId[]> {
  const { rows } = await q.query<{ billId: BillId }>(
    `select b.bill_id as "billId" from bills_bill b
     where b.bill_id in (select bill_id from bills_party where person_id = $1)
       and b.state = 'open'
       and (b.collector_id = $1 or exists (
         select 1 from bills_share s where s.bill_id = b.bill_id and s.person_id = $1
           and s.state in ('open', 'paying')))
     order by b.created_at desc, b.bill_id limit $2`,
    [personId, limit],
  );
  return rows.map(({ billId }) => billId);
}

/** Whether a payment to or from a person is on its way. */
export async function isPaying(q: Querying, personId: PersonId): Promise<boolean> {
  const own = `s.bill_id in (select bill_id from bills_party where person_id = $1)`;
  const { rows } = await q.query(
    `select 1 from bills_share s join bills_bill b on b.bill_id = s.bill_id
     where ${own} and s.state = 'paying' and (b.collector_id = $1 or s.person_id = $1) limit 1`,
    [personId],
  );
  return rows.length > 0;
}

/** Everybody with whom a person shares a bill. */
export async function selectOthers(q: Querying, personId: PersonId): Promise<PersonId[]> {
  const own = `select bill_id from bills_party where person_id = $1`;
  const { rows } = await q.query<{ personId: PersonId }>(
    `select collector_id as "personId" from bills_bill where bill_id in (${own})
     union
     select person_id from bills_share where bill_id in (${own})`,
    [personId],
  );
  return rows.map((row) => row.personId).filter((id) => id !== personId);
}

export async function deleteParties(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from bills_party where person_id = $1`, [personId]);
}
