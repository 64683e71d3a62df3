import { expect, test } from 'vitest';
import { codeAt, keptOf } from './kept-codes.ts';

const minuteMs = 60_000;
const startMs = Date.parse('2026-11-23T10:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const issued = {
  at: iso(startMs),
  codes: Array.from({ length: 3 }, (_, at) => ({
    code: `13000000000000000${at}`,
    from: iso(startMs + at * minuteMs),
    until: iso(startMs + (at + 1) * minuteMs),
  })),
};

test('each minute has its code, by the clock of the server', () => {
  // The clock of this device is an hour slow.
  const nowMs = startMs - 60 * minuteMs;
  const kept = keptOf(issued, nowMs);
  expect(codeAt(kept, nowMs)).toMatchObject({ code: issued.codes[0], left: 2, leftMs: minuteMs });
  expect(codeAt(kept, nowMs + 59_999)).toMatchObject({ code: issued.codes[0], leftMs: 1 });
  expect(codeAt(kept, nowMs + minuteMs)).toMatchObject({ code: issued.codes[1], left: 1 });
  expect(codeAt(kept, nowMs + 3 * minuteMs - 1)).toMatchObject({ left: 0 });
});

test('nothing is shown when they are over, or the clock went back', () => {
  const kept = keptOf(issued, startMs);
  expect(codeAt(kept, startMs + 3 * minuteMs)).toBeNull();
  expect(codeAt(kept, startMs - 1)).toBeNull();
});
