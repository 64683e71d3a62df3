import { backoffMs, type Clock, type Random } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { appendBatch, prepareLane, type AppendRow } from './store/append.ts';
import type { NewMessage } from './types.ts';

const maxBatch = 512;
const maxQueued = 5_000;
const maxQueuedBytes = 8 * 1024 * 1024;
/** How long a message waits for a database that is away, before its sender is told to try again. */
const patienceMs = 15_000;
const maxRounds = 10;

/** `unavailable`: perhaps written, perhaps not; sending it again under its id finds out. */
export type LaneResult = AppendRow | 'unavailable';

type Pending = {
  message: NewMessage;
  bytes: number;
  settle(result: LaneResult): void;
  fail(error: unknown): void;
};

export type LaneDeps = {
  db: Pick<Database, 'connect'>;
  clock: Clock;
  random: Random;
  log: { warn(fields: object, text: string): void };
  /** Called in the order of the log, after commit, before the sender is answered. */
  onAppended(message: NewMessage, row: AppendRow): void;
};

export type Lane = {
  /** Appends in the next commit; answered after it. */
  append(message: NewMessage): Promise<LaneResult>;
  queued(): number;
  /** Takes no more and writes what is queued. */
  stop(): Promise<void>;
};

type Client = Awaited<ReturnType<Database['connect']>>;
type Failure = 'again' | 'connection' | 'fault';

/** Another transaction was in the way: a duplicate, a deadlock, a lock held for too long. */
const again = new Set(['23505', '40P01', '40001', '55P03', '57014']);

function classify(error: unknown): Failure {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return 'connection';
  if (again.has(code)) return 'again';
  return /^(08|57P|53)/.test(code) ? 'connection' : 'fault';
}

/**
 * One queue, one connection, one batch in flight: what arrives while a commit is under way goes
 * into the next one, so the cost of a commit is shared by more the busier it gets.
 */
export function createLane(deps: LaneDeps): Lane {
  const { db, clock, random, log } = deps;
  let queue: Pending[] = [];
  let queuedBytes = 0;
  let working: Promise<void> | null = null;
  let client: Client | null = null;
  let stopped = false;

  async function connection(): Promise<Client> {
    if (client !== null) return client;
    const fresh = await db.connect();
    fresh.on('end', () => {
      if (client === fresh) client = null;
    });
    await prepareLane(fresh);
    client = fresh;
    return fresh;
  }

  function dropConnection(): Promise<void> {
    const dead = client;
    client = null;
    return dead?.end().catch(() => undefined) ?? Promise.resolve();
  }

  function settle(batch: readonly Pending[], rows: readonly AppendRow[]): Pending[] {
    const left = new Set(batch);
    for (const row of rows) {
      const pending = batch[row.index] as Pending;
      left.delete(pending);
      if (row.code === 'ok') deps.onAppended(pending.message, row);
      pending.settle(row);
    }
    return [...left];
  }

  /** What failed as a batch is tried one by one, so that only the bad row fails. */
  async function isolate(batch: readonly Pending[], error: unknown): Promise<void> {
    if (batch.length === 1) batch[0]?.fail(error);
    else for (const pending of batch) await write([pending], true);
  }

  async function write(batch: Pending[], startChecked = false): Promise<void> {
    let rest = batch;
    let isChecked = startChecked;
    const startedMs = clock.monotonicMs();
    for (let round = 0; rest.length > 0; round += 1) {
      const messages = rest.map(({ message }) => message);
      try {
        const target = await connection();
        rest = settle(rest, await appendBatch(target, messages, { at: clock.now(), isChecked }));
      } catch (error) {
        const failure = classify(error);
        if (failure === 'fault') return isolate(rest, error);
        if (failure === 'connection') {
          log.warn({ err: error }, 'an append lane lost its connection and opens another');
          void dropConnection();
        }
        if (round > 0 || failure === 'connection') {
          await clock.sleep(backoffMs(round, { baseMs: 20, capMs: 1_000, random }));
        }
        const isLost = clock.monotonicMs() - startedMs > patienceMs;
        if (isLost || (failure === 'again' && round >= maxRounds)) {
          for (const pending of rest) pending.settle('unavailable');
          return;
        }
      }
      // Whatever comes after the first try may be there already.
      isChecked = true;
    }
  }

  async function work(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.length > maxBatch ? queue.splice(0, maxBatch) : queue;
      if (batch === queue) queue = [];
      for (const { bytes } of batch) queuedBytes -= bytes;
      await write(batch).catch((error: unknown) => {
        for (const pending of batch) pending.fail(error);
      });
    }
    working = null;
  }

  return {
    append(message) {
      const bytes = 200 + Buffer.byteLength(message.message.text);
      const isFull = queue.length >= maxQueued || queuedBytes + bytes > maxQueuedBytes;
      if (stopped || isFull) return Promise.resolve('unavailable');
      queuedBytes += bytes;
      const result = new Promise<LaneResult>((resolve, reject) => {
        queue.push({ message, bytes, settle: resolve, fail: reject });
      });
      // One turn later, so that everything of the same read from the sockets is in the batch.
      working ??= Promise.resolve().then(work);
      return result;
    },
    queued: () => queue.length,
    async stop() {
      stopped = true;
      await working;
      await dropConnection();
    },
  };
}
