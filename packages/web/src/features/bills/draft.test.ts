import type { PersonId } from '@plaza/base';
import { expect, test } from 'vitest';
import { emptyDraft, isOdd, planOf, type Draft } from './draft.ts';

const [me, ana, wei] = ['me', 'ana', 'wei'] as PersonId[] as [PersonId, PersonId, PersonId];
const known = { meId: me, people: [ana, wei], scale: 2, maxAmountMinor: 100_000 };
const plan = (over: Partial<Draft>) =>
  planOf({ ...emptyDraft, title: 'Dinner', amount: '10', ...over }, known);
const amounts = (over: Partial<Draft>) =>
  plan(over).parts.map(({ personId, amountMinor }) => [personId, amountMinor]);

test('a whole is split into equal parts, the odd unit on the first', () => {
  expect(amounts({})).toEqual([
    [me, 334],
    [ana, 333],
    [wei, 333],
  ]);
  expect(plan({})).toMatchObject({ amountMinor: 1_000, wrong: null });
  expect(isOdd(plan({}))).toBe(true);
  expect(isOdd(plan({ amount: '9' }))).toBe(false);
  expect(amounts({ left: [me] })).toEqual([
    [ana, 500],
    [wei, 500],
  ]);
});

test('own amounts make the whole', () => {
  const own = { me: '1', ana: '2.5', wei: '0.01' };
  expect(plan({ way: 'own', own })).toMatchObject({ amountMinor: 351, wrong: null });
  expect(plan({ way: 'own', own: { me: '1' } }).wrong).toBe('amount');
  expect(plan({ way: 'own', own: { ana: '2' }, left: [me, wei] }).wrong).toBeNull();
});

test('who collects gives nothing, and each the same or what they choose', () => {
  expect(amounts({ way: 'collect' })).toEqual([
    [ana, 1_000],
    [wei, 1_000],
  ]);
  expect(plan({ way: 'collect', isFree: true })).toMatchObject({ amountMinor: null, wrong: null });
});

test('what the server would refuse is said before it is asked', () => {
  expect(plan({ title: '  ' }).wrong).toBe('title');
  expect(plan({ amount: '' }).wrong).toBe('amount');
  expect(plan({ amount: '0.02' }).wrong).toBe('too_small');
  expect(plan({ amount: '3000.03' }).wrong).toBe('too_large');
  expect(plan({ left: [ana, wei] }).wrong).toBe('people');
});
