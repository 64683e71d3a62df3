import type { PacketId, PersonId } from '@plaza/base';
import type { Packet } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { restore } from '../store/restore.ts';
import { takePackets, takeTaking, takingsOf, type Taking } from './packets.ts';
import { changesOf } from './persist.ts';
import { reduce } from './reduce.ts';
import { emptyState, type State } from './types.ts';

const packetId = 'p' as PacketId;
const money = (amountMinor: number) => ({ amountMinor, currency: 'points', scale: 2 });
const mine = { number: 1, money: money(5), at: '2026-11-23T00:00:01.000Z' };
const about = { handle: 'lin', displayName: 'Lin', photoPath: null, region: '', signature: '' };

const packet = (over: Partial<Packet>): Packet => ({
  ...{ packetId, conversationId: 'c' as Packet['conversationId'], kind: 'lucky', count: 3 },
  ...{ sender: { personId: 's' as PersonId, ...about }, forPerson: null, greeting: '' },
  ...{ money: null, state: 'open', failure: null, mine: null, takenCount: null, commitment: '0' },
  ...{ createdAt: '2026-11-23T00:00:00.000Z', expiresAt: null },
  ...over,
});
const known = (state: State) => state.packets.get(packetId);

test('what was told of a packet ends the same in whatever order it comes', () => {
  const told = [
    packet({ state: 'processing' }),
    packet({}),
    packet({ mine, money: money(10) }),
    packet({ mine, money: money(10), takenCount: 3, state: 'taken' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (order) => {
      const end = order.reduce((state, one) => takePackets(state, [one]), emptyState);
      expect(known(end)).toEqual(told.at(-1));
    }),
  );
});

test('a count that comes late, or from before, takes nothing back', () => {
  const two = takePackets(emptyState, [packet({ takenCount: 2 })]);
  expect(known(takePackets(two, [packet({ takenCount: 1 })]))?.takenCount).toBe(2);
  expect(known(takePackets(two, [packet({})]))?.takenCount).toBe(2);
});

test('of many packets the newest told are kept', () => {
  const ids = Array.from({ length: 1_200 }, (_, n) => `p${n}` as PacketId);
  const { packets } = takePackets(
    emptyState,
    ids.map((id) => packet({ packetId: id })),
  );
  expect(packets.size).toBe(1_000);
  expect(packets.has('p1199' as PacketId)).toBe(true);
});

test('packets survive a restart, and not a snapshot', async () => {
  const store = createMemoryStore();
  const action = { type: 'packets', packets: [packet({ mine })] } as const;
  const state = reduce(emptyState, action);
  await store.write(changesOf(action, emptyState, state));
  expect((await restore(store)).packets?.get(packetId)?.mine).toEqual(mine);
  const snapshot = { headSeq: 9, me: null, contacts: [], requests: [], privacy: null };
  const anew = { type: 'snapshot', snapshot } as unknown as Parameters<typeof reduce>[1];
  await store.write(changesOf(anew, state, reduce(state, anew)));
  expect((await restore(store)).packets?.size).toBe(0);
});

test('who took is told once, in order, and kept when the packet changes', () => {
  const taking = (taker: string, at: string) =>
    ({ packetId, conversationId: 'c', taker: { personId: taker }, at, last: false }) as Taking;
  const told = [taking('b', '2026-11-23T00:00:03.000Z'), taking('a', '2026-11-23T00:00:02.000Z')];
  const open = takePackets(emptyState, [packet({})]);
  const after = [...told, ...told].reduce(takeTaking, open);
  const ended = takePackets(after, [packet({ state: 'taken', takenCount: 2 })]);
  const of = takingsOf(ended, 'c' as Taking['conversationId']);
  expect(of.map(({ taker }) => taker.personId)).toEqual(['a', 'b']);
  expect(takeTaking(emptyState, told[0] as Taking)).toBe(emptyState);
});
