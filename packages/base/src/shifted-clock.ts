import { systemClock, type Clock } from './clock.ts';

/** A clock that runs with another one, ahead of it or behind. */
export type ShiftedClock = Clock & {
  /** Moves dates by `deltaMs`, also back. */
  skip(deltaMs: number): void;
  /** Sets how far dates are ahead of the other clock; negative: behind. */
  setShift(shiftMs: number): void;
};

/**
 * Creates a clock whose dates can be moved: a city that is filled with a past, a device whose clock
 * is wrong, a test that waits for tomorrow. Timers and durations keep to the other clock's time.
 */
export function shiftedClock(clock: Clock = systemClock, startMs = 0): ShiftedClock {
  let shiftMs = startMs;
  return {
    ...clock,
    nowMs: () => clock.nowMs() + shiftMs,
    now: () => new Date(clock.nowMs() + shiftMs),
    skip: (deltaMs) => void (shiftMs += deltaMs),
    setShift: (nextMs) => void (shiftMs = nextMs),
  };
}
