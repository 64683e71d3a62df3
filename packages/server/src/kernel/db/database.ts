import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { startEmbedded, type Embedded } from './embedded/index.ts';
import { DatabaseStartError } from './errors.ts';
import { types } from './parsers.ts';
import { createTransactions, queryOn } from './transaction.ts';
import type { Database, DatabaseOptions } from './types.ts';

const oldestVersion = 150_000;

/** Opens the operator's PostgreSQL, or starts the embedded one and opens that. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.url === undefined ? await startEmbedded(options) : null;
  const poolConfig: pg.PoolConfig = {
    ...(embedded ? embedded.connection : { connectionString: options.url }),
    application_name: 'plaza',
    types,
    // A peer that vanished without a word is noticed by the operating system, not by a user.
    keepAlive: true,
  };
  try {
    await checkServer(poolConfig);
    return assemble(options, embedded, poolConfig);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function assemble(
  options: DatabaseOptions,
  embedded: Embedded | null,
  poolConfig: pg.PoolConfig,
): Database {
  const { log, clock, random } = options;
  const pool = new pg.Pool({
    ...poolConfig,
    max: options.maxConnections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  let closing: Promise<void> | null = null;
  const lost = (error: Error) => {
    if (!closing) log.warn({ err: error }, 'a database connection broke');
  };
  // Without a listener, a connection that breaks would end the process: the pool listens to idle
  // ones and passes on what it hears; those that are lent out need a listener of their own.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', lost));
  const dialect = new PostgresDialect({ pool });

  async function shut(): Promise<void> {
    await pool.end();
    await embedded?.stop();
  }
  const close = () => (closing ??= shut());

  return {
    kysely: new Kysely({ dialect }),
    pool,
    query: queryOn(pool),
    tx: createTransactions({ pool, dialect, log, clock, random }),
    async connect() {
      const client = new pg.Client(poolConfig);
      client.on('error', lost);
      await client.connect();
      return client;
    },
    poolConfig,
    onFatal: (run) => embedded?.onExit(run),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function checkServer(poolConfig: pg.PoolConfig): Promise<void> {
  const client = new pg.Client({ ...poolConfig, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    version = rows[0]?.version ?? 0;
  } catch (error) {
    throw new DatabaseStartError(
      `the database does not answer: ${(error as Error).message || String(error)}`,
      'Check PLAZA_DATABASE_URL: host, port, user, password and database name.',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  refuseOldServer(version);
}

/** `version` is PostgreSQL's `server_version_num`. */
export function refuseOldServer(version: number): void {
  if (version >= oldestVersion) return;
  throw new DatabaseStartError(
    `the database is PostgreSQL ${Math.floor(version / 10_000)}; Plaza needs 15 or later`,
    'Upgrade that server, or leave PLAZA_DATABASE_URL unset to use the embedded PostgreSQL.',
  );
}
