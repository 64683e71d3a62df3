import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstCut, fitCut, sideOf } from './crop.ts';

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});
const cuts = fc.record({
  x: fc.integer({ min: -9000, max: 9000 }),
  y: fc.integer({ min: -9000, max: 9000 }),
  zoom: fc.double({ min: 0.1, max: 20, noNaN: true }),
});

test('a fitted cut never shows anything outside of the picture', () => {
  fc.assert(
    fc.property(sizes, cuts, (size, cut) => {
      const { x, y, zoom } = fitCut(size, cut);
      const half = sideOf(size, zoom) / 2;
      const slack = 1e-6;
      expect(x - half).toBeGreaterThanOrEqual(-slack);
      expect(y - half).toBeGreaterThanOrEqual(-slack);
      expect(x + half).toBeLessThanOrEqual(size.width + slack);
      expect(y + half).toBeLessThanOrEqual(size.height + slack);
    }),
  );
});

test('fitting what fits changes nothing', () => {
  fc.assert(
    fc.property(sizes, cuts, (size, cut) => {
      const fitted = fitCut(size, cut);
      expect(fitCut(size, fitted)).toEqual(fitted);
    }),
  );
  expect(fitCut({ width: 300, height: 200 }, firstCut({ width: 300, height: 200 }))).toEqual({
    x: 150,
    y: 100,
    zoom: 1,
  });
});
