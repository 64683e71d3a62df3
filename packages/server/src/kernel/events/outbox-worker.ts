import { assert, backoffMs, type Clock, type Random } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import * as store from './outbox-store.ts';

export type Reactor = {
  run(payload: unknown): Promise<void>;
  /** Names what the row is about: rows about different things do not wait for each other. */
  turnOf: ((payload: unknown) => string) | undefined;
};
export type Failure = { error: unknown; attempt: number };
export type Batch = { count: number; failures: Failure[] };
type PickRows = (tx: Tx) => Promise<store.OutboxRow[]>;

type WorkerDeps = {
  db: Database;
  clock: Pick<Clock, 'nowMs'>;
  log: Pick<Log, 'error'>;
  random: Random | undefined;
  reactors: ReadonlyMap<string, Reactor>;
  isStopped: () => boolean;
};

/** Works off rows, batch by batch. */
export type OutboxWorker = {
  workIds(outboxIds: readonly string[]): Promise<Batch>;
  /** Rows of any process that are due by `now` and that nobody works on. */
  workDue(now: Date): Promise<Batch>;
};

export const batchSize = 50;
/** Reactions at a time, each of which takes a connection of the pool or two. */
const mostAtOnce = 6;
const firstWaitMs = 500;
const longestWaitMs = 10 * 60_000;

type Reactors = WorkerDeps['reactors'];

/** Rows in the order in which they wait for each other; those of one turn come one by one. */
function turnsOf(rows: readonly store.OutboxRow[], reactors: Reactors): store.OutboxRow[][] {
  const turns = new Map<string, store.OutboxRow[]>();
  for (const row of rows) {
    const turnOf = reactors.get(row.topic)?.turnOf;
    const key = turnOf === undefined ? '' : `${row.topic} ${turnOf(row.payload)}`;
    turns.set(key, [...(turns.get(key) ?? []), row]);
  }
  return [...turns.values()];
}

export function createOutboxWorker(deps: WorkerDeps): OutboxWorker {
  const { db, clock, log, random, reactors, isStopped } = deps;

  function waitMs(attempt: number): number {
    const waits = { baseMs: firstWaitMs, capMs: longestWaitMs };
    if (random === undefined) return Math.min(waits.capMs, waits.baseMs * 2 ** attempt);
    return waits.baseMs + backoffMs(attempt, { ...waits, random });
  }

  async function react({ outboxId, topic, payload, attempt }: store.OutboxRow) {
    const reactor = reactors.get(topic);
    assert(reactor !== undefined, `nobody reacts to ${topic}`);
    try {
      await reactor.run(payload);
      return null;
    } catch (error) {
      log.error({ err: error, outboxId, topic, attempt }, 'a reaction failed and is tried again');
      return { error, attempt };
    }
  }

  /**
   * The row locks are held while the reactors run, on connections of their own: if this process
   * dies, the database frees the rows at once.
   */
  function workOff(pickRows: PickRows): Promise<Batch> {
    return db.tx(async (tx) => {
      const rows = await pickRows(tx);
      const done: string[] = [];
      const failures: Failure[] = [];
      const turns = turnsOf(rows, reactors).reverse();
      const work = async (): Promise<void> => {
        for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) {
          for (const row of turn) {
            if (isStopped()) return;
            const failure = await react(row);
            if (failure === null) {
              done.push(row.outboxId);
              continue;
            }
            failures.push(failure);
            const dueAt = new Date(clock.nowMs() + waitMs(row.attempt));
            await store.postponeRow(tx, row.outboxId, dueAt);
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(mostAtOnce, turns.length) }, work));
      if (done.length > 0) await store.deleteRows(tx, done);
      return { count: rows.length, failures };
    });
  }

  return {
    workIds: (outboxIds) => workOff((tx) => store.lockRows(tx, outboxIds)),
    workDue: (now) =>
      workOff((tx) =>
        store.lockDueRows(tx, { topics: [...reactors.keys()], now, limit: batchSize }),
      ),
  };
}
