import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { leftOut } from './rules/left-out.ts';
import { silencedChecks } from './rules/silenced-checks.ts';
import { findingsOf, manifest } from './testing.ts';
import { rules } from './tidy.ts';

// A check that was switched off in silence protects nothing, so the switches are tested too.
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => JSON.parse(readFileSync(`${root}${path}`, 'utf8')) as never;

test('every rule in the folder is run', () => {
  const files = readdirSync(`${root}tools/tidy/rules`).filter((name) => !name.includes('.test.'));
  expect(rules).toHaveLength(files.length);
  expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
});

test('the linter knows types and refuses what matters', () => {
  const config = read('.oxlintrc.json') as {
    options: object;
    rules: Record<string, string | readonly unknown[]>;
  };
  expect(config.options).toMatchObject({ typeAware: true, denyWarnings: true });
  const errors = Object.entries(config.rules)
    .filter(([, level]) => [level].flat()[0] === 'error')
    .map(([name]) => name);
  expect(errors).toEqual(
    expect.arrayContaining([
      'eqeqeq',
      'no-unused-vars',
      'typescript/no-explicit-any',
      'typescript/no-floating-promises',
      'typescript/no-misused-promises',
      'typescript/await-thenable',
      'typescript/switch-exhaustiveness-check',
    ]),
  );
});

test('the compiler is strict, and reads every package', () => {
  const { compilerOptions, include } = read('tsconfig.json') as {
    compilerOptions: object;
    include: readonly string[];
  };
  expect(compilerOptions).toMatchObject({
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    erasableSyntaxOnly: true,
  });
  const webOnly = (read('tsconfig.web.json') as { include: readonly string[] }).include;
  for (const name of readdirSync(`${root}packages`)) {
    expect([...include, ...webOnly].some((path) => path.startsWith(`packages/${name}`))).toBe(true);
  }
});

test('npm run check runs every part', () => {
  const text = readFileSync(`${root}tools/check.ts`, 'utf8');
  for (const part of ['tidy/main', 'tsconfig.json', 'tsconfig.web.json', 'oxfmt', 'oxlint']) {
    expect(text).toContain(part);
  }
  for (const part of ["'unit'", "'--check'", 'compat.ts']) expect(text).toContain(part);
});

describe('silenced checks', () => {
  const judge = (text: string) => findingsOf(silencedChecks, { 'tools/a.ts': text });

  test.each(['// @ts-ignore', '// @ts-nocheck because', '// oxlint-disable-next-line no-eval'])(
    '%s is refused',
    (text) => expect(judge(text)).toHaveLength(1),
  );
  test.each([
    '// @ts-expect-error the undeclared name is the point of this test',
    '// The interpreter runs what it was given.\n// oxlint-disable-next-line no-eval',
    '// oxlint-disable-next-line no-eval -- the interpreter needs it here',
  ])('%s is allowed', (text) => expect(judge(text)).toEqual([]));
});

test('what was decided against stays out', () => {
  const planted = { 'packages/server/package.json': manifest({ prisma: '1', pg: '8' }) };
  expect(findingsOf(leftOut, planted)).toEqual([
    'packages/server/package.json:1 "prisma" is left out: an ORM',
  ]);
});
