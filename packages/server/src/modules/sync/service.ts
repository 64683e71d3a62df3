import type { Clock, PersonId } from '@plaza/base';
import type { EventPayload, PersonalEvent, PersonalEventName, ServerFrame } from '@plaza/contract';
import { inBatches } from '../../kernel/batching.ts';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import { createSyncHolding } from './holding.ts';
import * as store from './store.ts';

const pullLimit = 500;
const keptEvents = 10_000;
const keptMs = 30 * 24 * 3_600_000;
/** Each socket that opens asks once, and after a broken line all open at once. */
const headBatches = { largest: 32, underWay: 1 };
const lowestId = '00000000-0000-0000-0000-000000000000';

/** One event for one person, of any personal kind, with the payload that its name asks for. */
export type SyncItem = {
  [N in PersonalEventName]: { personId: PersonId; name: N; payload: EventPayload<N> };
}[PersonalEventName];

export type Pulled = { state: 'events' | 'reset'; events: PersonalEvent[]; headSeq: number };

export type Sync = {
  /** Adds an event to one person's log in the caller's transaction; told after commit. */
  append<N extends PersonalEventName>(
    tx: Tx,
    personId: PersonId,
    name: N,
    payload: EventPayload<N>,
  ): Promise<number>;
  /** The same for several people at once; the heads are locked in the order of their keys. */
  appendMany(tx: Tx, items: readonly SyncItem[]): Promise<void>;
  /**
   * Overwrites the earlier events of one kind about one object, in the caller's transaction: what
   * was taken back must not stand in the log either. `to` is how the object is now, or that it is
   * no more; so applying the log still ends where a fetch does. Nobody is told: append as well.
   */
  rewrite<N extends PersonalEventName>(
    tx: Tx,
    personId: PersonId,
    which: store.EventsOf & { name: PersonalEventName },
    to: { name: N; payload: EventPayload<N> },
  ): Promise<void>;
  headSeq(personId: PersonId): Promise<number>;
  pull(personId: PersonId, after: number): Promise<Pulled>;
  /** Drops what is older than 30 days or beyond 10,000 events; a job does it every night. */
  trim(): Promise<void>;
  /** Begins to tell the sockets of this process. */
  start(): void;
  stop(): void;
  holding: DataHolding;
};

export type SyncDeps = {
  db: Database;
  clock: Clock;
  /** Absent where nothing grows old, as in tests. */
  jobs?: Pick<Jobs, 'every'>;
  bus: {
    publish(topic: string, message: unknown): void;
    subscribe(topic: string, receive: (message: unknown, topic: string) => void): () => void;
  };
  hub: {
    prepare(frame: ServerFrame): Buffer;
    deliver(people: Iterable<PersonId>, prepared: Buffer): void;
  };
};

const topicPrefix = 'person.';

export function createSync({ db, clock, jobs, bus, hub }: SyncDeps): Sync {
  let unsubscribe: (() => void) | null = null;

  function tellAfterCommit(tx: Tx, personId: PersonId, event: PersonalEvent): void {
    tx.onCommit(() => bus.publish(`${topicPrefix}${personId}`, event));
  }

  /** Every process hears of every person and serialises once for the sockets that it holds. */
  function deliver(message: unknown, topic: string): void {
    const personId = topic.slice(topicPrefix.length) as PersonId;
    hub.deliver([personId], hub.prepare({ t: 'event', ...(message as PersonalEvent) }));
  }

  async function trim(): Promise<void> {
    const before = new Date(clock.nowMs() - keptMs);
    let last: string | null = lowestId;
    while (last !== null) {
      last = await store.trimPeople(db, { afterPerson: last, before, keep: keptEvents });
    }
  }

  jobs?.every('sync.trim', '53 3 * * *', trim);

  return {
    async append(tx, personId, name, payload) {
      const at = clock.now();
      const seq = await store.insertEvent(tx, { personId, name, payload, at });
      tellAfterCommit(tx, personId, { seq, name, payload, at: at.toISOString() });
      return seq;
    },
    async appendMany(tx, items) {
      if (items.length === 0) return;
      const at = clock.now();
      const seqs = await store.insertEvents(tx, items, at);
      items.forEach(({ personId, name, payload }, index) => {
        const seq = seqs[index] as number;
        tellAfterCommit(tx, personId, { seq, name, payload, at: at.toISOString() });
      });
    },
    rewrite: store.rewriteEvents,
    headSeq: inBatches((people) => store.selectHeadSeqs(db, people), { ...headBatches, clock }),
    async pull(personId, after) {
      const range = { after, limit: pullLimit };
      const { lastSeq, trimmedSeq, events } = await store.selectEvents(db, personId, range);
      // Ahead of the log is possible too: after a restore from a backup.
      const isReset = after < trimmedSeq || after > lastSeq;
      if (isReset) return { state: 'reset', events: [], headSeq: lastSeq };
      return { state: 'events', events, headSeq: lastSeq };
    },
    trim,
    start() {
      unsubscribe ??= bus.subscribe(`${topicPrefix}*`, deliver);
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
    holding: createSyncHolding(db),
  };
}
