import { describe, expect, it } from 'vitest';
import { fieldOf, laterOf } from './times.ts';

describe('moments for later', () => {
  const noon = new Date(2026, 10, 22, 12, 30, 40);

  it('are in an hour, this evening, tomorrow morning, in a week', () => {
    expect(fieldOf(laterOf('hour', noon))).toBe('2026-11-22T13:30');
    expect(fieldOf(laterOf('evening', noon))).toBe('2026-11-22T20:00');
    expect(fieldOf(laterOf('morning', noon))).toBe('2026-11-23T09:00');
    expect(fieldOf(laterOf('week', noon))).toBe('2026-11-29T09:00');
  });

  it('never lie in the past', () => {
    const night = new Date(2026, 11, 31, 23, 59);
    for (const choice of ['hour', 'evening', 'morning', 'week'] as const) {
      expect(laterOf(choice, night).getTime()).toBeGreaterThan(night.getTime());
    }
  });
});
