import { secureRandom } from '@plaza/base';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSeal } from './seal.ts';

let folder: string;
const sealIn = (name = 'keys/seal.key') =>
  createSeal({ keyFile: path.join(folder, name), random: secureRandom });
const secret = Buffer.from('a secret');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plaza-seal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('opens what any process with the same file sealed', async () => {
  const [one, other] = [sealIn(), sealIn()];
  const [sealed, again] = await Promise.all([one.seal('a', secret), other.seal('a', secret)]);
  expect(sealed.equals(again)).toBe(false);
  expect(sealed.includes(secret)).toBe(false);
  expect(await other.open('a', sealed)).toEqual(secret);
  expect(await one.open('a', again)).toEqual(secret);
});

it('opens nothing of another place, of another file, or changed', async () => {
  const seal = sealIn();
  const sealed = await seal.seal('a', secret);
  const changed = Buffer.from(sealed);
  changed.writeUInt8((changed.at(-1) as number) ^ 1, changed.length - 1);
  await expect(seal.open('b', sealed)).rejects.toThrow();
  await expect(seal.open('a', changed)).rejects.toThrow();
  await expect(seal.open('a', Buffer.alloc(4))).rejects.toThrow('not a sealed secret');
  await expect(sealIn('another.key').open('a', sealed)).rejects.toThrow();
});

it('keeps its key to itself, and takes no file that holds none', async () => {
  await sealIn().seal('a', secret);
  const file = path.join(folder, 'keys/seal.key');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toHaveLength(32);
  await writeFile(path.join(folder, 'odd.key'), 'too short');
  await expect(sealIn('odd.key').seal('a', secret)).rejects.toThrow('does not hold a key');
});
