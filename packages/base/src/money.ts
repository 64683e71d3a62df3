import { assert } from './assert.ts';

/**
 * An amount is a whole number of the smallest unit of its currency, never a fraction: with scale 2
 * the amount 1250 is 12.50. Larger than this no single payment is; sums stay exact far beyond.
 */
export const maxAmountMinor = 1_000_000_000_000;

/** Whether a number may be the amount of a payment: whole, positive, not absurdly large. */
export function isAmount(amountMinor: number): boolean {
  return Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor <= maxAmountMinor;
}

/** Writes an amount with a point and all decimals of its scale: `(1250, 2)` is `"12.50"`. */
export function formatMinor(amountMinor: number, scale: number): string {
  assert(Number.isSafeInteger(amountMinor), 'an amount is a whole number');
  assert(Number.isInteger(scale) && scale >= 0 && scale <= 4, 'a scale is 0 to 4');
  const digits = String(Math.abs(amountMinor)).padStart(scale + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}

/**
 * Reads what somebody typed with a point, without ever going through a fraction: `("12.5", 2)` is
 * 1250. Null for anything else: signs, blanks, more decimals than the currency has, too large.
 */
export function parseMinor(text: string, scale: number): number | null {
  const match = /^(\d{1,13})(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > scale) return null;
  const amountMinor = Number(whole + decimals.padEnd(scale, '0'));
  return Number.isSafeInteger(amountMinor) && amountMinor <= maxAmountMinor ? amountMinor : null;
}

/**
 * Splits a total into equal parts: `(1000, 3)` is 334, 333, 333. They differ by one unit at most,
 * the odd units fall on the first ones, and together they are exactly the total.
 */
export function splitEvenly(totalMinor: number, count: number): number[] {
  assert(Number.isInteger(count) && count > 0, 'there is somebody to split among');
  assert(isAmount(totalMinor) && totalMinor >= count, 'everybody has a part');
  const each = Math.floor(totalMinor / count);
  const odd = totalMinor - each * count;
  return Array.from({ length: count }, (_, index) => (index < odd ? each + 1 : each));
}
