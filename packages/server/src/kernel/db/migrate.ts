import type pg from 'pg';
import { MigrationError, readMigrations, statements, type Migration } from './migration-files.ts';
import type { Database, MigrationSource } from './types.ts';

type Applied = { module: string; name: string; hash: string };

// Any constant will do; all nodes of one database must share it.
const lockKey = 7_230_119_544_001n;

/** For the holding that owns them. */
export const migrationTables = ['kernel_migration'] as const;

const createTable = `
  create table if not exists kernel_migration (
    module text not null,
    name text not null,
    hash text not null,
    applied_at timestamptz not null default now(),
    primary key (module, name)
  )`;

/**
 * Brings the database to the state that `sources` describe and gives the names of what it
 * applied. Forward only. Nodes that start together take turns; a migration that was cut short
 * was rolled back, or (`-- concurrently`) was never recorded, and runs again.
 */
export async function migrate(
  db: Pick<Database, 'connect'>,
  sources: readonly MigrationSource[],
): Promise<string[]> {
  const migrations = await readMigrations(sources);
  const client = await db.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(createTable);
    const { rows } = await client.query<Applied>('select module, name, hash from kernel_migration');
    const pending = comparePlan(migrations, rows);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ module, name }) => `${module}/${name}`);
  } finally {
    // The lock belongs to the session and goes with it.
    await client.end();
  }
}

/** What is still to be applied. Refuses a database that these files cannot have made. */
export function comparePlan(files: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(files.map((file) => [`${file.module}/${file.name}`, file]));
  const done = new Set<string>();
  for (const { module, name, hash } of applied) {
    const key = `${module}/${name}`;
    const file = known.get(key);
    if (file === undefined) {
      throw new MigrationError(
        `the database has the migration ${key}, which this release does not know: ` +
          'it was made by a newer release; start that one',
      );
    }
    if (file.hash !== hash) {
      throw new MigrationError(
        `the migration ${key} was changed after it had been applied: ` +
          'restore the file and write a new migration instead',
      );
    }
    done.add(key);
  }
  return files.filter((file) => !done.has(`${file.module}/${file.name}`));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { module, name, hash, text, concurrently } = migration;
  const record = {
    text: 'insert into kernel_migration (module, name, hash) values ($1, $2, $3)',
    values: [module, name, hash],
  };
  try {
    if (concurrently) {
      for (const statement of statements(text)) await client.query(statement);
      await client.query(record);
      return;
    }
    await client.query('begin');
    await client.query(text);
    await client.query(record);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const { message, position } = error as Error & { position?: string };
    const place = position === undefined ? '' : ` (line ${lineAt(text, Number(position))})`;
    throw new MigrationError(`the migration ${module}/${name}${place} failed: ${message}`, {
      cause: error,
    });
  }
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
