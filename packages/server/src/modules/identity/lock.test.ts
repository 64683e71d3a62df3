import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTry, lockStateAt, lockTable, type LockRecord } from '../../kernel/auth/index.ts';
import { lockRules } from './lock.ts';

const startMs = 1_800_000_000_000;
const dayMs = 24 * 3_600_000;
const step = fc.record({
  event: fc.constantFrom('wrong', 'right'),
  waitMs: fc.integer({ min: 0, max: 6 * 3_600_000 }),
});

/** Plays tries against a rule as the service does, and tells which were let in. */
function play(rule: (typeof lockRules)['address'], steps: { event: string; waitMs: number }[]) {
  let record: LockRecord | null = null;
  let nowMs = startMs;
  const letIn: number[] = [];
  for (const { event, waitMs } of steps) {
    nowMs += waitMs;
    const now = new Date(nowMs);
    if (lockTable[lockStateAt(record, rule, now)].try === 'refuse') continue;
    letIn.push(nowMs);
    record = event === 'right' ? null : countTry(record, rule, now);
  }
  return { letIn, record, nowMs };
}

describe('the lock on wrong tries', () => {
  const rule = lockRules.address;

  it('lets in five tries at once, and not the sixth', () => {
    const steps = Array.from({ length: 9 }, () => ({ event: 'wrong', waitMs: 0 }));
    expect(play(rule, steps).letIn).toHaveLength(5);
  });

  it('waits longer after each try that follows', () => {
    let record: LockRecord | null = null;
    let nowMs = startMs;
    const waits: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      record = countTry(record, rule, new Date(nowMs));
      const waitMs = (record.lockedUntil?.getTime() ?? nowMs) - nowMs;
      waits.push(waitMs / 60_000);
      nowMs += waitMs;
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 5, 15, 60, 240, 240, 240, 240]);
  });

  it('never lets a guesser have more than a few tries a day', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { maxLength: 200 }), (waits) => {
        const steps = waits.map((waitMs) => ({ event: 'wrong', waitMs }));
        const { letIn } = play(rule, steps);
        for (const [index, atMs] of letIn.entries()) {
          const inDay = letIn.slice(index).filter((otherMs) => otherMs - atMs < dayMs);
          expect(inDay.length).toBeLessThanOrEqual(5 + 4 + Math.ceil(24 / 4));
        }
      }),
    );
  });

  it('never locks for ever: a day after the last try everything is free', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { record, nowMs } = play(rule, steps);
        const muchLater = new Date(nowMs + 4 * 3_600_000 + dayMs);
        expect(lockStateAt(record, rule, muchLater)).toBe('free');
      }),
    );
  });

  it('is open again at the very moment that it named', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { record } = play(rule, steps);
        if (record?.lockedUntil == null) return;
        const { lockedUntil } = record;
        expect(lockStateAt(record, rule, new Date(lockedUntil.getTime() - 1))).toBe('locked');
        expect(lockStateAt(record, rule, lockedUntil)).toBe('probing');
      }),
    );
  });

  it('takes many more tries from everywhere than from one place', () => {
    const steps = Array.from({ length: 100 }, () => ({ event: 'wrong', waitMs: 0 }));
    expect(play(lockRules.everywhere as never, steps).letIn).toHaveLength(50);
  });
});
