import { expect, test } from 'vitest';
import { createPreparing } from './preparing.ts';

const times = (count: number, run: () => string | undefined) =>
  Array.from({ length: count }, run).at(-1);

test('names what is run often, and anew as it is run more often', () => {
  const { nameOf } = createPreparing();
  const one = () => nameOf('select 1');
  expect(times(19, one)).toBeUndefined();
  const first = one();
  expect(first).toMatch(/^plaza_\d+$/);
  expect(times(139, one)).toBe(first);
  const second = one();
  expect(second).not.toBe(first);
  expect(times(1_000, one)).toBe(second);
  expect(nameOf('select 2')).toBeUndefined();
});

test('gives each statement a name of its own', () => {
  const { nameOf } = createPreparing();
  const texts = Array.from({ length: 50 }, (_, n) => `select ${n}`);
  const names = texts.map((text) => times(20, () => nameOf(text)));
  expect(new Set(names).size).toBe(50);
  expect(names).not.toContain(undefined);
});

test('keeps a bounded number, whatever texts come', () => {
  const { nameOf } = createPreparing();
  const names = Array.from({ length: 10_000 }, (_, n) => times(21, () => nameOf(`select ${n}`)));
  expect(new Set(names.filter((name) => name !== undefined)).size).toBe(400);
});

test('names anew what is of no use any more', () => {
  const { nameOf, forget } = createPreparing();
  const first = times(20, () => nameOf('select 1'));
  forget('select 1');
  expect(nameOf('select 1')).toBeUndefined();
  const second = times(20, () => nameOf('select 1'));
  expect(second).toBeDefined();
  expect(second).not.toBe(first);
});
