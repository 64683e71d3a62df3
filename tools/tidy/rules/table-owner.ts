import { isTest, placeOf } from '../places.ts';
import type { Place } from '../places.ts';
import type { Finding, Rule, Tree, TreeFile } from '../rule.ts';

const createTable = /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?"?([a-z0-9_]+)"?/gi;

/** Only a module's store and migrations name its tables, so a schema change stays in one place. */
export const tableOwner: Rule = {
  name: 'table-owner',
  *check(tree) {
    const owners = tableOwners(tree);
    yield* misnamed(tree);
    if (owners.size === 0) return;
    const names = [...owners.keys()].toSorted((a, b) => b.length - a.length);
    const pattern = new RegExp(`(?<![\\w.-])(${names.join('|')})(?![\\w-])`);
    for (const file of tree.files) {
      if (/^packages\/(server|client|web)\/src\//.test(file.path)) {
        yield* foreignNames(file, owners, pattern);
      }
    }
  },
};

function migrationPlace(path: string): Place | undefined {
  if (!/\/migrations\/[^/]+\.sql$/.test(path)) return undefined;
  const place = placeOf(path);
  return place.layer === 'module' || place.layer === 'kernel' ? place : undefined;
}

function* createdTables(tree: Tree): Generator<{ file: TreeFile; place: Place; table: string }> {
  for (const file of tree.files) {
    const place = migrationPlace(file.path);
    if (place === undefined) continue;
    for (const match of file.text.matchAll(createTable)) {
      yield { file, place, table: match[1] ?? '' };
    }
  }
}

function tableOwners(tree: Tree): Map<string, Place> {
  return new Map([...createdTables(tree)].map(({ table, place }) => [table, place]));
}

function* misnamed(tree: Tree): Generator<Finding> {
  for (const { file, place, table } of createdTables(tree)) {
    const prefix = place.part.replaceAll('-', '_');
    const allowed = place.layer === 'kernel' ? ['kernel_', `${prefix}_`] : [`${prefix}_`];
    if (allowed.some((start) => table.startsWith(start))) continue;
    const line = file.lines.findIndex((text) => text.includes(table)) + 1;
    yield { path: file.path, line, message: `table "${table}" must start with "${prefix}_"` };
  }
}

function* foreignNames(
  file: TreeFile,
  owners: ReadonlyMap<string, Place>,
  pattern: RegExp,
): Generator<Finding> {
  const texts = file.path.endsWith('.sql') ? sqlTexts(file) : (file.facts?.texts ?? []);
  for (const text of texts) {
    const table = pattern.exec(text.value)?.[1];
    const owner = table === undefined ? undefined : owners.get(table);
    if (table === undefined || owner === undefined || mayName(file.path, owner)) continue;
    const message = `table "${table}" belongs to ${owner.part}: ask its store for what you need`;
    yield { path: file.path, line: text.line, message };
  }
}

function sqlTexts(file: TreeFile): { value: string; line: number }[] {
  return file.lines.map((text, index) => ({ value: text.replace(/--.*$/, ''), line: index + 1 }));
}

function mayName(path: string, owner: Place): boolean {
  const place = placeOf(path);
  if (place.layer !== owner.layer || place.part !== owner.part) return false;
  if (owner.layer === 'kernel' || isTest(path) || path.endsWith('.sql')) return true;
  return /\/store(\.ts$|\/)|\/testing[^/]*\.ts$/.test(path);
}
