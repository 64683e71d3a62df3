import type { BillId } from '@plaza/base';
import type { Bill } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { restore } from '../store/restore.ts';
import { takeBills } from './bills.ts';
import { changesOf } from './persist.ts';
import { reduce } from './reduce.ts';
import { emptyState } from './types.ts';

const billId = 'b' as BillId;
const bill = (version: number, over: Partial<Bill> = {}) =>
  ({ billId, version, createdAt: '2026-11-23T00:00:00.000Z', ...over }) as Bill;

test('what was told of a bill ends the same in whatever order it comes', () => {
  const told = [1, 2, 3, 4].map((version) => bill(version));
  fc.assert(
    fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (order) => {
      const end = order.reduce((state, one) => takeBills(state, [one]), emptyState);
      expect(end.bills.get(billId)).toEqual(told.at(-1));
    }),
  );
});

test('of many bills the newest told are kept', () => {
  const many = Array.from({ length: 1_200 }, (_, n) => bill(1, { billId: `b${n}` as BillId }));
  const { bills } = takeBills(emptyState, many);
  expect(bills.size).toBe(1_000);
  expect(bills.has('b1199' as BillId)).toBe(true);
});

test('bills survive a restart', async () => {
  const store = createMemoryStore();
  const action = { type: 'bills', bills: [bill(3)] } as const;
  await store.write(changesOf(action, emptyState, reduce(emptyState, action)));
  expect((await restore(store)).bills?.get(billId)?.version).toBe(3);
});
