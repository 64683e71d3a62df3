import type { PersonId } from '@plaza/base';
import { expect, test } from 'vitest';
import { planOf, type Draft } from './draft.ts';

const rule = { currency: 'points', scale: 2, maxShareMinor: 20_000, maxAmountMinor: 100_000 };
const draft: Draft = { kind: 'lucky', amount: '10', count: '5', greeting: '', forPersonId: null };
const plan = (over: Partial<Draft>, isGroup = true, availableMinor = 50_000) =>
  planOf({ ...draft, ...over }, { rule, availableMinor, isGroup });

test('luck shares the whole, equal shares are each as typed', () => {
  expect(plan({})).toEqual({ count: 5, amountMinor: 1_000, wrong: null });
  expect(plan({ kind: 'fixed' })).toEqual({ count: 5, amountMinor: 5_000, wrong: null });
});

test('between two, and for one person, there is one share', () => {
  expect(plan({ kind: 'fixed', count: '7' }, false)).toMatchObject({ count: 1, wrong: null });
  expect(plan({ kind: 'forOne' })).toMatchObject({ count: 1, wrong: 'person' });
  expect(plan({ kind: 'forOne', forPersonId: 'p' as PersonId })).toMatchObject({ wrong: null });
});

test('what the server would refuse is said before anything is approved', () => {
  expect(plan({ amount: '' }).wrong).toBe('amount');
  expect(plan({ amount: '0' }).wrong).toBe('amount');
  expect(plan({ count: '' }).wrong).toBe('count');
  expect(plan({ count: '101' }).wrong).toBe('count');
  expect(plan({ amount: '0.04' }).wrong).toBe('too_small');
  expect(plan({ amount: '0.05' }).wrong).toBeNull();
  expect(plan({ kind: 'fixed', amount: '200.01', count: '1' }).wrong).toBe('share_too_large');
  expect(plan({ amount: '1000.01', count: '100' }).wrong).toBe('too_large');
  expect(plan({ amount: '500.01' }).wrong).toBe('too_much');
});
