import { shiftedClock, type Clock } from '@plaza/base';

/** The machine's clock, moved: time goes on, and a test may jump. */
export type TravelClock = Clock & { travel(deltaMs: number): void };

/** Creates a clock that starts at the present. Timers keep to real time: only dates jump. */
export function travelClock(): TravelClock {
  const { skip, setShift: _, ...clock } = shiftedClock();
  return { ...clock, travel: skip };
}
