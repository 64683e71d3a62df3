import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aloneBox, columnsOf, moved } from './grid.ts';

test('photos stand in pairs or by threes', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(columnsOf)).toEqual([1, 2, 3, 2, 3, 3, 3, 3, 3]);
});

test('a single photo keeps its shape, unless it is far too long or flat', () => {
  expect(aloneBox({ width: 1600, height: 1200 })).toEqual({ width: 288, height: 216 });
  expect(aloneBox({ width: 400, height: 8000 })).toEqual({ width: 120, height: 288 });
  expect(aloneBox({ width: 0, height: 10 })).toEqual({ width: 288, height: 288 });
});

test('moving one keeps all others in their order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 9 }),
      fc.nat(8),
      fc.nat(8),
      (list, a, b) => {
        const [from, to] = [a % list.length, b % list.length];
        const next = moved(list, from, to);
        expect(next[to]).toBe(list[from]);
        expect(next.filter((one) => one !== list[from])).toEqual(list.toSpliced(from, 1));
      },
    ),
  );
});
