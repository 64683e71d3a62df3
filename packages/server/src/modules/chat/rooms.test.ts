import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry, PersonCard } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRooms, divide, emptyRoom, follow, furnish, recipients } from './rooms.ts';

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

test('following what is told gives the members that reading again would give', () => {
  const card = (n: number) => ({ personId: person(n) }) as PersonCard;
  const entryOf = (seq: number, body: Entry['body']): Entry => {
    return { seq, senderId: person(0), clientId: null, at: '', body };
  };
  fc.assert(
    fc.property(fc.array(fc.nat(6), { maxLength: 40 }), (steps) => {
      const room = emptyRoom('first');
      const members = new Map([[person(0), { personId: person(0), joinedSeq: 0, leftSeq: -1 }]]);
      const audience = () => ({
        version,
        members: [...members.values()].map(({ leftSeq, ...rest }) => ({
          ...rest,
          leftSeq: leftSeq < 0 ? null : leftSeq,
        })),
      });
      let version = 1;
      let seq = 1;
      furnish(room, audience());
      for (const n of steps) {
        seq += 1;
        version += 1;
        const known = members.get(person(n));
        const isIn = known !== undefined && known.leftSeq < 0;
        if (isIn) members.set(person(n), { ...known, leftSeq: seq });
        else members.set(person(n), { personId: person(n), joinedSeq: seq - 1, leftSeq: -1 });
        const body: Entry['body'] = isIn
          ? { type: 'memberLeft', person: card(n) }
          : { type: 'membersAdded', people: [card(n)] };
        expect(follow(room, { version, entry: entryOf(seq, body) })).toBe(true);
        const fresh = emptyRoom('first');
        furnish(fresh, audience());
        for (let at = 1; at <= seq + 1; at += 1) {
          expect(new Set(recipients(room, at))).toEqual(new Set(recipients(fresh, at)));
        }
      }
      // Where something lies between, or the entry says nothing of it, it is read again.
      const added = entryOf(seq + 1, { type: 'membersAdded', people: [card(9)] });
      expect(follow(room, { version: version + 2, entry: added })).toBe(false);
      const renamed = entryOf(seq + 1, { type: 'renamed', name: 'x' });
      expect(follow(room, { version: version + 1, entry: renamed })).toBe(false);
    }),
  );
});

test('who gets what an entry changed is who may see both', () => {
  const stretch = fc
    .tuple(fc.nat(10), fc.option(fc.nat(10)))
    .map(([joinedSeq, stay]) => ({ joinedSeq, leftSeq: stay === null ? null : joinedSeq + stay }));
  const seqs = fc.tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }));
  fc.assert(
    fc.property(fc.array(stretch), seqs, (stretches, [one, other]) => {
      const [target, seq] = [Math.min(one, other), Math.max(one, other)];
      const room = emptyRoom('first');
      const members = stretches.map((each, n) => ({ personId: person(n), ...each }));
      furnish(room, { version: 1, members });
      const readers = recipients(room, seq);
      const [knowing, others] = divide(room, readers, target);
      expect([...knowing, ...others].toSorted()).toEqual(readers.toSorted());
      const may = recipients(room, target);
      expect(knowing.every((personId) => may.includes(personId))).toBe(true);
      expect(others.some((personId) => may.includes(personId))).toBe(false);
    }),
  );
});
