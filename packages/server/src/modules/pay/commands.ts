import { present, type PayKey, type PersonId } from '@plaza/base';
import { inBatches } from '../../kernel/batching.ts';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { PayDeps } from './deps.ts';
import { bodyDigest } from './ids.ts';
import { createKeyTurns } from './key-turns.ts';
import type { Limits } from './limits/limits.ts';
import type { Quota } from './limits/types.ts';
import { NotKnown } from './not-known.ts';
import * as store from './store/commands.ts';
import type { CommandMethod, CommandRow, Recorded } from './store/commands.ts';

/** For so long only the process that took a command works on it. */
const ownForMs = 5_000;
const longestWaitMs = 600_000;
const perSweep = 100;
const refusalsKeptMs = 30 * 24 * 3_600_000;

/** A command as it arrives. `body` is all that was asked for, but not its approval. */
export type Asked = {
  personId: PersonId;
  key: PayKey;
  method: CommandMethod;
  body: readonly (string | number)[];
};

/** What is to be written when a command may go on: the intent, in one transaction. */
export type Intent = {
  subjectId: string;
  /** What `limits.judge` said the payment takes: taken with the intent, or nothing is written. */
  quotas?: readonly Quota[];
  write: Write;
};

/**
 * Writes the intent's own rows. `all` writes those of many commands of one kind, each by itself and
 * never with a no; a function may say no, which rolls everything back and is the answer.
 */
export type Write = ((tx: Tx) => Promise<void | No<string>>) | RowWrite;

export type RowWrite<Row = unknown> = {
  all(tx: Tx, rows: readonly Row[]): Promise<void>;
  row: Row;
};

/** For commands whose intent is nothing but the command. */
export const nothingElse: RowWrite = { all: async () => undefined, row: null };

/** Hides the type of the rows: what writes them goes with the row it was given with. */
export function rowWrite<Row>(write: RowWrite<Row>): RowWrite {
  return write as RowWrite;
}

type Finished = {
  outcome: Recorded;
  /** Runs in the transaction that records the answer, once. */
  alongside?: (tx: Tx) => Promise<void>;
};

/**
 * Carries a command to its end from whatever was done of it before; every step names its effects
 * by ids that follow from the command. Throws where nobody knows.
 */
export type Finisher = (command: CommandRow & { subjectId: string }) => Promise<Finished>;

export type Judged = {
  asked: Asked;
  /** Judges what can be judged before anything is written. */
  judge(): Promise<Outcome<Intent, string>>;
  /** Refusals of the payment itself: the first answer, kept under the key. */
  kept: ReadonlySet<string>;
};

export type Commands = {
  run(judged: Judged): Promise<Outcome<unknown, string>>;
  /** Completes what others left; with `all` also what is not due yet, and then throws. */
  sweep(all: boolean): Promise<boolean>;
  /** Completes what a person began. */
  finishOf(personId: PersonId): Promise<void>;
  waiting(): Promise<number>;
  trim(): Promise<void>;
};

type CommandsDeps = Pick<PayDeps, 'db' | 'clock' | 'log'> & {
  limits: Pick<Limits, 'reserve' | 'giveBack'>;
};
/** Undefined: no part of this process knows the method. */
export type FindFinisher = (method: CommandMethod) => Finisher | undefined;
type Conclude = (row: CommandRow) => Promise<Recorded>;
type Answered = { name: store.CommandName; outcome: Recorded };

/** Many who pay at the same moment share statements and commits. */
const together = { largest: 128, underWay: 2 };

function answerOf(recorded: Recorded): Outcome<unknown, string> {
  if (recorded.ok) return recorded;
  return no(recorded.reason, recorded.details);
}

function isSame(row: CommandRow, { method, body }: Asked): boolean {
  return row.method === method && row.digest.equals(bodyDigest(method, body));
}

/** Works a command to its end and keeps the answer; of several who do, the first is heard. */
function createConclude({ db, limits }: CommandsDeps, findFinisher: FindFinisher): Conclude {
  /** With the answer, and as often as it is recorded: once. */
  function besides(row: CommandRow, { outcome, alongside }: Finished): Finished['alongside'] {
    const { quotas } = row;
    if (quotas === null || quotas.length === 0) return alongside;
    return async (tx) => {
      await limits.giveBack(tx, quotas, { isPaid: outcome.ok });
      await alongside?.(tx);
    };
  }

  const record = inBatches(
    (answered: readonly Answered[]) => store.recordOutcomes(db, answered),
    together,
  );

  return async (row) => {
    if (row.outcome !== null) return row.outcome;
    const subjectId = present(row.subjectId, 'a command without an answer is about something');
    const finish = present(findFinisher(row.method), 'a newer version took this command');
    const finished = await finish({ ...row, subjectId });
    const { outcome } = finished;
    const alongside = besides(row, finished);
    const isFirst =
      alongside === undefined
        ? await record({ name: row, outcome })
        : await db.tx(async (tx) => {
            const recorded = await store.recordOutcome(tx, row, outcome);
            if (recorded) await alongside(tx);
            return recorded;
          });
    if (isFirst) return outcome;
    return (await store.selectCommandsOf(db, [row]))[0]?.outcome ?? outcome;
  };
}

type Begun = { row: Omit<CommandRow, 'attempt'>; write: RowWrite };

/** Writes intents that take of no limit, as many as come at once in one transaction. */
function createBeginRows(db: Database): (begun: Begun) => Promise<boolean> {
  const beginAll = (all: readonly Begun[]) =>
    db.tx(async (tx) => {
      const commands = all.map(({ row }) => row);
      const areNew = await store.insertCommands(tx, commands);
      const writes = all.filter((_, index) => areNew[index]).map(({ write }) => write);
      for (const [writeAll, its] of Map.groupBy(writes, ({ all: writeAll }) => writeAll)) {
        const rows = its.map(({ row }) => row);
        await writeAll(tx, rows);
      }
      return areNew;
    });
  return inBatches(beginAll, { ...together, thenEach: true });
}

/** Answers commands: by what is under the key already, or by taking them on. */
function createAnswer({ db, clock, limits }: CommandsDeps, conclude: Conclude) {
  const find = inBatches(
    (names: readonly store.CommandName[]) => store.selectCommandsOf(db, names),
    together,
  );
  const beginRows = createBeginRows(db);

  async function replay(asked: Asked): Promise<Outcome<unknown, string> | null> {
    const found = await find(asked);
    if (found === null) return null;
    return isSame(found, asked) ? answerOf(await conclude(found)) : no('key_reused');
  }

  function newRow(asked: Asked, rest: Pick<CommandRow, 'subjectId' | 'outcome' | 'quotas'>) {
    const { personId, key, method, body } = asked;
    const createdAt = clock.now();
    const dueAt = new Date(createdAt.getTime() + ownForMs);
    const digest = bodyDigest(method, body);
    return { ...{ personId, key, method, digest, createdAt, dueAt }, ...rest };
  }

  /** Null when somebody else wrote the key first: then their command is the one that counts. */
  async function begin(asked: Asked, intent: Intent): Promise<Outcome<CommandRow | null, string>> {
    const { subjectId, quotas = [], write } = intent;
    const kept = quotas.length === 0 ? null : quotas;
    const row = newRow(asked, { subjectId, outcome: null, quotas: kept });
    if (kept === null && typeof write !== 'function') {
      return yes((await beginRows({ row, write })) ? { ...row, attempt: 0 } : null);
    }
    return decide<CommandRow | null, string>(db, async (tx) => {
      if (!(await store.insertCommand(tx, row))) return yes(null);
      const reserved = await limits.reserve(tx, quotas);
      if (!reserved.ok) return reserved;
      const refused =
        typeof write === 'function' ? await write(tx) : await write.all(tx, [write.row]);
      return refused ?? yes({ ...row, attempt: 0 });
    });
  }

  async function keepRefusal(asked: Asked, refused: No<string>): Promise<void> {
    const { reason, details } = refused;
    const outcome = { ok: false as const, reason, ...(details === undefined ? {} : { details }) };
    await store.insertCommand(db, newRow(asked, { subjectId: null, outcome, quotas: null }));
  }

  return async ({ asked, judge, kept }: Judged): Promise<Outcome<unknown, string>> => {
    const earlier = await replay(asked);
    if (earlier !== null) return earlier;
    let judged: Outcome<unknown, string> = await judge();
    if (judged.ok) {
      const begun = await begin(asked, judged.value as Intent);
      if (begun.ok && begun.value !== null) return answerOf(await conclude(begun.value));
      judged = begun;
    }
    if (!judged.ok && kept.has(judged.reason)) await keepRefusal(asked, judged);
    // What is under the key now is the answer, whoever of several at once has put it there.
    return (await replay(asked)) ?? (judged as No<string>);
  };
}

/** Completes a command that somebody left; what fails waits longer each time, for good. */
async function complete({ db, clock, log }: CommandsDeps, row: CommandRow, conclude: Conclude) {
  try {
    await conclude(row);
  } catch (error) {
    log.error({ err: error, method: row.method }, 'a money command could not be completed yet');
    const waitMs = Math.min(longestWaitMs, ownForMs * 2 ** Math.min(row.attempt, 10));
    await store.postponeCommand(db, row, new Date(clock.nowMs() + waitMs));
  }
}

export function createCommands(deps: CommandsDeps, findFinisher: FindFinisher): Commands {
  const { db, clock, log } = deps;
  const conclude = createConclude(deps, findFinisher);
  const answer = createAnswer(deps, conclude);
  const inTurn = createKeyTurns();
  return {
    async run(judged) {
      const { personId, key } = judged.asked;
      try {
        return await inTurn(`${personId} ${key}`, () => answer(judged));
      } catch (error) {
        if (!(error instanceof NotKnown)) throw error;
        log.warn({ err: error.cause ?? error }, 'the end of a money command is not known yet');
        return no('unavailable');
      }
    },
    async sweep(all) {
      const before = all ? new Date(8_640_000_000_000_000) : clock.now();
      const rows = await store.selectOpenCommands(db, { before, limit: perSweep });
      for (const row of rows) await (all ? conclude(row) : complete(deps, row, conclude));
      return rows.length > 0;
    },
    async finishOf(personId) {
      for (const row of await store.selectOpenOf(db, personId)) await conclude(row);
    },
    waiting: () => store.countOpenCommands(db),
    trim: () => store.deleteOldRefusals(db, new Date(clock.nowMs() - refusalsKeptMs)),
  };
}
