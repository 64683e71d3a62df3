import { assert, backoffMs, type Clock, type Random } from '@plaza/base';
import {
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresQueryCompiler,
  Transaction,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
} from 'kysely';
import type pg from 'pg';
import { createPreparing } from './preparing.ts';
import type { AnyTables, DatabaseLog, Isolation, Query, Statement, Tx } from './types.ts';

const maxAttempts = 6;
const retryable = new Set(['40001', '40P01']);

type Deps = {
  pool: pg.Pool;
  dialect: Dialect;
  log: DatabaseLog;
  clock: Clock;
  random: Random;
};

type Runner = <T>(run: (tx: Tx) => Promise<T>, options?: { isolation?: Isolation }) => Promise<T>;

const preparing = createPreparing();

/** What runs often is prepared; without values it may be several statements, which cannot be. */
function named(statement: Statement): Statement {
  if (statement.name !== undefined || (statement.values?.length ?? 0) === 0) return statement;
  const name = preparing.nameOf(statement.text);
  return name === undefined ? statement : { ...statement, name };
}

/** A newer release changed the columns of a table under a statement that was prepared before. */
const isOutdated = (error: unknown) =>
  (error as { code?: unknown } | null)?.code === '0A000' &&
  (error as Error).message.includes('cached plan');

/** `pg` takes either a text with values or one object; both end here. */
export function queryOn(target: pg.Pool | pg.ClientBase): Query {
  return ((text: string | Statement, values: readonly unknown[] = []) => {
    const statement = named(typeof text === 'string' ? { text, values } : text);
    const result = target.query(statement as pg.QueryConfig);
    if (statement.name === undefined) return result;
    result.catch((error: unknown) => {
      if (isOutdated(error)) preparing.forget(statement.text);
    });
    return result;
  }) as Query;
}

/** Gives the `tx` of a database. */
export function createTransactions(deps: Deps): Runner {
  return async (run, options = {}) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await attemptOnce(deps, run, options.isolation);
      } catch (error) {
        const code = (error as { code?: unknown } | null)?.code;
        const again = typeof code === 'string' && retryable.has(code) && attempt + 1 < maxAttempts;
        if (!again) throw error;
        const waitMs = backoffMs(attempt, { baseMs: 8, capMs: 250, random: deps.random });
        await deps.clock.sleep(waitMs);
      }
    }
  };
}

async function attemptOnce<T>(
  deps: Deps,
  run: (tx: Tx) => Promise<T>,
  isolation: Isolation | undefined,
): Promise<T> {
  const client = await deps.pool.connect();
  const callbacks: (() => void | Promise<void>)[] = [];
  const lease = openLease(deps, client, callbacks);
  let result: T;
  let broken: Error | undefined;
  try {
    await client.query(isolation ? `begin isolation level ${isolation}` : 'begin');
    result = await run(lease.tx);
    lease.end();
    const { command } = await client.query('commit');
    // PostgreSQL answers COMMIT with ROLLBACK when a statement failed and its error was swallowed.
    assert(command === 'COMMIT', 'the transaction was aborted by an error that its code swallowed');
  } catch (error) {
    lease.end();
    await client.query('rollback').catch((reason: unknown) => {
      broken = reason as Error;
    });
    throw error;
  } finally {
    client.release(broken ?? false);
  }
  await runCallbacks(callbacks, deps.log);
  return result;
}

async function runCallbacks(
  callbacks: readonly (() => void | Promise<void>)[],
  log: DatabaseLog,
): Promise<void> {
  for (const callback of callbacks) {
    try {
      await callback();
    } catch (error) {
      log.error({ err: error }, 'a callback after commit failed');
    }
  }
}

function openLease(
  deps: Deps,
  client: pg.PoolClient,
  callbacks: (() => void | Promise<void>)[],
): { tx: Tx; end(): void } {
  let open = true;
  const query = queryOn(client);
  const guarded: Query = (statement, values) => {
    assert(open, 'a transaction was used after its end');
    return query(statement, values);
  };
  let kysely: Transaction<AnyTables> | null = null;
  const tx: Tx = {
    // Made on first use: hot paths write SQL by hand and never pay for it.
    get kysely() {
      assert(open, 'a transaction was used after its end');
      kysely ??= kyselyOn(deps, guarded);
      return kysely;
    },
    query: guarded,
    onCommit(callback) {
      assert(open, 'a transaction was used after its end');
      callbacks.push(callback);
    },
  };
  return {
    tx,
    end: () => {
      open = false;
    },
  };
}

function kyselyOn(deps: Deps, query: Query): Transaction<AnyTables> {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(compiled: CompiledQuery) {
      const result = await query({ text: compiled.sql, values: compiled.parameters });
      const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command);
      const rows = (result.rows ?? []) as Row[];
      return changes ? { numAffectedRows: BigInt(result.rowCount ?? 0), rows } : { rows };
    },
    streamQuery() {
      throw new Error('rows are not streamed inside a transaction');
    },
  };
  const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), {
    provideConnection: (consumer) => consumer(connection),
  });
  const { dialect } = deps;
  return new Transaction({ config: { dialect }, driver: new DummyDriver(), executor, dialect });
}
