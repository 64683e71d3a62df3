import { expect, test } from 'vitest';
import { safeName } from './export-media.ts';

test.each([
  ['a/b\\c.txt', 'a-b-c.txt'],
  ['..', 'file'],
  ['.bashrc', 'bashrc'],
  ['con<>:"|?*.tar.gz', 'con-.tar.gz'],
  ['\u202Egnp.exe', 'gnp.exe'],
  [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(80)}.jpeg`],
])('the name %j becomes %j', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});
