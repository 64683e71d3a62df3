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

export type CommandName = Pick<CommandRow, 'personId' | 'key'>;

const nameOf = ({ personId, key }: CommandName) => `${personId} ${key}`;

/** What is under each of these keys. */
export async function selectCommandsOf(
  q: Querying,
  names: readonly CommandName[],
): Promise<(CommandRow | null)[]> {
  const { rows } = await q.query<CommandRow>({
    name: 'pay_commands',
    text: `select ${columns} from pay_command
           where (person_id, key) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    values: [names.map(({ personId }) => personId), names.map(({ key }) => key)],
  });
  const found = new Map(rows.map((row) => [nameOf(row), row]));
  return names.map((name) => found.get(nameOf(name)) ?? null);
}

type NewCommand = Omit<CommandRow, 'attempt'>;

/** Of each: false when there is a command under its key already. */
export async function insertCommands(
  q: Querying,
  commands: readonly NewCommand[],
): Promise<boolean[]> {
  const { rows } = await q.query<CommandName>({
    name: 'pay_command_begin',
    text: `insert into pay_command (person_id, key, method, digest, subject_id, created_at,
             due_at, outcome, quotas)
           select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::uuid[],
             $6::timestamptz[], $7::timestamptz[], $8::jsonb[], $9::jsonb[])
             as n (person_id, key) order by 1, 2
           on conflict do nothing returning person_id as "personId", key`,
    values: [
      commands.map(({ personId }) => personId),
      commands.map(({ key }) => key),
      commands.map(({ method }) => method),
      commands.map(({ digest }) => digest),
      commands.map(({ subjectId }) => subjectId),
      commands.map(({ createdAt }) => createdAt),
      commands.map(({ dueAt }) => dueAt),
      commands.map(({ outcome }) => (outcome === null ? null : JSON.stringify(outcome))),
      commands.map(({ quotas }) => (quotas === null ? null : JSON.stringify(quotas))),
    ],
  });
  const made = new Set(rows.map(nameOf));
  return commands.map((command) => made.delete(nameOf(command)));
}

/** False when there is a command under this key already. */
export async function insertCommand(q: Querying, command: NewCommand): Promise<boolean> {
  return (await insertCommands(q, [command]))[0] === true;
}

/** Of each: false when another answer was recorded before. */
export async function recordOutcomes(
  q: Querying,
  answered: readonly { name: CommandName; outcome: Recorded }[],
): Promise<boolean[]> {
  const { rows } = await q.query<CommandName>({
    name: 'pay_command_end',
    text: `update pay_command c set outcome = n.outcome
           from unnest($1::uuid[], $2::uuid[], $3::jsonb[]) as n (person_id, key, outcome)
           where c.person_id = n.person_id and c.key = n.key and c.outcome is null
           returning c.person_id as "personId", c.key`,
    values: [
      answered.map(({ name }) => name.personId),
      answered.map(({ name }) => name.key),
      answered.map(({ outcome }) => JSON.stringify(outcome)),
    ],
  });
  const first = new Set(rows.map(nameOf));
  return answered.map(({ name }) => first.delete(nameOf(name)));
}

/** False when another answer was recorded before. */
export async function recordOutcome(
  q: Querying,
  name: CommandName,
  outcome: Recorded,
): Promise<boolean> {
  return (await recordOutcomes(q, [{ name, outcome }]))[0] === true;
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
