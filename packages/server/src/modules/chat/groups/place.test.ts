import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placesOf, squaresAround } from './place.ts';

const kmPerDegree = 111.3;
const somewhere = fc.record({
  latitude: fc.double({ min: -84, max: 84, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
type Somewhere = { latitude: number; longitude: number };

/** A place so far to the north and to the east. */
function moved({ latitude, longitude }: Somewhere, northKm: number, eastKm: number): Somewhere {
  const perDegree = kmPerDegree * Math.cos((latitude * Math.PI) / 180);
  const east = longitude + eastKm / perDegree;
  return {
    latitude: latitude + northKm / kmPerDegree,
    longitude: ((((east + 180) % 360) + 360) % 360) - 180,
  };
}

test('people within some hundred metres find each other, whatever border is between them', () => {
  const step = fc.double({ min: -0.45, max: 0.45, noNaN: true });
  fc.assert(
    fc.property(somewhere, step, step, (place, northKm, eastKm) => {
      const [own] = squaresAround(place);
      expect(squaresAround(moved(place, northKm, eastKm))).toContain(own);
    }),
  );
});

test('people who are kilometres apart do not', () => {
  const far = fc.double({ min: 4, max: 2_000, noNaN: true });
  fc.assert(
    fc.property(somewhere, far, (place, eastKm) => {
      const [own] = squaresAround(place);
      fc.pre(eastKm < 10_000 * Math.cos((place.latitude * Math.PI) / 180));
      expect(squaresAround(moved(place, 0, eastKm))).not.toContain(own);
    }),
  );
});

test('without a place the network counts: an address, or the network of a household', () => {
  const at = (address: string) =>
    placesOf('1234', null, address).map((hash) => hash.toString('hex'));
  expect(at('203.0.113.7')).toEqual(at('::ffff:203.0.113.7'));
  expect(at('203.0.113.7')).not.toEqual(at('203.0.113.8'));
  expect(at('2001:db8:1:2::1')).toEqual(at('2001:db8:1:2:ffff::9'));
  expect(at('2001:db8:1:2::1')).not.toEqual(at('2001:db8:1:3::1'));
  expect(placesOf('1234', null, '203.0.113.7')).not.toEqual(placesOf('1235', null, '203.0.113.7'));
});
