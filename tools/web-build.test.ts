import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildStamp, isBuilt, withBuildLock, writeStamp } from './web-build.ts';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plaza-build-'));
  write('package-lock.json', '{}');
  for (const name of ['base', 'contract', 'client', 'web']) {
    write(`packages/${name}/src/index.ts`, `export const name = '${name}';`);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  'packages/web/src/new.tsx',
  'packages/web/src/index.ts',
  'packages/base/src/index.ts',
  'packages/web/index.html',
  'package-lock.json',
])('a change of %s asks for a new build', (path) => {
  const before = buildStamp(root);
  expect(buildStamp(root)).toBe(before);
  write(path, 'changed');
  expect(buildStamp(root)).not.toBe(before);
});

test.each(['packages/web/dist/index.html', 'packages/web/src/a.test.ts', 'packages/web/README.md'])(
  'a change of %s does not',
  (path) => {
    const before = buildStamp(root);
    write(path, 'changed');
    expect(buildStamp(root)).toBe(before);
  },
);

test('a build counts once its stamp is written', () => {
  const web = join(root, 'packages', 'web');
  const stamp = buildStamp(root);
  expect(isBuilt(web, stamp)).toBe(false);
  mkdirSync(join(web, 'dist'));
  expect(isBuilt(web, stamp)).toBe(false);
  writeStamp(web, stamp);
  expect(isBuilt(web, stamp)).toBe(true);
  expect(isBuilt(web, 'another')).toBe(false);
});

test('a second process waits for the first one, and takes over when it is killed', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'web-build.ts'));
  const source = `
    import { withBuildLock } from ${module};
    await withBuildLock(${JSON.stringify(root)}, () => {
      console.log('held');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);
    });`;
  const args = ['--input-type=module', '-e', source];
  const first = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(first.stdout, 'data');
  const order: string[] = [];
  const second = withBuildLock(root, () => void order.push('second'));
  await new Promise((resolve) => void setTimeout(resolve, 100));
  expect(order).toEqual([]);
  order.push('killed');
  first.kill('SIGKILL');
  await second;
  expect(order).toEqual(['killed', 'second']);
});
