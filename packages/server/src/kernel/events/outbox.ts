import { assert, type Clock, type NewId, type Random, type Timer } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import * as store from './outbox-store.ts';
import { batchSize, createOutboxWorker, type OutboxWorker, type Reactor } from './outbox-worker.ts';
import { assertTopic } from './topics.ts';

export type OutboxDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Pick<Log, 'error'>;
  /** Spreads the waits after failures; without it they are all of full length. */
  random?: Random;
};

/**
 * What must happen after a commit, at least once, even if the process dies in between. The rows of
 * one process, or of one turn where reactors name turns, are worked off in the order of their
 * commits, unless one fails: it waits alone.
 */
export type Outbox = {
  /** Writes a row in the transaction; on commit it is worked off at once. `payload` is JSON. */
  add(tx: Tx, topic: string, payload: unknown): Promise<void>;
  /** The same for many of one topic, in their order. */
  addMany(tx: Tx, topic: string, payloads: readonly unknown[]): Promise<void>;
  /**
   * Says who reacts to a topic: exactly one, and idempotent, because a row may come twice. With
   * `turnOf`, rows about different things are worked off at once, and only those about the same
   * one after the other.
   */
  react<Payload = unknown>(
    topic: string,
    run: (payload: Payload) => Promise<void>,
    turnOf?: (payload: Payload) => string,
  ): void;
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
const settleAttempts = 5;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, clock, newId, log, random } = deps;
  const reactors = new Map<string, Reactor>();
  let stopped = false;
  let poll: Timer | null = null;
  const worker = createOutboxWorker({
    ...{ db, clock, log, random, reactors },
    isStopped: () => stopped,
  });
  const turns = createTurns({ worker, clock, log, isStopped: () => stopped });

  async function settle(): Promise<void> {
    const endOfTime = new Date(8_640_000_000_000_000);
    for (;;) {
      await turns.idle();
      const { count, failures } = await worker.workDue(endOfTime);
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
        if (!stopped && reactors.has(topic)) turns.addOwn(outboxId);
      });
    },
    async addMany(tx, topic, payloads) {
      if (payloads.length === 0) return;
      assertTopic(topic);
      const addedAt = clock.now();
      const dueAt = new Date(addedAt.getTime() + ownForMs);
      const rows = payloads.map((payload) => ({ outboxId: newId<string>(), payload }));
      await store.insertRows(tx, rows, { topic, addedAt, dueAt });
      tx.onCommit(() => {
        if (stopped || !reactors.has(topic)) return;
        for (const { outboxId } of rows) turns.addOwn(outboxId);
      });
    },
    react(topic, run, turnOf) {
      assertTopic(topic);
      assert(!reactors.has(topic), `${topic} has a reactor already`);
      reactors.set(topic, { run, turnOf } as Reactor);
    },
    start() {
      stopped = false;
      poll ??= clock.every(pollEveryMs, turns.lookAround);
      turns.lookAround();
    },
    async stop() {
      stopped = true;
      poll?.cancel();
      poll = null;
      await turns.idle();
    },
    settle,
    waiting: () => store.countRows(db),
  };
}

type TurnsDeps = {
  worker: OutboxWorker;
  clock: Pick<Clock, 'now'>;
  log: Pick<Log, 'error'>;
  isStopped: () => boolean;
};

/** Lets one batch at a time be worked off, so that the order holds: own rows before others'. */
function createTurns({ worker, clock, log, isStopped }: TurnsDeps) {
  /** Committed by this process and not yet worked on, oldest first. */
  let own: string[] = [];
  let lookWanted = false;
  let working: Promise<void> | null = null;

  async function workOwn(): Promise<void> {
    while (own.length > 0 && !isStopped()) {
      const ids = own.slice(0, batchSize);
      own = own.slice(batchSize);
      await worker.workIds(ids);
    }
  }

  async function workAll(): Promise<void> {
    try {
      while ((own.length > 0 || lookWanted) && !isStopped()) {
        await workOwn();
        if (!lookWanted) continue;
        lookWanted = false;
        const { count } = await worker.workDue(clock.now());
        if (count === batchSize) lookWanted = true;
      }
    } catch (error) {
      // The rows are safe in the table; a later look finds them.
      log.error({ err: error }, 'the outbox could not be worked off');
    }
  }

  function wake(): void {
    if (isStopped() || working !== null) return;
    working = workAll().finally(() => {
      working = null;
      if (own.length > 0 || lookWanted) wake();
    });
  }

  return {
    addOwn(outboxId: string): void {
      own.push(outboxId);
      wake();
    },
    lookAround(): void {
      lookWanted = true;
      wake();
    },
    async idle(): Promise<void> {
      while (working !== null) await working;
      if (isStopped()) own = [];
    },
  };
}
