import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Database } from '../db/index.ts';
import type { Log } from '../log/index.ts';

type LibraryDeps = { db: Database; log: Log; concurrency: number };

// Nodes that start together must not create the library's schema at the same time.
const migrationLock = 7_230_119_544_003n;

/** The connection to graphile-worker, and its schema, made when they are first needed. */
export function createLibrary({ db, log, concurrency }: LibraryDeps) {
  let pool: pg.Pool | null = null;
  let schema: Promise<void> | null = null;
  let isClosing = false;

  function options() {
    if (pool === null) {
      isClosing = false;
      const broke = (error: Error) => {
        // The pool forgets a connection before its goodbye has reached PostgreSQL, which may stop
        // in between and say so.
        if (!isClosing) log.warn({ err: error }, 'a connection of the jobs broke');
      };
      pool = new pg.Pool(poolSettings(db, concurrency));
      pool.on('error', broke);
      pool.on('connect', (client) => client.on('error', broke));
    }
    return { pgPool: pool, logger: quietLogger(log), noHandleSignals: true };
  }

  async function createSchema(): Promise<void> {
    await db.tx(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [migrationLock]);
      await runMigrations(options());
    });
  }

  return {
    options,
    ensureSchema(): Promise<void> {
      schema ??= createSchema().catch((error: unknown) => {
        schema = null;
        throw error;
      });
      return schema;
    },
    async close(): Promise<void> {
      isClosing = true;
      await pool?.end();
      pool = null;
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
