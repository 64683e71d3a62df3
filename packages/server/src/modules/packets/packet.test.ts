import { describe, expect, it } from 'vitest';
import { isOver, packetTable, type PacketEvent } from './packet.ts';

const events: PacketEvent[] = ['filled', 'refused', 'taken', 'lastTaken', 'givenBack'];

describe('the table of packets', () => {
  it('says what each event does in each state', () => {
    const moves = Object.entries(packetTable).flatMap(([from, row]) =>
      events.flatMap((event) => {
        const effect = row[event];
        return typeof effect === 'object' ? [`${from} ${event} ${effect.to}`] : [];
      }),
    );
    expect(moves).toEqual([
      'processing filled open',
      'processing refused failed',
      'open taken open',
      'open lastTaken taken',
      'open givenBack returned',
    ]);
  });

  it('lets nothing follow what is over, and forgives what is told twice', () => {
    for (const [state, row] of Object.entries(packetTable)) {
      expect(Object.keys(row).toSorted()).toEqual(events.toSorted());
      const ends = Object.values(row).every((effect) => typeof effect === 'string');
      expect(ends).toBe(isOver(state as never) || state === 'failed');
      if (state !== 'processing') expect(row.refused).toBe('late');
    }
  });
});
