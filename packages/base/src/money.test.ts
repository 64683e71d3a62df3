import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinor, isAmount, maxAmountMinor, parseMinor, splitEvenly } from './money.ts';

const amounts = fc.integer({ min: 0, max: maxAmountMinor });
const scales = fc.integer({ min: 0, max: 4 });

describe('money', () => {
  it('reads what it wrote, for every scale', () => {
    fc.assert(
      fc.property(amounts, scales, (amountMinor, scale) => {
        expect(parseMinor(formatMinor(amountMinor, scale), scale)).toBe(amountMinor);
      }),
    );
  });

  it('writes all decimals of the currency', () => {
    expect(formatMinor(1250, 2)).toBe('12.50');
    expect(formatMinor(5, 3)).toBe('0.005');
    expect(formatMinor(7, 0)).toBe('7');
    expect(formatMinor(-5, 2)).toBe('-0.05');
  });

  it('reads what a hand leaves unfinished, and nothing that is not an amount', () => {
    expect(parseMinor('12.', 2)).toBe(1200);
    expect(parseMinor('0.1', 2)).toBe(10);
    for (const text of ['', '.5', '-1', '+1', '1e3', '1,5', '1.234', ' 1', '٣', '99999999999999']) {
      expect(parseMinor(text, 2)).toBeNull();
    }
  });

  it('knows what may be paid', () => {
    expect([1, maxAmountMinor].every(isAmount)).toBe(true);
    expect([0, -1, 1.5, Number.NaN, maxAmountMinor + 1].some(isAmount)).toBe(false);
  });

  it('is split into parts that are the whole, the larger ones first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(maxAmountMinor - 500), (count, more) => {
        const totalMinor = count + more;
        const parts = splitEvenly(totalMinor, count);
        expect(parts).toHaveLength(count);
        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(totalMinor);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(parts.toSorted((a, b) => b - a)).toEqual(parts);
      }),
    );
    expect(splitEvenly(1_000, 3)).toEqual([334, 333, 333]);
  });
});
