import { describe, expect, test } from 'vitest';
import { findingsOf, manifest } from '../testing.ts';
import { deadFiles } from './dead-files.ts';
import { declaredImports } from './declared-imports.ts';
import { fileNames } from './file-names.ts';
import { lockFile } from './lock-file.ts';
import { parse } from './parse.ts';

describe('declared imports', () => {
  const judge = (path: string, text: string) =>
    findingsOf(declaredImports, {
      'package.json': JSON.stringify({ devDependencies: { vitest: '5' } }),
      'packages/server/package.json': manifest({ pg: '8', '@plaza/base': '0' }),
      'packages/base/package.json': manifest(),
      [path]: text,
    });

  test.each([
    ['packages/server/src/a.ts', "import x from 'fastify';", '"fastify" is not declared'],
    ['packages/server/src/a.ts', "import x from '@scope/x/deep';", '"@scope/x" is not declared'],
    ['packages/server/src/a.ts', "import x from 'vitest';", '"vitest" is not declared'],
    ['packages/server/src/a.ts', "import x from '@plaza/client';", 'is not declared'],
    ['test/api/a.test.ts', "import x from 'fastify';", '"fastify" is not declared'],
    ['packages/base/src/a.ts', "import x from 'node:fs';", 'base must not use "node:fs"'],
  ])('%s: %s', (path, text, expected) => {
    expect(judge(path, text).join()).toContain(expected);
  });

  test.each([
    ['packages/server/src/a.ts', "import x from 'pg'; import '@plaza/base'; import 'node:fs';"],
    ['packages/server/src/a.test.ts', "import x from 'vitest';"],
    ['test/api/a.test.ts', "import x from 'pg'; import y from 'vitest';"],
  ])('%s allows %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });
});

describe('dead files', () => {
  const main = 'packages/server/src/main.ts';

  test('what nothing reaches is dead, and so is what only tests reach', () => {
    const findings = findingsOf(deadFiles, {
      [main]: "import './a.ts'; new Worker(new URL('./worker.ts', import.meta.url));",
      'packages/server/src/a.ts': "await import('./b.ts');",
      'packages/server/src/b.ts': '',
      'packages/server/src/worker.ts': '',
      'packages/server/src/lone.ts': '',
      'packages/server/src/half.ts': '',
      'packages/server/src/testing.ts': '',
      'packages/server/src/half.test.ts': "import './half.ts'; import './testing.ts';",
    });
    expect(findings).toEqual([
      'packages/server/src/half.ts:1 only tests use this: name it testing*.ts or delete it',
      'packages/server/src/lone.ts:1 nothing imports this file',
    ]);
  });
});

describe('file names', () => {
  test.each(['packages/a/src/someThing.ts', 'packages/a/src/Thing.ts', 'tools/string-utils.ts'])(
    '%s is refused',
    (path) => expect(findingsOf(fileNames, { [path]: '' })).toHaveLength(1),
  );
  test.each(['packages/a/src/some-thing.db.test.ts', 'packages/web/src/Thing.tsx', 'tools/a.ts'])(
    '%s is allowed',
    (path) => expect(findingsOf(fileNames, { [path]: '' })).toEqual([]),
  );
});

describe('lock file', () => {
  const judge = (packages: object) =>
    findingsOf(lockFile, { 'package-lock.json': JSON.stringify({ packages }, undefined, 1) });

  test('a download address is refused', () => {
    const entry = { resolved: 'https://packages.example/x.tgz' };
    expect(judge({ 'node_modules/x': entry }).join()).toContain('a download address');
  });

  test('a platform that npm dropped is refused, one at any level is found', () => {
    const packages = {
      'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-mac': '1' } },
      'node_modules/a/node_modules/b': { optionalDependencies: { 'b-linux': '1', 'a-linux': '1' } },
      'node_modules/a/node_modules/b-linux': {},
      'node_modules/a-linux': {},
    };
    expect(judge(packages)).toEqual([
      'package-lock.json:1 node_modules/a names "a-mac", which has no entry',
    ]);
  });
});

test('a file that does not parse is told', () => {
  expect(findingsOf(parse, { 'tools/a.ts': 'const = 1;' })).toHaveLength(1);
  expect(findingsOf(parse, { 'tools/a.ts': 'const a = 1;' })).toEqual([]);
});
