import { createHash } from 'node:crypto';
import type { Finding, Rule, Tree, TreeFile } from '../rule.ts';

export const migrationListPath = 'tools/tidy/migrations.json';

/** A migration that has run somewhere never changes; a new file says what comes after. */
export const migrations: Rule = {
  name: 'migrations',
  *check(tree) {
    const listed = readMigrationList(tree);
    for (const [path, hash] of Object.entries(listed)) {
      const file = tree.byPath.get(path);
      if (file === undefined) {
        yield { path: migrationListPath, line: 1, message: `${path} was applied and is gone` };
      } else if (hashOf(file) !== hash) {
        yield { path, line: 1, message: 'an applied migration changed: add a new one instead' };
      }
    }
    for (const file of migrationFiles(tree)) yield* judge(file, listed);
  },
};

function* judge(file: TreeFile, listed: Readonly<Record<string, string>>): Generator<Finding> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (!/^\d{8}T\d{4}_[a-z0-9_]+\.sql$/.test(name)) {
    yield { path: file.path, line: 1, message: 'name it like 20261122T1030_create.sql' };
  }
  if (listed[file.path] === undefined) {
    yield { path: file.path, line: 1, message: 'not listed yet: run "npm run generate"' };
  }
}

/** Every migration of the tree, in the order of their paths. */
export function migrationFiles(tree: Tree): TreeFile[] {
  return tree.files
    .filter((file) => /^(packages|services)\/.*\/migrations\/[^/]+\.sql$/.test(file.path))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** The committed list: path to SHA-256. */
export function readMigrationList(tree: Tree): Record<string, string> {
  const file = tree.byPath.get(migrationListPath);
  return file === undefined ? {} : (JSON.parse(file.text) as Record<string, string>);
}

/** The list with what is new added; what is listed keeps its hash. */
export function extendMigrationList(tree: Tree): Record<string, string> {
  const added = migrationFiles(tree).map((file) => [file.path, hashOf(file)] as const);
  const all = { ...Object.fromEntries(added), ...readMigrationList(tree) };
  const sorted = Object.entries(all).toSorted(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(sorted);
}

function hashOf(file: TreeFile): string {
  return createHash('sha256').update(file.text).digest('hex');
}
