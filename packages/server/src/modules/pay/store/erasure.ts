import type { PersonId } from '@plaza/base';
import type { Querying } from './tables.ts';

export type ErasureRow = { personId: PersonId; attempt: number };

export async function insertErasure(q: Querying, personId: PersonId, dueAt: Date): Promise<void> {
  await q.query(
    `insert into pay_erasure (person_id, due_at) values ($1, $2) on conflict do nothing`,
    [personId, dueAt],
  );
}

export async function selectDueErasures(
  q: Querying,
  { before, limit }: { before: Date; limit: number },
): Promise<ErasureRow[]> {
  const { rows } = await q.query<ErasureRow>(
    `select person_id as "personId", attempt from pay_erasure where due_at <= $1
     order by due_at limit $2`,
    [before, limit],
  );
  return rows;
}

/** The next try uses other ids in the ledger: those of this one may be used up. */
export async function postponeErasure(
  q: Querying,
  { personId, attempt }: ErasureRow,
  dueAt: Date,
): Promise<void> {
  await q.query(
    `update pay_erasure set attempt = attempt + 1, due_at = $3
     where person_id = $1 and attempt = $2`,
    [personId, attempt, dueAt],
  );
}

/** The person's words, on their own transfers and on the statements of those who got them. */
export async function blankNotes(q: Querying, personId: PersonId): Promise<void> {
  await q.query(
    `update pay_line set note = '' where note <> '' and counterparty_id = $1
       and kind = 'transfer_in' and person_id = any($2::uuid[])`,
    [personId, await selectCounterparties(q, personId)],
  );
  await q.query(
    `update pay_transfer set note = '' where payer_id = $1 and note <> '' and transfer_id in
       (select transfer_id from pay_party where person_id = $1)`,
    [personId],
  );
}

/**
 * Takes away what joins the person to accounts in the ledger, and their side of everything. `named`
 * are people besides those of transfers who may have a line with this person.
 */
export async function deleteOwn(
  q: Querying,
  personId: PersonId,
  named: readonly PersonId[],
): Promise<void> {
  await q.query(
    `update pay_line set counterparty_id = null
     where counterparty_id = $1 and person_id = any($2::uuid[])`,
    [personId, [...(await selectCounterparties(q, personId)), ...named]],
  );
  const own = ['wallet', 'line', 'party', 'command', 'operation', 'standing', 'use'];
  for (const table of own.map((name) => `pay_${name}`)) {
    await q.query(`delete from ${table} where person_id = $1`, [personId]);
  }
  await q.query(`delete from pay_erasure where person_id = $1`, [personId]);
}

/** Everybody with whom the person has a transfer: also who gave all of it back, and has no line. */
async function selectCounterparties(q: Querying, personId: PersonId): Promise<PersonId[]> {
  const { rows } = await q.query<{ personId: PersonId }>(
    `select distinct case t.payer_id when $1 then t.payee_id else t.payer_id end as "personId"
     from pay_party p join pay_transfer t using (transfer_id)
     where p.person_id = $1`,
    [personId],
  );
  return rows.map((row) => row.personId);
}
