import { assert, backoffMs, type Clock, type NewId, type Random, type Timer } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import * as store from './outbox-store.ts';
import { assertTopic } from './topics.ts';

export type OutboxDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Pick<Log, 'error' | 'warn'>;
  /** Spreads the waits after failures; without it they are all of full length. */
  random?: Random;
};

/**
 * What must happen after a commit, at least once, even if the process dies in between. Rows of one
 * process are worked off in the order of their commits, unless one fails: it waits, others go on.
 */
export type Outbox = {
  /** Writes a row in the transaction; on commit it is worked off at once. `payload` is JSON data. */
  add(tx: Tx, topic: string, payload: unknown): Promise<void>;
  /** Says who reacts to a topic: exactly one, and idempotent, because a row may come twice. */
  react<Payload = unknown>(topic: string, run: (payload: Payload) => Promise<void>): void;
  /** Begins to look for rows that other processes left behind. */
  start(): void;
  /** Ends the reaction at hand and takes no more. What is left is found at the next start. */
  stop(): Promise<void>;
  /** For tests: resolves when no row is left, rejects when a reactor fails again and again. */
  settle(): Promise<void>;
  /** How many rows wait. */
  waiting(): Promise<number>;
};

/** For so long only the process that wrote a row works on it. */
const ownForMs = 2_000;
const pollEveryMs = 1_000;
const batchSize = 50;
const firstWaitMs = 500;
const longestWaitMs = 10 * 60_000;
const settleAttempts = 5;

type Reactor = (payload: unknown) => Promise<void>;
type Failure = { error: unknown; attempt: number };
type PickRows = (tx: Tx) => Promise<store.OutboxRow[]>;

export function createOutbox({ db, clock, newId, log, random }: OutboxDeps): Outbox {
  const reactors = new Map<string, Reactor>();
  /** Committed by this process and not yet worked on, oldest first. */
  let own: string[] = [];
  let working: Promise<void> | null = null;
  let pollWanted = false;
  let poll: Timer | null = null;
  let stopped = false;

  function waitMs(attempt: number): number {
    const ceiling = { baseMs: firstWaitMs, capMs: longestWaitMs };
    if (random === undefined) return Math.min(ceiling.capMs, ceiling.baseMs * 2 ** attempt);
    return ceiling.baseMs + backoffMs(attempt, { ...ceiling, random });
  }

  async function reactTo(row: store.OutboxRow): Promise<Failure | null> {
    const reactor = reactors.get(row.topic);
    assert(reactor !== undefined, `nobody reacts to ${row.topic}`);
    try {
      await reactor(row.payload);
      return null;
    } catch (error) {
      const { outboxId, topic, attempt } = row;
      log.error({ err: error, outboxId, topic, attempt }, 'a reaction failed and is tried again');
      return { error, attempt };
    }
  }

  /**
   * Works off one batch. The row locks are held while the reactors run, on connections of their
   * own: if this process dies, the database frees the rows at once.
   */
  function workOff(pickRows: PickRows): Promise<{ count: number; failures: Failure[] }> {
    return db.tx(async (tx) => {
      const rows = await pickRows(tx);
      const done: string[] = [];
      const failures: Failure[] = [];
      for (const row of rows) {
        if (stopped) break;
        const failure = await reactTo(row);
        if (failure === null) done.push(row.outboxId);
        else {
          failures.push(failure);
          const dueAt = new Date(clock.nowMs() + waitMs(failure.attempt));
          await store.postponeRow(tx, row.outboxId, dueAt);
        }
      }
      if (done.length > 0) await store.deleteRows(tx, done);
      return { count: rows.length, failures };
    });
  }

  const pickDue =
    (now: Date): PickRows =>
    (tx) =>
      store.lockDueRows(tx, { topics: [...reactors.keys()], now, limit: batchSize });

  async function workOwn(): Promise<void> {
    while (own.length > 0 && !stopped) {
      const ids = own.slice(0, batchSize);
      own = own.slice(batchSize);
      await workOff((tx) => store.lockRows(tx, ids));
    }
  }

  async function workForeign(): Promise<void> {
    for (let count = batchSize; count === batchSize && !stopped;) {
      ({ count } = await workOff(pickDue(clock.now())));
      await workOwn();
    }
  }

  async function work(): Promise<void> {
    try {
      while (!stopped && (own.length > 0 || pollWanted)) {
        await workOwn();
        if (!pollWanted) continue;
        pollWanted = false;
        await workForeign();
      }
    } catch (error) {
      // The rows are safe in the table; the next poll finds them.
      log.error({ err: error }, 'the outbox could not be worked off');
    }
  }

  /** One worker at a time, so that the order holds. */
  function wake(): void {
    if (stopped || working !== null) return;
    working = work().finally(() => {
      working = null;
      if (own.length > 0) wake();
    });
  }

  async function settle(): Promise<void> {
    const endOfTime = new Date(8_640_000_000_000_000);
    for (;;) {
      while (working !== null) await working;
      const { count, failures } = await workOff(pickDue(endOfTime));
      const hopeless = failures.find(({ attempt }) => attempt + 1 >= settleAttempts);
      if (hopeless !== undefined) throw hopeless.error;
      if (count > 0) continue;
      if ((await store.countRows(db, [...reactors.keys()])) === 0) return;
    }
  }

  return {
    async add(tx, topic, payload) {
      assertTopic(topic);
      assert(payload !== undefined, 'a payload is JSON data');
      const outboxId = newId();
      const addedAt = clock.now();
      const dueAt = new Date(addedAt.getTime() + ownForMs);
      await store.insertRow(tx, { outboxId, topic, payload, addedAt, dueAt });
      tx.onCommit(() => {
        if (stopped || !reactors.has(topic)) return;
        own.push(outboxId);
        wake();
      });
    },
    react(topic, run) {
      assertTopic(topic);
      assert(!reactors.has(topic), `${topic} has a reactor already`);
      reactors.set(topic, run as Reactor);
    },
    start() {
      const look = () => {
        pollWanted = true;
        wake();
      };
      stopped = false;
      poll ??= clock.every(pollEveryMs, look);
      look();
    },
    async stop() {
      stopped = true;
      poll?.cancel();
      poll = null;
      own = [];
      await working;
    },
    settle,
    waiting: () => store.countRows(db),
  };
}
