import type { PersonId } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOf } from './boxes.ts';
import { formatClock } from './clock.ts';
import { fileFamily } from './file-family.ts';
import { formatPlace, geoAddress } from './places.ts';
import { choiceOf, chosenAfter, optionsOf } from './poll.ts';
import { barsOf, loudest, peaksOf } from './waveform.ts';

const [me, ana] = ['me' as PersonId, 'ana' as PersonId];

test('a picture has its place before it is there, and is never shown larger than it is', () => {
  expect(boxOf({ width: 1600, height: 1200 })).toEqual({ width: 280, height: 210 });
  expect(boxOf({ width: 200, height: 120 })).toEqual({ width: 200, height: 120 });
  // A thin strip is cut to a window that can be pressed.
  expect(boxOf({ width: 4000, height: 40 })).toEqual({ width: 280, height: 96 });
  expect(boxOf({ width: 0, height: 0 })).toEqual({ width: 280, height: 280 });
});

test('a length of time is written as players do', () => {
  expect(formatClock(0)).toBe('0:00');
  expect(formatClock(59_600)).toBe('1:00');
  expect(formatClock(3_723_000)).toBe('1:02:03');
});

test('the kind of a file is told by its name first', () => {
  const of = (name: string, contentType = 'application/octet-stream') =>
    fileFamily({ name, contentType });
  expect(of('a.PDF')).toBe('pdf');
  expect(of('table.xlsx')).toBe('table');
  expect(of('x.tar.gz')).toBe('archive');
  expect(of('noname', 'audio/ogg')).toBe('audio');
  expect(of('noname')).toBe('other');
});

test('bars stand for peaks, however many there are of each', () => {
  const peaks = fc.array(fc.integer({ min: 0, max: loudest }), { maxLength: 64 });
  fc.assert(
    fc.property(peaks, fc.integer({ min: 1, max: 80 }), (all, count) => {
      const bars = barsOf(all, count);
      expect(bars).toHaveLength(count);
      expect(bars.every((bar) => bar >= 0 && bar <= 1)).toBe(true);
      const highest = Math.max(0, ...all) / loudest;
      if (count <= all.length) expect(Math.max(...bars)).toBe(highest);
    }),
  );
});

test('peaks fit the contract, and a quiet voice is seen', () => {
  const levels = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2_000 });
  fc.assert(
    fc.property(levels, (all) => {
      const peaks = peaksOf(all);
      expect(peaks.length).toBeLessThanOrEqual(64);
      expect(peaks.every((peak) => Number.isInteger(peak) && peak >= 0 && peak <= 31)).toBe(true);
    }),
  );
  expect(Math.max(...peaksOf([0.01, 0.1, 0.02]))).toBe(31);
  // Silence is not blown up.
  expect(Math.max(...peaksOf([0.001, 0.002]))).toBeLessThan(3);
});

test('a place is written with its sides of the world and opens in any map', () => {
  expect(formatPlace({ latitude: -33.8568, longitude: 151.2153 })).toBe(
    '33.85680° S, 151.21530° E',
  );
  expect(geoAddress({ latitude: 1, longitude: -2, name: 'A & B' })).toBe(
    'geo:1.000000,-2.000000?q=1.000000,-2.000000(A%20%26%20B)',
  );
});

test('a poll without votes has its options, and votes are parts of the voters', () => {
  const said = { options: ['a', 'b'], multiple: true };
  expect(optionsOf(said, undefined).map(({ percent }) => percent)).toEqual([0, 0]);
  const options = [
    { count: 2, personIds: [me, ana] },
    { count: 1, personIds: [ana] },
  ];
  const tally = { options, voters: 2, closed: false };
  expect(optionsOf(said, tally).map(({ percent }) => percent)).toEqual([100, 50]);
  expect(choiceOf(tally, ana)).toEqual([0, 1]);
  expect(choiceOf(tally, null)).toEqual([]);
});

test('pressing an option again takes it back; of a single choice the other one goes', () => {
  expect(chosenAfter([], 1, false)).toEqual([1]);
  expect(chosenAfter([1], 0, false)).toEqual([0]);
  expect(chosenAfter([1], 1, false)).toEqual([]);
  expect(chosenAfter([0, 2], 1, true)).toEqual([0, 1, 2]);
});
