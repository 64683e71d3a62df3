import type { PayKey, PersonId } from '@plaza/base';
import type { Quota } from '../limits/types.ts';
import type { Querying } from './tables.ts';

/** A command of pay itself, or of a flow, under the flow's name: `packets.send`. */
export type CommandMethod = OwnMethod | `${string}.${string}`;

export type OwnMethod =
  | 'sendTransfer'
  | 'acceptTransfer'
  | 'returnTransfer'
  | 'cancelTransfer'
  | 'arriveTransfer'
  | 'topUp'
  | 'freezeWallet'
  | 'unfreezeWallet';

/** The first answer, kept. */
export type Recorded =
  | { ok: true; value: unknown }
  | { ok: false; reason: string; details?: unknown };

export type CommandRow = {
  personId: PersonId;
  key: PayKey;
  method: CommandMethod;
  digest: Buffer;
  subjectId: string | null;
  createdAt: Date;
  dueAt: Date;
  attempt: number;
  outcome: Recorded | null;
  /** What it took of the person’s limits; null: nothing. */
  quotas: readonly Quota[] | null;
};

const columns = `
  person_id as "personId", key, method, digest, subject_id as "subjectId",
  created_at as "createdAt", due_at as "dueAt", attempt, outcome, quotas`;

export async function selectCommand(
  q: Querying,
  personId: PersonId,
  key: PayKey,
): Promise<CommandRow | null> {
  const { rows } = await q.query<CommandRow>(
    `select ${columns} from pay_command where person_id = $1 and key = $2`,
    [personId, key],
  );
  return rows[0] ?? null;
}

/** False when there is a command under this key already. */
export async function insertCommand(
  q: Querying,
  row: Omit<CommandRow, 'attempt'>,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into pay_command (person_id, key, method, digest, subject_id, created_at, due_at,
       outcome, quotas)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      row.personId,
      row.key,
      row.method,
      row.digest,
      row.subjectId,
      row.createdAt,
      row.dueAt,
      row.outcome === null ? null : JSON.stringify(row.outcome),
      row.quotas === null ? null : JSON.stringify(row.quotas),
    ],
  );
  return rowCount === 1;
}

/** False when another answer was recorded before. */
export async function recordOutcome(
  q: Querying,
  { personId, key }: Pick<CommandRow, 'personId' | 'key'>,
  outcome: Recorded,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update pay_command set outcome = $3 where person_id = $1 and key = $2 and outcome is null`,
    [personId, key, JSON.stringify(outcome)],
  );
  return rowCount === 1;
}

/** Commands without an answer; with `before` only those that are due by then. */
export async function selectOpenCommands(
  q: Querying,
  { before, limit }: { before: Date; limit: number },
): Promise<CommandRow[]> {
  const { rows } = await q.query<CommandRow>(
    `select ${columns} from pay_command where outcome is null and due_at <= $1
     order by due_at limit $2`,
    [before, limit],
  );
  return rows;
}

export async function postponeCommand(
  q: Querying,
  { personId, key }: Pick<CommandRow, 'personId' | 'key'>,
  dueAt: Date,
): Promise<void> {
  await q.query(
    `update pay_command set attempt = attempt + 1, due_at = $3
     where person_id = $1 and key = $2 and outcome is null`,
    [personId, key, dueAt],
  );
}

export async function countOpenCommands(q: Querying): Promise<number> {
  const { rows } = await q.query<{ count: bigint }>(
    `select count(*) as count from pay_command where outcome is null`,
  );
  return Number(rows[0]?.count ?? 0n);
}

/** Commands of a person that have no answer yet, of those on these transfers as well. */
export async function selectOpenOf(q: Querying, personId: PersonId): Promise<CommandRow[]> {
  const { rows } = await q.query<CommandRow>(
    `select ${columns} from pay_command where person_id = $1 and outcome is null`,
    [personId],
  );
  return rows;
}

/** Answers that moved no money need not be known for ever. */
export async function deleteOldRefusals(q: Querying, before: Date): Promise<void> {
  // What came as far as an intent keeps its key: the intent's own id follows from it.
  await q.query(
    `delete from pay_command
     where created_at < $1 and outcome ->> 'ok' = 'false' and subject_id is null`,
    [before],
  );
}
