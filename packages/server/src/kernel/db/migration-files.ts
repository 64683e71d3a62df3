import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationSource } from './types.ts';

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export type Migration = {
  module: string;
  name: string;
  hash: string;
  text: string;
  /** Runs outside of a transaction, statement by statement. */
  concurrently: boolean;
};

const fileName = /^\d{8}T\d{4}_[a-z0-9_]+\.sql$/;
const transactionEnd = /^\s*(begin|start\s+transaction|commit|end|rollback)\s*;/im;

/** All migrations in the order of their timestamps; equal times follow the order of `sources`. */
export async function readMigrations(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const lists = await Promise.all(sources.map(readSource));
  const time = ({ name }: Migration) => name.slice(0, 'YYYYMMDDThhmm'.length);
  return lists.flat().sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
}

async function readSource({ module, dir }: MigrationSource): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      if (!fileName.test(name)) {
        throw new MigrationError(
          `${module}/${name}: the name must be like 20261122T1030_create.sql`,
        );
      }
      return parseMigration({ module, name, text: await readFile(join(dir, name), 'utf8') });
    }),
  );
}

/** Reads one file, and refuses what could leave a database half-migrated. */
export function parseMigration(input: { module: string; name: string; text: string }): Migration {
  const { module, name, text } = input;
  const concurrently = /^-- concurrently\b/.test(text);
  if (concurrently) checkRepeatable(input);
  else if (transactionEnd.test(withoutBodies(text))) {
    throw new MigrationError(`${module}/${name}: a migration must not begin or end a transaction`);
  }
  const hash = createHash('sha256').update(text).digest('hex');
  return { module, name, hash, text, concurrently };
}

/** Leaves out function bodies: their `begin … end;` are blocks, not transactions. */
function withoutBodies(text: string): string {
  return text.replace(/(\$\w*\$)[\s\S]*?\1/g, '');
}

/** Splits at semicolons that end a line; enough for the few statements that need no transaction. */
export function statements(text: string): string[] {
  return text
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/**
 * An index whose concurrent build was cut short stays behind, invalid, and `if not exists` would
 * take it for done. So each build is preceded by a drop: then the file can run twice.
 */
function checkRepeatable(input: { module: string; name: string; text: string }): void {
  const dropped = new Set<string>();
  for (const statement of statements(input.text)) {
    const drop = /^drop\s+index\s+concurrently\s+if\s+exists\s+(\w+)/i.exec(statement);
    if (drop?.[1]) dropped.add(drop[1]);
    const create = /^create\s+(?:unique\s+)?index\s+concurrently\s+(\w+)/i.exec(statement);
    if (create?.[1] && !dropped.has(create[1])) {
      throw new MigrationError(
        `${input.module}/${input.name}: write "drop index concurrently if exists" for ` +
          'the same name before each "create index concurrently"',
      );
    }
  }
}
