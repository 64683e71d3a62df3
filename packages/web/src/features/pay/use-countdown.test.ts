import { expect, test } from 'vitest';
import { formatCountdown } from './use-countdown.ts';

test('a countdown shows minutes and seconds, with hours where there are some', () => {
  expect(formatCountdown(0)).toBe('0:00');
  expect(formatCountdown(59_001)).toBe('1:00');
  expect(formatCountdown(24 * 3_600_000 - 1)).toBe('24:00:00');
});
