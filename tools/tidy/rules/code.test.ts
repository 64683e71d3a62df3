import { describe, expect, test } from 'vitest';
import { findingsOf } from '../testing.ts';
import { clock } from './clock.ts';
import { consolePrint } from './console-print.ts';
import { environment } from './environment.ts';
import { honestTests } from './honest-tests.ts';
import { markers } from './markers.ts';
import { sizes } from './sizes.ts';
import { webSafety } from './web-safety.ts';

const moduleFile = 'packages/server/src/modules/chat/a.ts';

describe('clock', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'performance.now()',
    'Math.random()',
    'setTimeout(() => {}, 5)',
    'setInterval(tick, 5)',
    'crypto.randomUUID()',
    'crypto.getRandomValues(bytes)',
    'randomBytes(16)',
    'const now = Date.now;',
    "import { setTimeout as sleep } from 'node:timers/promises';",
  ])('%s is refused in a module, once', (text) => {
    expect(findingsOf(clock, { [moduleFile]: text })).toHaveLength(1);
  });

  test('a given instant is no reading of the clock, and base may read it', () => {
    expect(
      findingsOf(clock, { [moduleFile]: 'new Date(at); deps.clock.now(); Date.parse(s)' }),
    ).toEqual([]);
    expect(findingsOf(clock, { 'packages/base/src/clock.ts': 'Date.now()' })).toEqual([]);
  });
});

describe('environment and console', () => {
  test('only config.ts reads the environment', () => {
    expect(findingsOf(environment, { [moduleFile]: '\nprocess.env.HOME' })).toHaveLength(1);
    expect(
      findingsOf(environment, { [moduleFile]: "import { env } from 'node:process'" }),
    ).toHaveLength(1);
    expect(findingsOf(environment, { 'packages/server/src/config.ts': 'process.env' })).toEqual([]);
  });

  test('only the CLI prints', () => {
    expect(findingsOf(consolePrint, { [moduleFile]: 'console.log(1)' })).toHaveLength(1);
    expect(
      findingsOf(consolePrint, { 'packages/server/src/cli/main.ts': 'console.log(1)' }),
    ).toEqual([]);
  });
});

test('markers are found in comments, not in names', () => {
  const marker = 'TO' + 'DO';
  expect(findingsOf(markers, { [moduleFile]: `\n// ${marker} later` })).toEqual([
    `${moduleFile}:2 ${marker} left behind`,
  ]);
  expect(findingsOf(markers, { [moduleFile]: `const ${marker} = 1;` })).toEqual([]);
});

describe('sizes', () => {
  const lines = (count: number) => Array.from({ length: count }, () => '  a();').join('\n');
  const judge = (path: string, text: string) => findingsOf(sizes, { [path]: text });

  test('files: 400 lines of source, 800 of tests', () => {
    expect(judge(moduleFile, `${lines(400)}\n`)).toEqual([]);
    expect(judge(moduleFile, `${lines(401)}\n`).join()).toContain('401 lines, the limit is 400');
    expect(judge('test/api/a.test.ts', `${lines(800)}\n`)).toEqual([]);
    expect(judge('test/api/a.test.ts', `${lines(801)}\n`)).toHaveLength(1);
  });

  test('functions: 70 lines, components 120, the body of a test as long as its file', () => {
    const long = (head: string) => `${head} {\n${lines(69)}\n}`;
    expect(judge(moduleFile, long('function f()')).join()).toContain('f has 71 lines');
    expect(judge(moduleFile, long('const f = () =>')).join()).toContain('f has 71 lines');
    expect(judge('packages/web/src/A.tsx', long('function A()'))).toEqual([]);
    expect(judge('packages/web/src/A.tsx', long('function useA()'))).toHaveLength(1);
    expect(judge('test/api/a.test.ts', `describe('x', () => {\n${lines(200)}\n})`)).toEqual([]);
  });

  test('parameters: four', () => {
    expect(judge(moduleFile, 'function f(a, b, c, d) {}')).toEqual([]);
    expect(judge(moduleFile, 'function f(a, b, c, d, e) {}')).toHaveLength(1);
  });

  test('lines: 100 columns, a class list 140, one long word as long as it is', () => {
    const words = (count: number) => 'ab '.repeat(count);
    expect(judge(moduleFile, `// ${words(32)}`)).toEqual([]);
    expect(judge(moduleFile, `// ${words(34)}`)).toHaveLength(1);
    expect(judge('packages/web/src/A.tsx', `<p className="${words(36)}" />`)).toEqual([]);
    expect(judge('packages/web/src/A.tsx', `<p className="${words(46)}" />`)).toHaveLength(1);
    expect(judge(moduleFile, `// ${words(20)} ${'x'.repeat(90)}`)).toEqual([]);
    expect(judge('packages/a/migrations/x.sql', `-- ${words(40)}`)).toHaveLength(1);
  });
});

describe('web safety', () => {
  const judge = (text: string) => findingsOf(webSafety, { 'packages/web/src/A.tsx': text });

  test.each([
    'const a = <p dangerouslySetInnerHTML={x} />;',
    'element.innerHTML = text;',
    "fetch('https://fonts.example.com/a.css');",
    'const a = `wss://push.example.org/${id}`;',
    'eval(code);',
    'new Function(code);',
  ])('%s is refused', (text) => expect(judge(text)).toHaveLength(1));

  test.each([
    "const ns = 'http://www.w3.org/2000/svg';",
    "if (text.startsWith('https://')) open(text);",
    '// see https://example.com/why\nconst a = 1;',
  ])('%s is allowed', (text) => expect(judge(text)).toEqual([]));

  test('a stylesheet asks no foreign host either', () => {
    const style = { 'packages/web/src/style.css': '@import url(https://fonts.example.com/a);' };
    expect(findingsOf(webSafety, style)).toHaveLength(1);
  });
});

test('tests are neither focused, nor put aside, nor mocked', () => {
  const path = 'packages/base/src/a.test.ts';
  const text = "it.only('a');\ndescribe.skip('b');\nvi.mock('./c.ts');\nit.skipIf(x)('d');";
  expect(findingsOf(honestTests, { [path]: text }).map((line) => line.split(' ')[0])).toEqual([
    `${path}:1`,
    `${path}:2`,
    `${path}:3`,
  ]);
});
