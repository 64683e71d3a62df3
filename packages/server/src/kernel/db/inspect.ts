import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { lockDataFolder } from './embedded/lock.ts';

export type ServerFacts = {
  version: string;
  /** False: migrations and background jobs could not make their schemas. */
  ownsDatabase: boolean;
  superuser: boolean;
  encoding: string;
  nowMs: number;
  connectionsAllowed: number;
};

/** What the operator should know about a PostgreSQL of their own. */
export async function inspectServer(url: string): Promise<ServerFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(`
      select current_setting('server_version_num') as version,
        has_database_privilege(current_database(), 'create') as "ownsDatabase",
        (select rolsuper from pg_roles where rolname = current_user) as superuser,
        current_setting('server_encoding') as encoding,
        extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
        current_setting('max_connections')::int as "connectionsAllowed"`);
    return rows[0] as ServerFacts;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether and how the embedded PostgreSQL could start; throws `DatabaseStartError` if not. */
export async function inspectEmbedded(dataDir: string): Promise<{ how: string; major: number }> {
  const binaries = await findBinaries();
  const existing = await nearestFolder(dataDir);
  const pgData = join(dataDir, 'postgres');
  const account = await chooseAccount({ dataDir: existing, pgData }, binaries, true);
  return { how: account.how, major: binaries.major };
}

/** Whether a living Plaza uses the data folder. */
export async function isDataFolderInUse(dataDir: string): Promise<boolean> {
  const folder = await realpath(dataDir).catch(() => null);
  if (folder === null) return false;
  const lock = await lockDataFolder(folder);
  await lock?.release();
  return lock === null;
}

/** The folder itself, or the nearest one above it that exists. */
export async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ? path : nearestFolder(dirname(path));
}
