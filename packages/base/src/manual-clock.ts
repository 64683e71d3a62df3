import type { Clock, Timer } from './clock.ts';

type Entry = { dueMs: number; run: () => void; everyMs: number | null };

/** A clock that stands still until it is told to move; for tests and simulations. */
export type ManualClock = Clock & {
  /** Moves time on by `deltaMs`, firing due timers in order of their due time. */
  advance(deltaMs: number): void;
};

/** Creates a clock at `startMs` (milliseconds since 1970 UTC). */
export function manualClock(startMs = 1_800_000_000_000): ManualClock {
  let nowMs = startMs;
  const entries = new Set<Entry>();

  function add(delayMs: number, run: () => void, everyMs: number | null): Timer {
    const entry = { dueMs: nowMs + Math.max(0, delayMs), run, everyMs };
    entries.add(entry);
    return { cancel: () => void entries.delete(entry) };
  }

  function nextDue(untilMs: number): Entry | null {
    let best: Entry | null = null;
    for (const entry of entries) {
      if (entry.dueMs <= untilMs && (best === null || entry.dueMs < best.dueMs)) best = entry;
    }
    return best;
  }

  return {
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs - startMs,
    after: (delayMs, run) => add(delayMs, run, null),
    every: (intervalMs, run) => add(intervalMs, run, intervalMs),
    sleep: (delayMs) => new Promise((resolve) => void add(delayMs, resolve, null)),
    advance(deltaMs) {
      const untilMs = nowMs + deltaMs;
      for (let entry = nextDue(untilMs); entry !== null; entry = nextDue(untilMs)) {
        nowMs = entry.dueMs;
        if (entry.everyMs === null) entries.delete(entry);
        else entry.dueMs += entry.everyMs;
        entry.run();
      }
      nowMs = untilMs;
    },
  };
}
