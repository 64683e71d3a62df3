import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  boundedQueue,
  cleanLine,
  codePointLength,
  createIds,
  isUuid,
  manualClock,
  shiftedClock,
  secureRandom,
  seededRandom,
  truncate,
} from './index.ts';

describe('ids', () => {
  it('rise strictly, even when the clock stands still or goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 50 }), (steps) => {
        let nowMs = 1_800_000_000_000;
        const newId = createIds({ ...manualClock(), nowMs: () => nowMs }, seededRandom(1));
        let last = '';
        for (const step of steps) {
          nowMs += step;
          for (let i = 0; i < 100; i += 1) {
            const id = newId();
            expect(isUuid(id)).toBe(true);
            expect(id > last).toBe(true);
            last = id;
          }
        }
      }),
    );
  });

  it('carry their time', () => {
    const newId = createIds(manualClock(0x0123456789ab), secureRandom);
    expect(newId().slice(0, 15)).toBe('01234567-89ab-7');
  });
});

describe('seeded random', () => {
  it('repeats itself for a seed, and differs for another', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).float);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws every number below the bound about equally often', () => {
    const random = seededRandom(7);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i += 1) {
      const drawn = random.int(10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('a bounded queue', () => {
  it('behaves as a list that is cut at its capacity', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer() }),
      fc.record({ take: fc.integer({ min: 0, max: 6 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step), (capacity, steps) => {
        const queue = boundedQueue<number>(capacity);
        const model: number[] = [];
        for (const each of steps) {
          if ('push' in each) {
            const room = model.length < capacity;
            if (room) model.push(each.push);
            expect(queue.push(each.push)).toBe(room);
          } else {
            expect(queue.take(each.take)).toEqual(model.splice(0, each.take));
          }
          expect(queue.size).toBe(model.length);
        }
      }),
    );
  });
});

describe('the manual clock', () => {
  it('fires timers in the order of their time, and repeats intervals', () => {
    const clock = manualClock(0);
    const fired: string[] = [];
    clock.after(30, () => fired.push('once'));
    const beat = clock.every(20, () => fired.push(`beat ${clock.nowMs()}`));
    clock.after(10, () => fired.push('never')).cancel();
    clock.advance(65);
    beat.cancel();
    clock.advance(100);
    expect(fired).toEqual(['beat 20', 'once', 'beat 40', 'beat 60']);
  });
});

describe('backoff', () => {
  it('stays below the cap and the doubled base', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(), (attempt, seed) => {
        const random = seededRandom(seed);
        const waitMs = backoffMs(attempt, { baseMs: 500, capMs: 30_000, random });
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
      }),
    );
  });
});

describe('text', () => {
  it('is counted and cut by code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, count) => {
        const cut = truncate(text, count);
        expect(text.startsWith(cut)).toBe(true);
        expect(codePointLength(cut)).toBe(Math.min(count, codePointLength(text)));
      }),
    );
  });

  it.each([
    ['  Ana \n  María ', 'Ana María'],
    ['\u202Enimda', 'nimda'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['👨\u200D👩\u200D👧 家', '👨\u200D👩\u200D👧 家'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['\u200D\u200D', ''],
    ['\u3164 \u2800', ''],
    ['e\u0301', 'é'],
  ])('as a line, %j is shown as %j', (text, line) => expect(cleanLine(text, 40)).toBe(line));

  it('as a line is never longer than asked, nor changed by cleaning again', () => {
    // Composing this letter makes it two code points.
    const longer = fc.constantFrom('\u0958', 'a', ' ', '\u200B', '😀', '\u0301');
    fc.assert(
      fc.property(fc.string({ unit: longer, maxLength: 60 }), fc.nat(50), (text, most) => {
        const line = cleanLine(text, most);
        expect(codePointLength(line)).toBeLessThanOrEqual(most);
        expect(line).toBe(line.trim());
      }),
    );
  });
});

it('a shifted clock moves dates, and leaves durations to the clock below', () => {
  const below = manualClock(1_000_000);
  const clock = shiftedClock(below, -500);
  expect(clock.nowMs()).toBe(999_500);
  clock.skip(1_500);
  below.advance(10);
  expect(clock.now()).toEqual(new Date(1_001_010));
  expect(clock.monotonicMs()).toBe(10);
  clock.setShift(0);
  expect(clock.nowMs()).toBe(1_000_010);
});
