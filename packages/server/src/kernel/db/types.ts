import type { Clock, Random } from '@plaza/base';
import type { Kysely, Transaction } from 'kysely';
import type pg from 'pg';

/** The part of a logger that the database needs (pino fits). */
export type DatabaseLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type DatabaseOptions = {
  /** A PostgreSQL of the operator's own. Absent: the embedded one, under `dataDir`. */
  url?: string | undefined;
  dataDir: string;
  /** The size of the shared pool. Dedicated connections come on top. */
  maxConnections: number;
  log: DatabaseLog;
  clock: Clock;
  random: Random;
  /** Only for tests: trades the durability of the embedded server for speed. */
  durability?: 'full' | 'none';
};

export type Statement = { text: string; values?: readonly unknown[]; name?: string };

/**
 * Runs one statement. With `name`, the statement is prepared once per connection. The row type is
 * the caller's statement of what its SQL returns.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- rows are typed where the SQL is written
export type Query = <Row extends pg.QueryResultRow = any>(
  statement: string | Statement,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<Row>>;

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

// Kysely's `any` means "every table": each module narrows it with `$extendTables`.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyTables = any;

/** One running transaction. Using it after its end is an assertion fault. */
export type Tx = {
  kysely: Transaction<AnyTables>;
  query: Query;
  /**
   * Calls `run` after COMMIT, in the order of registration; never after a rollback. A callback
   * that throws is logged: the data is already safe, so the caller must not see a failure.
   */
  onCommit(run: () => void | Promise<void>): void;
};

export type Database = {
  kysely: Kysely<AnyTables>;
  pool: pg.Pool;
  query: Query;
  /**
   * Runs `run` in one transaction. Deadlocks and serialisation failures run it again (at most
   * five times), so `run` must keep its effects outside the database for `onCommit`.
   */
  tx<T>(run: (tx: Tx) => Promise<T>, options?: { isolation?: Isolation }): Promise<T>;
  /** A dedicated connection (LISTEN, advisory locks, append lanes). The caller ends it. */
  connect(): Promise<pg.Client>;
  /** For libraries that bring their own pool. */
  poolConfig: pg.PoolConfig;
  /** Called once when the database is lost for good: the process should stop with 1. */
  onFatal(run: (reason: Error) => void): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A folder of migrations and the module that owns it. */
export type MigrationSource = { module: string; dir: string };
