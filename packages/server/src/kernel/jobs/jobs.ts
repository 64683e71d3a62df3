import { assert, type Clock } from '@plaza/base';
import { EventEmitter } from 'node:events';
import {
  Logger,
  parseCronItems,
  run,
  runMigrations,
  type ParsedCronItem,
  type Runner,
} from 'graphile-worker';
import pg from 'pg';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import type { JobOptions, Jobs } from './types.ts';
import { createWorkerLeases } from './worker-leases.ts';

export type JobsDeps = {
  db: Database;
  clock: Clock;
  log: Log;
  /** How many jobs this process runs at the same time; each may hold a connection of the pool. */
  concurrency?: number;
};

type Task = (payload: unknown) => Promise<void>;

// Nodes that start together must not create the library's schema at the same time.
const migrationLock = 7_230_119_544_003n;

/** Jobs on graphile-worker, whose tables live in a schema of their own, `graphile_worker`. */
export function createJobs({ db, clock, log, concurrency = 2 }: JobsDeps): Jobs {
  const tasks = new Map<string, Task>();
  const cron: ParsedCronItem[] = [];
  const leases = createWorkerLeases({ db, clock, log });
  let pool: pg.Pool | null = null;
  let runner: Runner | null = null;
  let schema: Promise<void> | null = null;

  /** The options for the library; asking opens the pool. */
  function shared() {
    if (pool === null) {
      pool = new pg.Pool(poolSettings(db, concurrency));
      const broke = (error: Error) => log.warn({ err: error }, 'a connection of the jobs broke');
      pool.on('error', broke);
      pool.on('connect', (client) => client.on('error', broke));
    }
    return { pgPool: pool, logger: quietLogger(log), noHandleSignals: true };
  }

  function ensureSchema(): Promise<void> {
    schema ??= db
      .tx(async (tx) => {
        await tx.query('select pg_advisory_xact_lock($1)', [migrationLock]);
        await runMigrations(shared());
      })
      .catch((error: unknown) => {
        schema = null;
        throw error;
      });
    return schema;
  }

  function define(name: string, task: Task): void {
    assert(runner === null, `the job ${name} is defined after the start`);
    assert(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(name), `not a name of a job: ${name}`);
    assert(!tasks.has(name), `the job ${name} is defined twice`);
    tasks.set(name, async (payload) => {
      try {
        await task(payload);
      } catch (error) {
        log.error({ err: error, job: name }, 'a job failed and is tried again');
        throw error;
      }
    });
  }

  async function add(
    tx: Tx | null,
    name: string,
    payload: object,
    { runAt, key }: JobOptions = {},
  ): Promise<void> {
    assert(tasks.has(name), `there is no job ${name}`);
    await ensureSchema();
    await (tx ?? db).query(
      `select graphile_worker.add_job($1, payload := $2::json, run_at := $3, job_key := $4)`,
      [name, JSON.stringify(payload), runAt ?? null, key ?? null],
    );
  }

  async function start(): Promise<void> {
    assert(runner === null, 'the jobs are started twice');
    await ensureSchema();
    await leases.start();
    const events = new EventEmitter();
    events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
      leases
        .hold(worker.workerId)
        .catch((error: unknown) => log.error({ err: error }, 'a worker could not be marked'));
    });
    runner = await run({
      ...shared(),
      ...{ events, concurrency, pollInterval: 2_000 },
      taskList: Object.fromEntries([...tasks].map(([name, task]) => [name, task])),
      parsedCronItems: cron,
    });
    runner.promise.catch((error: unknown) => log.error({ err: error }, 'the jobs stopped'));
  }

  return {
    define: (name, task) => define(name, task as Task),
    add,
    async cancel(tx, key) {
      await ensureSchema();
      await (tx ?? db).query('select graphile_worker.remove_job($1)', [key]);
    },
    every(name, match, task) {
      define(name, task);
      cron.push(...parseCronItems([{ task: name, match, identifier: name }]));
    },
    start,
    async stop() {
      await runner?.stop();
      runner = null;
      await leases.stop();
      await pool?.end();
      pool = null;
    },
    async waiting() {
      await ensureSchema();
      const { rows } = await db.query<{ count: bigint }>(
        'select count(*) as count from graphile_worker.jobs where locked_at is null',
      );
      return Number(rows[0]?.count ?? 0n);
    },
  };
}

/**
 * A pool of its own, just large enough: the library hands ids of jobs to `JSON.stringify`, which
 * the bigints of our pool would break. One connection listens, one is for taking jobs.
 */
function poolSettings(db: Database, concurrency: number): pg.PoolConfig {
  const { types: _ours, ...rest } = db.poolConfig;
  return { ...rest, max: concurrency + 2, idleTimeoutMillis: 10_000 };
}

/** The library tells of every job; a failed one is logged by us, with its cause. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, text, meta) => {
    if (meta['failure'] === true) return;
    const line = { note: text };
    if (level === 'error') log.error(line, 'graphile-worker');
    else if (level === 'warning') log.warn(line, 'graphile-worker');
    else log.debug(line, 'graphile-worker');
  });
}
