import type { PersonId } from '@plaza/base';
import type { Querying } from './tables.ts';

export async function setClerk(
  q: Querying,
  { personId, isClerk, at }: { personId: PersonId; isClerk: boolean; at: Date },
): Promise<void> {
  if (isClerk) {
    await q.query(
      `insert into rails_clerk (person_id, since) values ($1, $2) on conflict do nothing`,
      [personId, at],
    );
  } else await q.query(`delete from rails_clerk where person_id = $1`, [personId]);
}

export async function isClerk(q: Querying, personId: PersonId): Promise<boolean> {
  const { rowCount } = await q.query(`select 1 from rails_clerk where person_id = $1`, [personId]);
  return rowCount === 1;
}

export async function listClerks(q: Querying): Promise<PersonId[]> {
  const { rows } = await q.query<{ personId: PersonId }>(
    `select person_id as "personId" from rails_clerk order by since, person_id limit 200`,
  );
  return rows.map(({ personId }) => personId);
}

export type ClosingRow = {
  personId: PersonId;
  currency: string;
  closedAt: Date;
  expectedMinor: bigint;
  countedMinor: bigint;
  note: string;
};

const columns = `
  person_id as "personId", currency, closed_at as "closedAt", expected_minor as "expectedMinor",
  counted_minor as "countedMinor", note`;

export async function insertClosing(q: Querying, row: ClosingRow): Promise<void> {
  await q.query(
    `insert into rails_closing (person_id, currency, closed_at, expected_minor, counted_minor, note)
     values ($1, $2, $3, $4, $5, $6)`,
    [row.personId, row.currency, row.closedAt, row.expectedMinor, row.countedMinor, row.note],
  );
}

export async function selectClosings(
  q: Querying,
  personId: PersonId,
  limit: number,
): Promise<ClosingRow[]> {
  const { rows } = await q.query<ClosingRow>(
    `select ${columns} from rails_closing where person_id = $1
     order by closed_at desc, currency limit $2`,
    [personId, limit],
  );
  return rows;
}

export async function lastClosing(
  q: Querying,
  personId: PersonId,
  currency: string,
): Promise<ClosingRow | null> {
  const { rows } = await q.query<ClosingRow>(
    `select ${columns} from rails_closing where person_id = $1 and currency = $2
     order by closed_at desc limit 1`,
    [personId, currency],
  );
  return rows[0] ?? null;
}

/** What went into and out of a drawer after a moment, by the ledger's time of it. */
export async function sumDrawer(
  q: Querying,
  { personId, currency, after }: { personId: PersonId; currency: string; after: Date },
): Promise<{ takenIn: bigint; paidOut: bigint }> {
  const { rows } = await q.query<{ takenIn: bigint; paidOut: bigint }>(
    `select
       (select coalesce(sum(amount_minor), 0)::bigint from rails_deposit
        where rail = 'desk' and actor_id = $1 and currency = $2 and state = 'done'
          and done_at > $3) as "takenIn",
       (select coalesce(sum(amount_minor), 0)::bigint from rails_payout
        where way = 'desk' and actor_id = $1 and currency = $2 and state = 'paid'
          and settled_at > $3) as "paidOut"`,
    [personId, currency, after],
  );
  return rows[0] ?? { takenIn: 0n, paidOut: 0n };
}

export async function deleteDesk(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from rails_clerk where person_id = $1`, [personId]);
  await q.query(`delete from rails_closing where person_id = $1`, [personId]);
}
