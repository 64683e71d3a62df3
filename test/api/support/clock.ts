import { systemClock, type Clock } from '@plaza/base';

/** The machine's clock, moved: time goes on, and a test may jump. */
export type TravelClock = Clock & { travel(deltaMs: number): void };

/** Creates a clock that starts at the present. Timers keep to real time: only dates jump. */
export function travelClock(): TravelClock {
  let offsetMs = 0;
  return {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + offsetMs,
    now: () => new Date(systemClock.nowMs() + offsetMs),
    travel(deltaMs) {
      offsetMs += deltaMs;
    },
  };
}
