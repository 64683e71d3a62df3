import { secureRandom, systemClock } from '@plaza/base';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from './database.ts';
import { startEmbedded } from './embedded/index.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migration-files.ts';
import type { Database, DatabaseLog, MigrationSource } from './types.ts';

/** Plain data, so that it can be handed to test workers. */
export type TestServerAddress = {
  host: string;
  port: number;
  /** Stands in the names of everything that this run makes. */
  run: string;
  launcher: { user: string; password: string };
  app: { user: string; password: string };
};

export type TestServer = { address: TestServerAddress; stop(): Promise<void> };

export type TestDatabase = Database & {
  /** For a test that starts a whole server: its `PLAZA_DATABASE_URL`. */
  url: string;
};

const quiet: DatabaseLog = { info() {}, warn() {}, error() {} };
const templateLock = 7_230_119_544_002n;

/**
 * Takes a PostgreSQL that is there already, by the address of one who may make roles and databases.
 * What a run makes there has its number in its name, and goes with it.
 */
export async function joinTestServer(url: string): Promise<TestServer> {
  const { hostname, port, username, password } = new URL(url);
  const hex = (bytes: number) => Buffer.from(secureRandom.bytes(bytes)).toString('hex');
  const run = `r${hex(4)}`;
  const app = { user: `plaza_${run}`, password: hex(16) };
  const address: TestServerAddress = {
    host: decodeURIComponent(hostname),
    port: Number(port || 5432),
    run,
    launcher: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    app,
  };
  await asLauncher(address, async (client) => {
    await client.query(`create role ${app.user} login password '${app.password}'`);
  });
  return {
    address,
    stop: () =>
      asLauncher(address, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select datname as name from pg_database where datname like $1`,
          [`plaza%${run}%`],
        );
        for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role ${app.user}`);
      }),
  };
}

/** One PostgreSQL for a whole test run: the real one, without fsync, in a temporary folder. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join('/tmp', 'plaza-test-'));
  const server = await startEmbedded({
    ...{ dataDir, maxConnections: 300, durability: 'none' as const },
    ...{ log: quiet, clock: systemClock },
  });
  const { connection, launcherConnection } = server;
  const { host, port } = connection;
  return {
    address: {
      ...{ host, port, run: 'own' },
      launcher: { user: launcherConnection.user, password: launcherConnection.password },
      app: { user: connection.user, password: connection.password },
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A database of its own for one test file, copied from a template that is migrated once. */
export async function cloneDatabase(
  address: TestServerAddress,
  sources: readonly MigrationSource[],
): Promise<TestDatabase> {
  const template = await ensureTemplate(address, sources);
  const name = `plaza_test_${address.run}_${Buffer.from(secureRandom.bytes(8)).toString('hex')}`;
  await asLauncher(address, (client) =>
    client.query(
      `create database ${name} template ${template} strategy file_copy owner ${address.app.user}`,
    ),
  );
  const url = databaseUrl(address, name);
  const db = await open(url);
  let closing: Promise<void> | null = null;
  async function shut(): Promise<void> {
    await db.close();
    await asLauncher(address, (client) => client.query(`drop database ${name} with (force)`));
  }
  const close = () => (closing ??= shut());
  return { ...db, url, close, [Symbol.asyncDispose]: close };
}

function databaseUrl({ host, port, app }: TestServerAddress, name: string): string {
  return `postgres://${app.user}:${app.password}@${encodeURIComponent(host)}:${port}/${name}`;
}

function open(url: string): Promise<Database> {
  return openDatabase({
    ...{ url, dataDir: '/nonexistent', maxConnections: 10 },
    ...{ log: quiet, clock: systemClock, random: secureRandom },
  });
}

async function ensureTemplate(
  address: TestServerAddress,
  sources: readonly MigrationSource[],
): Promise<string> {
  const digest = createHash('sha256');
  for (const { module, name, hash } of await readMigrations(sources)) {
    digest.update(`${module}/${name} ${hash}\n`);
  }
  const template = `plaza_template_${address.run}_${digest.digest('hex').slice(0, 16)}`;
  const unfinished = `${template}_unfinished`;
  await asLauncher(address, async (client) => {
    const exists = async () =>
      (await client.query('select from pg_database where datname = $1', [template])).rowCount === 1;
    if (await exists()) return;
    // Test files start together: the first one migrates, the others wait and find the template.
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    if (await exists()) return;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished} owner ${address.app.user}`);
    const db = await open(databaseUrl(address, unfinished));
    try {
      await migrate(db, sources);
    } finally {
      await db.close();
    }
    await client.query(`alter database ${unfinished} rename to ${template}`);
  });
  return template;
}

async function asLauncher<T>(
  { host, port, launcher }: TestServerAddress,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host, port, ...launcher, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
