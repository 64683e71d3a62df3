import type { ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRooms, emptyRoom, furnish, recipients } from './rooms.ts';

const person = (n: number) => `p${n}` as PersonId;

test('an entry goes to exactly those whose stretch holds it', () => {
  const stretch = fc
    .tuple(fc.nat(10), fc.option(fc.nat(10)))
    .map(([joinedSeq, stay]) => ({ joinedSeq, leftSeq: stay === null ? null : joinedSeq + stay }));
  fc.assert(
    fc.property(fc.array(stretch), fc.integer({ min: 1, max: 25 }), (stretches, seq) => {
      const room = emptyRoom('first');
      const members = stretches.map((one, n) => ({ personId: person(n), ...one }));
      furnish(room, { version: 1, members });
      const expected = members
        .filter(({ joinedSeq, leftSeq }) => seq > joinedSeq && seq <= (leftSeq ?? seq))
        .map(({ personId }) => personId);
      expect(recipients(room, seq)).toEqual(expected);
    }),
  );
});

test('the rooms in use stay, the oldest go, and one that is being read is kept', () => {
  const rooms = createRooms<string>();
  const id = (n: number) => `c${n}` as ConversationId;
  const crowd = Array.from({ length: 100_000 }, (_, n) => ({
    ...{ personId: person(n), joinedSeq: 0, leftSeq: null },
  }));
  const reading = emptyRoom('waits');
  rooms.put(id(0), reading);
  for (let n = 1; n <= 12; n += 1) {
    const room = emptyRoom('first');
    rooms.put(id(n), room);
    furnish(room, { version: 1, members: crowd });
    rooms.find(id(1));
    rooms.count(room);
  }
  expect(rooms.size()).toBe(11);
  expect(rooms.find(id(0))).toBe(reading);
  expect(rooms.find(id(1))).toBeDefined();
  expect(rooms.find(id(2))).toBeUndefined();
  expect(rooms.find(id(12))).toBeDefined();
});
