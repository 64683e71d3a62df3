import type { Clock, Timer } from '@plaza/base';
import type pg from 'pg';
import type { Database } from '../db/index.ts';
import type { Log } from '../log/index.ts';

/**
 * A job that ran when its process was killed stays locked, and the library frees it only after
 * four hours. So each worker's life is marked by an advisory lock that ends with its connection,
 * and every process frees the jobs of workers whose lock is gone.
 */
export type WorkerLeases = {
  start(): Promise<void>;
  /** A worker of this process lives. */
  hold(workerId: string): Promise<void>;
  /** Frees the jobs of dead workers and says how many of these there were. */
  reap(): Promise<number>;
  stop(): Promise<void>;
};

type LeaseDeps = {
  db: Database;
  clock: Clock;
  log: Pick<Log, 'error' | 'warn'>;
};

/** The first half of the lock's key, which keeps it apart from other advisory locks. */
const lockSpace = 7_230_119;
const reapEveryMs = 15_000;
const reconnectAfterMs = 1_000;

export function createWorkerLeases({ db, clock, log }: LeaseDeps): WorkerLeases {
  const held = new Set<string>();
  let client: pg.Client | null = null;
  let timer: Timer | null = null;
  let stopped = false;

  async function lock(workerId: string): Promise<void> {
    await client?.query('select pg_advisory_lock_shared($1, hashtext($2))', [lockSpace, workerId]);
  }

  async function connect(): Promise<void> {
    const opened = await db.connect();
    client = opened;
    opened.once('end', () => {
      if (client !== opened) return;
      client = null;
      if (!stopped) clock.after(reconnectAfterMs, () => void reconnect());
    });
    for (const workerId of held) await lock(workerId);
  }

  async function reconnect(): Promise<void> {
    try {
      if (!stopped) await connect();
    } catch (error) {
      log.warn({ err: error }, 'the connection that marks workers as alive is not back yet');
      clock.after(reconnectAfterMs, () => void reconnect());
    }
  }

  async function reapQuietly(): Promise<void> {
    try {
      await reapDead(db, log);
    } catch (error) {
      log.error({ err: error }, 'jobs of dead workers could not be looked for');
    }
  }

  return {
    async start() {
      stopped = false;
      await connect();
      timer = clock.every(reapEveryMs, () => void reapQuietly());
      await reapQuietly();
    },
    async hold(workerId) {
      held.add(workerId);
      await lock(workerId);
    },
    reap: () => reapDead(db, log),
    async stop() {
      stopped = true;
      timer?.cancel();
      held.clear();
      await client?.end();
    },
  };
}

async function reapDead(db: Database, log: Pick<Log, 'warn'>): Promise<number> {
  const { rows } = await db.query<{ workerId: string }>(
    // A worker takes its first job a moment before its lock is held: leave fresh ones alone.
    `select distinct locked_by as "workerId" from graphile_worker.jobs
     where locked_by is not null and locked_at < now() - interval '10 seconds'`,
  );
  let dead = 0;
  for (const { workerId } of rows) {
    if (!(await freeIfDead(db, workerId))) continue;
    dead += 1;
    log.warn({ workerId }, 'the jobs of a worker that died are taken over');
  }
  return dead;
}

function freeIfDead(db: Database, workerId: string): Promise<boolean> {
  return db.tx(async (tx) => {
    const { rows } = await tx.query<{ dead: boolean }>(
      'select pg_try_advisory_xact_lock($1, hashtext($2)) as dead',
      [lockSpace, workerId],
    );
    if (rows[0]?.dead !== true) return false;
    await tx.query('select graphile_worker.force_unlock_workers(array[$1::text])', [workerId]);
    return true;
  });
}
