import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tidy } from './tidy.ts';
import { readTree, treeOf } from './tree.ts';

test('the repository is read without what is installed or built', () => {
  const tree = readTree(fileURLToPath(new URL('../..', import.meta.url)));
  expect(tree.byPath.has('tools/tidy/tree.ts')).toBe(true);
  expect(tree.files.filter(({ path }) => path.includes('node_modules'))).toEqual([]);
});

test('a thousand files take less than three seconds of a processor', () => {
  const body = Array.from(
    { length: 80 },
    (_, n) => `export function f${n}(a: number) { return a; }`,
  );
  const entries = Array.from({ length: 1_000 }, (_, n) => [
    `packages/server/src/modules/m${n % 20}/file-${n}.ts`,
    [`import { f1 } from './file-${(n + 20) % 1_000}.ts';`, ...body].join('\n'),
  ]);
  const before = process.cpuUsage();
  tidy(treeOf(Object.fromEntries(entries)));
  // Processor time, because the machine may be busy with other tests.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(3_000);
});
