import type { PersonId } from '@plaza/base';
import type { EntryRow, EntryState } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  entry_id as "entryId", currency, is_credit as "isCredit", amount_minor as "amountMinor",
  booked_on::text as "bookedOn", name, words, reference, payout_id as "payoutId", state, why,
  person_id as "personId", attempt, created_at as "createdAt"`;

/** Gives the ids of those that were not known before. */
export async function insertEntries(q: Querying, rows: readonly EntryRow[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (const row of rows.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1))) {
    const { rowCount } = await q.query(
      `insert into rails_entry (entry_id, currency, is_credit, amount_minor, booked_on, name,
         words, reference, payout_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
      [
        row.entryId,
        row.currency,
        row.isCredit,
        row.amountMinor,
        row.bookedOn,
        row.name,
        row.words,
        row.reference,
        row.payoutId,
        row.createdAt,
      ],
    );
    if (rowCount === 1) known.add(row.entryId);
  }
  return known;
}

export async function selectEntries(q: Querying, ids: readonly string[]): Promise<EntryRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await q.query<EntryRow>(
    `select ${columns} from rails_entry where entry_id = any($1::uuid[])`,
    [ids],
  );
  return rows;
}

export async function selectEntry(q: Querying, entryId: string): Promise<EntryRow | null> {
  return (await selectEntries(q, [entryId]))[0] ?? null;
}

/** Entries in these states, oldest first. */
export async function listEntries(
  q: Querying,
  states: readonly EntryState[],
  limit: number,
): Promise<EntryRow[]> {
  const { rows } = await q.query<EntryRow>(
    `select ${columns} from rails_entry
     where state = any($1) and state in ('new', 'suspended', 'unbooked')
     order by booked_on, entry_id limit $2`,
    [states, limit],
  );
  return rows;
}

/** False when it is in another state by now. */
export async function moveEntry(
  q: Querying,
  entryId: string,
  {
    from,
    to,
    why = '',
    personId = null,
  }: {
    from: readonly EntryState[];
    to: EntryState;
    why?: string;
    personId?: PersonId | null;
  },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update rails_entry set state = $3, why = $4, person_id = coalesce($5, person_id)
     where entry_id = $1 and state = any($2)`,
    [entryId, from, to, why, personId],
  );
  return rowCount === 1;
}

/** Takes an entry out of what waits, to be credited; false when somebody else has. */
export async function beginCredit(
  q: Querying,
  { entryId, attempt }: Pick<EntryRow, 'entryId' | 'attempt'>,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update rails_entry set state = 'crediting', attempt = attempt + 1
     where entry_id = $1 and attempt = $2 and state in ('new', 'suspended')`,
    [entryId, attempt],
  );
  return rowCount === 1;
}

/** Sent back, and still in suspense as the ledger has it. */
export async function selectUnbooked(q: Querying, limit: number): Promise<EntryRow[]> {
  const { rows } = await q.query<EntryRow>(
    `select ${columns} from rails_entry
     where state = 'sent_back' and not is_booked order by entry_id limit $1`,
    [limit],
  );
  return rows;
}

export async function markBooked(q: Querying, entryId: string): Promise<void> {
  await q.query(`update rails_entry set is_booked = true where entry_id = $1`, [entryId]);
}

/** What the bank told of who sent it goes with the account of whom it was for. */
export async function blankEntries(q: Querying, personId: PersonId): Promise<void> {
  await q.query(
    `update rails_entry set name = '', words = '', reference = null
     where person_id = $1`,
    [personId],
  );
}

type ReferenceRow = { reference: string; personId: PersonId; currency: string };

export async function insertReference(
  q: Querying,
  row: ReferenceRow & { createdAt: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into rails_reference (reference, person_id, currency, created_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [row.reference, row.personId, row.currency, row.createdAt],
  );
  return rowCount === 1;
}

/** The oldest: of several that were made at once all lead to the same person. */
export async function selectReferenceOf(
  q: Querying,
  personId: PersonId,
  currency: string,
): Promise<string | null> {
  const { rows } = await q.query<{ reference: string }>(
    `select reference from rails_reference where person_id = $1 and currency = $2
     order by created_at, reference limit 1`,
    [personId, currency],
  );
  return rows[0]?.reference ?? null;
}

export async function selectReference(
  q: Querying,
  reference: string,
): Promise<ReferenceRow | null> {
  const { rows } = await q.query<ReferenceRow>(
    `select reference, person_id as "personId", currency from rails_reference
     where reference = $1`,
    [reference],
  );
  return rows[0] ?? null;
}

export async function deleteReferences(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from rails_reference where person_id = $1`, [personId]);
}
