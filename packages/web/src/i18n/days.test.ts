import { expect, test } from 'vitest';
import { ageOf } from './days.ts';

const now = new Date(2026, 10, 22, 0, 30);

test('days are told by the calendar, not by hours', () => {
  expect(ageOf(new Date(2026, 10, 22, 0, 1), now)).toBe('today');
  expect(ageOf(new Date(2026, 10, 21, 23, 59), now)).toBe('yesterday');
  expect(ageOf(new Date(2026, 10, 16, 12), now)).toBe('week');
  expect(ageOf(new Date(2026, 10, 15, 12), now)).toBe('year');
  expect(ageOf(new Date(2025, 11, 31), now)).toBe('older');
});

test('a clock that is a little ahead still says today', () => {
  expect(ageOf(new Date(2026, 10, 23, 8), now)).toBe('today');
});
