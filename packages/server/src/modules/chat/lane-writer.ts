import { backoffMs, type Clock, type Random } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import {
  appendBatch,
  appendChecked,
  prepareLane,
  type AppendInput,
  type AppendRow,
} from './store/append.ts';
import type { NewMessage } from './types.ts';

/** How long a message waits for a database that is away, before its sender is told to try again. */
const patienceMs = 15_000;
const maxRounds = 50;

/** `unavailable`: perhaps written, perhaps not; sending it again under its id finds out. */
export type LaneResult = AppendRow | 'unavailable';

export type Pending = {
  message: NewMessage;
  input: AppendInput;
  bytes: number;
  settle(result: LaneResult): void;
  fail(error: unknown): void;
};

export type WriterDeps = {
  db: Pick<Database, 'connect'>;
  clock: Clock;
  random: Random;
  log: { warn(fields: object, text: string): void };
  /**
   * Called after commit, before the sender is answered: in the order of the log, and again for a
   * message that was sent again and is what it was.
   */
  onWritten(message: NewMessage, row: AppendRow): void;
};

/**
 * Writes batches until each message of theirs has an answer. `onCommitted` is called when all of a
 * batch is in the log and nobody was told yet: what is begun there, the database does meanwhile.
 */
export type Writer = {
  write(batch: Pending[], onCommitted: () => void): Promise<void>;
  close(): Promise<void>;
};

type Client = Awaited<ReturnType<Database['connect']>>;
type Failure = 'again' | 'connection' | 'fault';

/** Another transaction was in the way: a duplicate, a deadlock, a lock held for too long. */
const again = new Set(['23505', '40P01', '40001', '55P03', '57014']);

export function classify(error: unknown): Failure {
  const code = (error as { code?: unknown } | null)?.code;
  // Each SQLSTATE in use has a digit; EPIPE, which is as long, has none and is of the network.
  if (typeof code !== 'string' || !/^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return 'connection';
  if (again.has(code)) return 'again';
  return /^(08|57P|53)/.test(code) ? 'connection' : 'fault';
}

/** The one connection of a lane, opened when it is needed and again when it died. */
function createConnection(db: Pick<Database, 'connect'>) {
  let client: Client | null = null;

  async function open(): Promise<Client> {
    const fresh = await db.connect();
    fresh.on('end', () => {
      if (client === fresh) client = null;
    });
    await prepareLane(fresh);
    client = fresh;
    return fresh;
  }

  return {
    /** At once where it is open, so that a statement goes out in the same turn. */
    get: () => client ?? open(),
    drop(): Promise<void> {
      const dead = client;
      client = null;
      return dead?.end().catch(() => undefined) ?? Promise.resolve();
    },
  };
}

/** Each message once: what was sent twice in a batch is found when the rest is tried again. */
export function firstOfEach(batch: readonly Pending[]): Pending[] {
  const seen = new Set<string>();
  return batch.filter(({ input: { conversationId, senderId, clientId } }) => {
    const key = `${conversationId} ${senderId} ${clientId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const isNew = ({ code }: AppendRow) => code === 'ok';

type Answer = { rows: readonly AppendRow[]; isChecked: boolean };

/**
 * Answers what has a row, and gives the rest. Unchecked, a refusal is not the last word: what was
 * written before its sender was kept out is still answered with its sequence.
 */
function settle(
  { onWritten }: Pick<WriterDeps, 'onWritten'>,
  { rest, tried }: { rest: readonly Pending[]; tried: readonly Pending[] },
  { rows, isChecked }: Answer,
): Pending[] {
  const left = new Set(rest);
  for (const row of rows) {
    if (!isChecked && row.code !== 'ok') continue;
    const pending = tried[row.index] as Pending;
    left.delete(pending);
    // A repeat is told as well: whoever wrote it first perhaps died before it could tell.
    if (row.code === 'ok' || row.code === 'duplicate') onWritten(pending.message, row);
    pending.settle(row);
  }
  return [...left];
}

export function createLaneWriter(deps: WriterDeps): Writer {
  const { clock, random, log } = deps;
  const connection = createConnection(deps.db);

  /** What failed as a batch is tried one by one, so that only the bad row fails. */
  async function isolate(batch: readonly Pending[], error: unknown): Promise<void> {
    if (batch.length === 1) batch[0]?.fail(error);
    else for (const pending of batch) await write([pending], true, () => undefined);
  }

  async function write(
    batch: Pending[],
    startChecked: boolean,
    onCommitted: () => void,
  ): Promise<void> {
    let rest = batch;
    let isChecked = startChecked;
    const startedMs = clock.monotonicMs();
    for (let round = 0; rest.length > 0; round += 1) {
      const tried = isChecked ? firstOfEach(rest) : rest;
      const inputs = tried.map(({ input }) => input);
      try {
        const append = isChecked ? appendChecked : appendBatch;
        const opened = connection.get();
        const client = opened instanceof Promise ? await opened : opened;
        const rows = await append(client, inputs, clock.now());
        if (round === 0 && rows.length === batch.length && rows.every(isNew)) onCommitted();
        rest = settle(deps, { rest, tried }, { rows, isChecked });
      } catch (error) {
        const failure = classify(error);
        if (failure === 'fault') return isolate(rest, error);
        if (failure === 'connection') {
          log.warn({ err: error }, 'an append lane lost its connection and opens another');
          void connection.drop();
        }
        if (round > 0 || failure === 'connection') {
          await clock.sleep(backoffMs(round, { baseMs: 20, capMs: 1_000, random }));
        }
      }
      const isLost = clock.monotonicMs() - startedMs > patienceMs;
      if (isLost || round >= maxRounds) break;
      // Whatever comes after the first try may be there already.
      isChecked = true;
    }
    for (const pending of rest) pending.settle('unavailable');
  }

  return {
    write: (batch, onCommitted) => write(batch, false, onCommitted),
    close: connection.drop,
  };
}
