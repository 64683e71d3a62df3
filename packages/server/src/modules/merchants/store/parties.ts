import type { MerchantId, PersonId } from '@plaza/base';
import type { Querying } from '../deps.ts';

export type PartyRow = {
  personId: PersonId;
  merchantId: MerchantId;
  subjectId: string;
  isOrder: boolean;
  askingUntil: Date | null;
};

const columns = `
  person_id as "personId", merchant_id as "merchantId", subject_id as "subjectId",
  is_order as "isOrder", asking_until as "askingUntil"`;

/** Writes whose it is, and until when it waits for them. */
export async function putParties(q: Querying, rows: readonly PartyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const unique = [
    ...new Map(rows.map((row) => [`${row.personId} ${row.subjectId}`, row])).values(),
  ];
  const sorted = unique.toSorted((a, b) =>
    `${a.personId} ${a.subjectId}` < `${b.personId} ${b.subjectId}` ? -1 : 1,
  );
  await q.query(
    `insert into merchants_party as p
       (person_id, merchant_id, subject_id, is_order, asking_until)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[], $5::timestamptz[])
     on conflict (person_id, subject_id) do update set asking_until = excluded.asking_until
       where p.asking_until is distinct from excluded.asking_until`,
    [
      sorted.map((row) => row.personId),
      sorted.map((row) => row.merchantId),
      sorted.map((row) => row.subjectId),
      sorted.map((row) => row.isOrder),
      sorted.map((row) => row.askingUntil),
    ],
  );
}

export async function selectParties(
  q: Querying,
  personId: PersonId,
  subjectIds: readonly string[],
): Promise<PartyRow[]> {
  const { rows } = await q.query<PartyRow>(
    `select ${columns} from merchants_party
     where person_id = $1 and subject_id = any($2::uuid[])`,
    [personId, subjectIds],
  );
  return rows;
}

/** What waits for the person’s yes; the next to lapse first. */
export async function selectAsking(
  q: Querying,
  personId: PersonId,
  of: { isOrder: boolean; now: Date; limit: number },
): Promise<PartyRow[]> {
  const { rows } = await q.query<PartyRow>(
    `select ${columns} from merchants_party
     where person_id = $1 and is_order = $2 and asking_until > $3
     order by asking_until, subject_id limit $4`,
    [personId, of.isOrder, of.now, of.limit],
  );
  return rows;
}

/** All of a person in the order of the ids, a page after `after`. */
export async function selectOwn(
  q: Querying,
  personId: PersonId,
  of: { isOrder: boolean; after: string; limit: number },
): Promise<PartyRow[]> {
  const { rows } = await q.query<PartyRow>(
    `select ${columns} from merchants_party
     where person_id = $1 and is_order = $2 and subject_id > $3 order by subject_id limit $4`,
    [personId, of.isOrder, of.after, of.limit],
  );
  return rows;
}

export async function deleteParties(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from merchants_party where person_id = $1`, [personId]);
}
