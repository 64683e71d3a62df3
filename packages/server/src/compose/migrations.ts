import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { MigrationSource } from '../kernel/db/index.ts';

const root = path.join(import.meta.dirname, '..');

/** Every part of the kernel and every module that brings tables has a folder `migrations`. */
function sourcesBelow(folder: string, owner: (name: string) => string): MigrationSource[] {
  return readdirSync(path.join(root, folder))
    .map((name) => ({ module: owner(name), dir: path.join(root, folder, name, 'migrations') }))
    .filter(({ dir }) => existsSync(dir));
}

export const migrationSources: readonly MigrationSource[] = [
  ...sourcesBelow('kernel', (name) => `kernel_${name}`),
  ...sourcesBelow('modules', (name) => name),
];
