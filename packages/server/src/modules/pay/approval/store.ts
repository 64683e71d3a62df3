import type { PersonId } from '@plaza/base';
import type { LockRecord } from '../../../kernel/auth/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import type { PinReset } from './pin-reset.ts';

export type Querying = Pick<Tx, 'query'>;

/** The tables of this part, for the holding of the module. */
export const tables = ['pay_pin', 'pay_pin_reset'] as const;

export type PinRow = { hash: string; changedAt: Date; tries: LockRecord | null };

type StoredPin = {
  hash: string;
  failures: number;
  lockedUntil: Date | null;
  lastFailureAt: Date | null;
  changedAt: Date;
};

const pinColumns = `
  hash, failures, locked_until as "lockedUntil", last_failure_at as "lastFailureAt",
  changed_at as "changedAt"`;

function toPin(row: StoredPin | undefined): PinRow | null {
  if (row === undefined) return null;
  const { hash, failures, lockedUntil, lastFailureAt, changedAt } = row;
  const tries = lastFailureAt === null ? null : { failures, lockedUntil, lastFailureAt };
  return { hash, changedAt, tries };
}

export async function getPin(q: Querying, personId: PersonId): Promise<PinRow | null> {
  const { rows } = await q.query<StoredPin>(
    `select ${pinColumns} from pay_pin where person_id = $1`,
    [personId],
  );
  return toPin(rows[0]);
}

/**
 * Reads the PIN and keeps it, its tries and its reset from changing until the transaction ends:
 * whatever changes one of them locks this row first.
 */
export async function lockPin(q: Querying, personId: PersonId): Promise<PinRow | null> {
  const { rows } = await q.query<StoredPin>(
    `select ${pinColumns} from pay_pin where person_id = $1 for update`,
    [personId],
  );
  return toPin(rows[0]);
}

type NewHash = { personId: PersonId; hash: string; now: Date };

/** False when there is a PIN already. */
export async function insertPin(q: Querying, { personId, hash, now }: NewHash): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into pay_pin (person_id, hash, changed_at) values ($1, $2, $3)
     on conflict (person_id) do nothing`,
    [personId, hash, now],
  );
  return rowCount === 1;
}

/** Sets another PIN, of which nobody has tried anything yet. */
export async function replacePin(q: Querying, { personId, hash, now }: NewHash): Promise<void> {
  await q.query(
    `update pay_pin set hash = $2, changed_at = $3, failures = 0, locked_until = null,
       last_failure_at = null
     where person_id = $1`,
    [personId, hash, now],
  );
}

export async function saveTries(
  q: Querying,
  personId: PersonId,
  tries: LockRecord | null,
): Promise<void> {
  await q.query(
    `update pay_pin set failures = $2, locked_until = $3, last_failure_at = $4
     where person_id = $1`,
    [personId, tries?.failures ?? 0, tries?.lockedUntil ?? null, tries?.lastFailureAt ?? null],
  );
}

export async function getReset(q: Querying, personId: PersonId): Promise<PinReset | null> {
  const { rows } = await q.query<PinReset>(
    `select created_at as "createdAt", ready_at as "readyAt", expires_at as "expiresAt"
     from pay_pin_reset where person_id = $1`,
    [personId],
  );
  return rows[0] ?? null;
}

export async function saveReset(q: Querying, personId: PersonId, reset: PinReset): Promise<void> {
  await q.query(
    `insert into pay_pin_reset (person_id, created_at, ready_at, expires_at)
     values ($1, $2, $3, $4)
     on conflict (person_id) do update set created_at = excluded.created_at,
       ready_at = excluded.ready_at, expires_at = excluded.expires_at`,
    [personId, reset.createdAt, reset.readyAt, reset.expiresAt],
  );
}

export async function deleteReset(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from pay_pin_reset where person_id = $1`, [personId]);
}

/** Everything of this part that is about a person. */
export async function deletePin(q: Querying, personId: PersonId): Promise<void> {
  await deleteReset(q, personId);
  await q.query(`delete from pay_pin where person_id = $1`, [personId]);
}
