import { manualClock, seededRandom } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLedgerIds, u128Of, uuidOf } from './ids.ts';
import { U128_MAX } from './limits.ts';

test('makes ids that rise, with the time in front', () => {
  const clock = manualClock();
  const next = createLedgerIds({ clock, random: seededRandom(1) });
  let last = 0n;
  for (let i = 0; i < 1_000; i += 1) {
    const id = next();
    expect(id > last).toBe(true);
    expect(id >> 80n).toBe(BigInt(clock.nowMs()));
    last = id;
    if (i % 10 === 0) clock.advance(1);
  }
});

test('goes on rising when a burst runs over the end of its millisecond', () => {
  const clock = manualClock();
  const full = { bytes: (length: number) => new Uint8Array(length).fill(0xff) };
  const random = { ...seededRandom(1), ...full };
  const next = createLedgerIds({ clock, random });
  const first = next();
  const carried = next();
  expect(carried >> 80n).toBe((first >> 80n) + 1n);
  clock.advance(1);
  expect(next() > carried).toBe(true);
});

test('writes a u128 as a UUID and reads it back', () => {
  expect(uuidOf(1n)).toBe('00000000-0000-0000-0000-000000000001');
  expect(uuidOf(U128_MAX)).toBe('ffffffff-ffff-ffff-ffff-ffffffffffff');
  fc.assert(
    fc.property(fc.bigInt(0n, U128_MAX), fc.bigInt(0n, U128_MAX), (one, other) => {
      expect(u128Of(uuidOf(one))).toBe(one);
      // PostgreSQL sorts UUIDs by their bytes, and so do we.
      expect(uuidOf(one) < uuidOf(other)).toBe(one < other);
    }),
  );
});
