import { expect, test } from 'vitest';
import type { ServerFacts } from '../../kernel/db/index.ts';
import { judge } from './database.ts';

const sound: ServerFacts = {
  version: '150004',
  ownsDatabase: true,
  superuser: false,
  encoding: 'UTF8',
  nowMs: 1_000_000,
  connectionsAllowed: 100,
};
const here = { nowMs: 1_001_000, pool: 20 };
const levels = (facts: Partial<ServerFacts>) =>
  judge({ ...sound, ...facts }, here).map(({ level }) => level);

test('a sound server is fine', () => {
  expect(levels({})).toEqual(['ok']);
});

test('an old server is one problem, whatever else it is', () => {
  expect(levels({ version: '140011', superuser: true })).toEqual(['problem']);
});

test.each<[Partial<ServerFacts>, string, string]>([
  [{ encoding: 'SQL_ASCII' }, 'problem', 'SQL_ASCII'],
  [{ ownsDatabase: false }, 'problem', 'may not create schemas'],
  [{ superuser: true }, 'warning', 'superuser'],
  [{ connectionsAllowed: 25 }, 'warning', '25 connections'],
  [{ nowMs: 60_000 }, 'warning', 'differs from this one'],
])('%o is a %s', (facts, level, text) => {
  const found = judge({ ...sound, ...facts }, here).filter((finding) => finding.level !== 'ok');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ level, message: expect.stringContaining(text) });
  expect(found[0]?.cure).toMatch(/\.$/);
});
