import { describe, expect, test } from 'vitest';
import { findingsOf, manifest } from '../testing.ts';
import { layers } from './layers.ts';
import { moduleCircles } from './module-circles.ts';

const server = 'packages/server/src';
const house = {
  'packages/base/package.json': manifest(),
  'packages/contract/package.json': manifest(),
  'packages/client/package.json': manifest(),
  'packages/base/src/index.ts': '',
  'packages/contract/src/index.ts': '',
  'packages/client/src/index.ts': '',
  [`${server}/kernel/db/index.ts`]: '',
  [`${server}/kernel/db/pool.ts`]: '',
  [`${server}/kernel/clock.ts`]: '',
  [`${server}/modules/chat/index.ts`]: '',
  [`${server}/modules/chat/store.ts`]: '',
  [`${server}/config.ts`]: '',
  'packages/web/src/features/chat/index.ts': '',
  'packages/web/src/features/chat/Thread.tsx': '',
};

function judge(path: string, text: string): string[] {
  return findingsOf(layers, { ...house, [path]: text });
}

describe('layers', () => {
  test.each([
    ['packages/base/src/a.ts', "import { x } from '@plaza/contract';", 'base must not import'],
    ['packages/contract/src/a.ts', "import { x } from '@plaza/client';", 'contract must not'],
    ['packages/client/src/a.ts', "import { x } from '@plaza/contract';", 'only types of contract'],
    [`${server}/kernel/db/a.ts`, "import '../../modules/chat/index.ts';", 'kernel must not'],
    [`${server}/kernel/db/a.ts`, "await import('../../modules/chat/index.ts');", 'kernel must not'],
    [`${server}/modules/pay/a.ts`, "import '../chat/store.ts';", 'only through its index'],
    [`${server}/modules/pay/a.ts`, "export * from '../chat/store.ts';", 'only through its index'],
    [`${server}/modules/pay/a.ts`, "import '../../kernel/db/pool.ts';", 'only through its index'],
    [`${server}/modules/pay/a.ts`, "import '../../config.ts';", 'module must not import server'],
    [`${server}/compose.ts`, "import './modules/chat/store.ts';", 'only through its index'],
    [`${server}/compose.ts`, "import '../../base/src/index.ts';", 'by its name'],
    ['packages/web/src/main.tsx', "import { x } from '@plaza/contract';", 'only types of contract'],
    ['packages/web/src/main.tsx', "import './features/chat/Thread.tsx';", 'only through its index'],
    ['services/bikes/program/app.ts', "import '@plaza/base';", 'program must not import base'],
    ['services/bikes/server/main.ts', `import '../../../${server}/config.ts';`, 'service must not'],
    [
      'test/api/a.test.ts',
      `import '../../${server}/modules/chat/store.ts';`,
      'test must not import module',
    ],
    ['packages/base/src/a.ts', "import './gone.ts';", 'leads to no file'],
    ['packages/base/src/a.ts', "import './index';", 'leads to no file'],
  ])('%s refuses %s', (path, text, expected) => {
    const findings = judge(path, text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(expected);
  });

  test.each([
    ['packages/client/src/a.ts', "import type { x } from '@plaza/contract';"],
    ['packages/client/src/a.ts', "import { type x, type y } from '@plaza/contract';"],
    [`${server}/modules/pay/a.ts`, "import '../chat/index.ts';"],
    [`${server}/modules/pay/a.ts`, "import '../../kernel/clock.ts';"],
    [`${server}/modules/pay/a.db.test.ts`, "import '../../kernel/db/pool.ts';"],
    [`${server}/modules/chat/b.ts`, "import './store.ts';"],
    [`${server}/compose.ts`, "import './modules/chat/index.ts'; import './kernel/db/pool.ts';"],
    ['packages/web/src/main.tsx', "import './features/chat/index.ts'; import './style.css';"],
    ['test/api/a.test.ts', `import '../../${server}/config.ts';`],
  ])('%s allows %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });
});

describe('module circles', () => {
  const modules = (edges: readonly (readonly [string, string])[]) =>
    Object.fromEntries([
      ...['a', 'b', 'c'].map((name) => [`${server}/modules/${name}/index.ts`, '']),
      ...edges.map(([from, to]) => [
        `${server}/modules/${from}/to-${to}.ts`,
        `import type { x } from '../${to}/index.ts';`,
      ]),
    ]);

  test('a circle of three is told once, with its way', () => {
    const findings = findingsOf(
      moduleCircles,
      modules([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]),
    );
    expect(findings).toEqual([
      `${server}/modules/a/to-b.ts:1 modules form a circle: a → b → c → a`,
    ]);
  });

  test('a diamond is no circle', () => {
    expect(
      findingsOf(
        moduleCircles,
        modules([
          ['a', 'b'],
          ['a', 'c'],
          ['b', 'c'],
        ]),
      ),
    ).toEqual([]);
  });
});
