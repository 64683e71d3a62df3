import { i18n } from '@lingui/core';
import { beforeEach, expect, test } from 'vitest';
import { formatAmount, formatBytes, formatDay, formatMoment, formatWait } from './format.ts';

beforeEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

const now = new Date(2026, 10, 22, 12);

test('a list tells today by time and yesterday by name', () => {
  expect(formatMoment(new Date(2026, 10, 22, 9, 5), now)).toMatch(/9:05/);
  expect(formatMoment(new Date(2026, 10, 21, 9, 5), now)).toBe('Yesterday');
  expect(formatMoment(new Date(2026, 10, 18), now)).toBe('Wed');
});

test('the language is the one that is active', () => {
  i18n.loadAndActivate({ locale: 'es', messages: {} });
  expect(formatDay(now, now)).toBe('Hoy');
});

test('a wait is never told as nothing', () => {
  expect(formatWait(0)).toBe('1 second');
  expect(formatWait(61_000)).toBe('2 minutes');
});

test('sizes take the unit that fits', () => {
  expect(formatBytes(0)).toBe('0 byte');
  expect(formatBytes(3_200_000)).toBe('3.2 MB');
});

test('an amount is written to the last unit, however much it is', () => {
  const most = { amountMinor: Number.MAX_SAFE_INTEGER, scale: 2 };
  expect(formatAmount(most)).toBe('90,071,992,547,409.91');
  expect(formatAmount({ amountMinor: 5, scale: 2 })).toBe('0.05');
  expect(formatAmount({ amountMinor: 1200, scale: 0 })).toBe('1,200');
  i18n.loadAndActivate({ locale: 'es', messages: {} });
  expect(formatAmount({ amountMinor: 1_234_550, scale: 2 })).toBe('12.345,50');
});

test('a statement shows what came and what went', () => {
  expect(formatAmount({ amountMinor: 340, scale: 2 }, { signed: true })).toBe('+3.40');
  expect(formatAmount({ amountMinor: -340, scale: 2 }, { signed: true })).toBe('\u22123.40');
});
