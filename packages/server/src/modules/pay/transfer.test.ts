import { describe, expect, it } from 'vitest';
import { isHeld, isSettled, transferTable, type TransferEvent } from './transfer.ts';

const events: TransferEvent[] = [
  ...(['held', 'refused', 'agreed', 'posted', 'voided', 'withdrawn', 'expired'] as const),
];
const over = ['accepted', 'returned', 'cancelled', 'expired'];
const states = Object.keys(transferTable) as (keyof typeof transferTable)[];

describe('the table of transfers', () => {
  it('knows every event in every state', () => {
    for (const state of states) {
      expect(Object.keys(transferTable[state]).toSorted()).toEqual(events.toSorted());
    }
  });

  it('leads from the intent to one end, and never on from there', () => {
    const ends = new Set<string>();
    function walk(state: keyof typeof transferTable, steps: number): void {
      expect(steps).toBeLessThan(4);
      const next = events.flatMap((event) => {
        const effect = transferTable[state][event];
        return typeof effect === 'object' ? [effect.to] : [];
      });
      if (next.length === 0) ends.add(state);
      for (const to of next) walk(to, steps + 1);
    }
    walk('processing', 0);
    expect([...ends].toSorted()).toEqual([...over, 'failed'].toSorted());
  });

  it('moves money only between being held and an end', () => {
    for (const state of states) {
      for (const event of ['posted', 'voided', 'withdrawn', 'expired'] as const) {
        expect(typeof transferTable[state][event] === 'object').toBe(isHeld(state));
      }
      expect(isSettled(state)).toBe(over.includes(state));
    }
  });
});
