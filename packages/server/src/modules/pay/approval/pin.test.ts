import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTry, lockStateAt, lockTable, type LockRecord } from '../../../kernel/auth/index.ts';
import {
  newPinReset,
  pinResetStateAt,
  pinResetTable,
  type PinReset,
  type PinResetEvent,
} from './pin-reset.ts';
import { pinLockRule, weaknessOfPin } from './pin.ts';

const startMs = 1_800_000_000_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Step = { event: 'wrong' | 'right'; waitMs: number };
const step: fc.Arbitrary<Step> = fc.record({
  event: fc.constantFrom('wrong', 'right'),
  waitMs: fc.integer({ min: 0, max: 2 * dayMs }),
});

/** Plays tries as the service does, and tells when each was let in. */
function play(steps: readonly Step[]) {
  let record: LockRecord | null = null;
  let nowMs = startMs;
  const letIn: { event: string; atMs: number }[] = [];
  for (const { event, waitMs } of steps) {
    nowMs += waitMs;
    const now = new Date(nowMs);
    if (lockTable[lockStateAt(record, pinLockRule, now)].try === 'refuse') continue;
    letIn.push({ event, atMs: nowMs });
    record = event === 'right' ? null : countTry(record, pinLockRule, now);
  }
  return { letIn, record, nowMs };
}

describe('the lock of a PIN', () => {
  it('gives five tries, then waits that grow to a day and stay there', () => {
    let record: LockRecord | null = null;
    let nowMs = startMs;
    const waits: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      record = countTry(record, pinLockRule, new Date(nowMs));
      const waitMs = (record.lockedUntil?.getTime() ?? nowMs) - nowMs;
      waits.push(waitMs / 60_000);
      nowMs += waitMs;
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 5, 30, 180, 1440, 1440, 1440, 1440]);
  });

  it('gives a patient guesser nine tries, and then one a day', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: dayMs }), { maxLength: 300 }), (waits) => {
        const { letIn, nowMs } = play(waits.map((waitMs) => ({ event: 'wrong', waitMs })));
        const days = Math.floor((nowMs - startMs) / dayMs);
        expect(letIn.length).toBeLessThanOrEqual(9 + days);
      }),
    );
  });

  it('forgets wrong tries only for a right one, however long it takes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat({ max: 5_000 }), (steps, days) => {
        const { letIn, record, nowMs } = play(steps);
        const lastRight = letIn.findLastIndex(({ event }) => event === 'right');
        const wrongSince = letIn.length - 1 - lastRight;
        expect(record?.failures ?? 0).toBe(wrongSince);
        const later = new Date(nowMs + (days + 1) * dayMs);
        const expected = wrongSince < pinLockRule.freeTries ? 'free' : 'probing';
        expect(lockStateAt(record, pinLockRule, later)).toBe(expected);
      }),
    );
  });

  it('lets nothing in while it is locked, and is open at the very moment that it named', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { record } = play(steps);
        if (record?.lockedUntil == null) return;
        const { lockedUntil } = record;
        const before = new Date(lockedUntil.getTime() - 1);
        expect(lockTable[lockStateAt(record, pinLockRule, before)].try).toBe('refuse');
        expect(lockTable[lockStateAt(record, pinLockRule, lockedUntil)].try).toBe('count');
      }),
    );
  });
});

describe('the reset of a PIN', () => {
  const resetStep = fc.record({
    event: fc.constantFrom<PinResetEvent>('begin', 'cancel', 'finish', 'prove'),
    waitMs: fc.integer({ min: 0, max: 3 * dayMs }),
  });

  it('replaces the PIN only after a day in which nobody cancelled or knew it', () => {
    fc.assert(
      fc.property(fc.array(resetStep, { maxLength: 60 }), (steps) => {
        let reset: PinReset | null = null;
        let nowMs = startMs;
        let quietSinceMs = Number.NaN;
        for (const { event, waitMs } of steps) {
          nowMs += waitMs;
          const now = new Date(nowMs);
          const effect = pinResetTable[pinResetStateAt(reset, now)][event];
          if (effect === 'start') {
            reset = newPinReset(now);
            quietSinceMs = nowMs;
          } else if (effect === 'end') {
            reset = null;
          } else if (effect === 'replace') {
            expect(event).toBe('finish');
            expect(nowMs - quietSinceMs).toBeGreaterThanOrEqual(dayMs);
            expect(nowMs - quietSinceMs).toBeLessThan(8 * dayMs);
            reset = null;
          }
          if (event === 'cancel' || event === 'prove') {
            expect(['none', 'lapsed']).toContain(pinResetStateAt(reset, now));
          }
        }
      }),
    );
  });

  it('is ready at the very moment that it named, and gone at the other', () => {
    const reset = newPinReset(new Date(startMs));
    const at = (date: Date, deltaMs: number) =>
      pinResetStateAt(reset, new Date(date.getTime() + deltaMs));
    expect(at(reset.readyAt, -1)).toBe('waiting');
    expect(at(reset.readyAt, 0)).toBe('ready');
    expect(at(reset.expiresAt, -1)).toBe('ready');
    expect(at(reset.expiresAt, 0)).toBe('lapsed');
  });
});

describe('a weak PIN', () => {
  it.each([
    ['000000', 'repeated'],
    ['121212', 'repeated'],
    ['123123', 'repeated'],
    ['123456', 'sequence'],
    ['987654', 'sequence'],
    ['890123', 'sequence'],
    ['135791', 'sequence'],
    ['112233', 'common'],
    ['520131', 'common'],
    ['147258', 'common'],
  ])('is %s: %s', (pin, weakness) => expect(weaknessOfPin(pin)).toBe(weakness));

  it.each(['730582', '850314', '199002', '112358', '654327'])('is not %s', (pin) =>
    expect(weaknessOfPin(pin)).toBeNull(),
  );

  it('is rare: fewer than two PINs in a hundred are refused', () => {
    let refused = 0;
    for (let number = 0; number < 1_000_000; number += 1) {
      if (weaknessOfPin(String(number).padStart(6, '0')) !== null) refused += 1;
    }
    expect(refused).toBeGreaterThan(1_000);
    expect(refused).toBeLessThan(20_000);
  });
});
