import type { PersonId, SeatId } from '@plaza/base';
import { lapseSeconds, ringSeconds } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, age, begin, joinedCount, moves, type CallStatus, type Step } from './machine.ts';

const people = ['ana', 'ben', 'cai', 'dee'] as PersonId[];
const [ana, ben, cai] = people as [PersonId, PersonId, PersonId];
const seatOf = (personId: PersonId) => `seat-${personId}` as SeatId;
const startMs = Date.UTC(2026, 10, 23);
const at = (seconds: number) => new Date(startMs + seconds * 1_000);
const lapseMs = lapseSeconds * 1_000;

const caller = { callerId: ana, seatId: seatOf(ana), ringUntil: at(ringSeconds) };
const rung = (...others: PersonId[]) =>
  begin(
    caller,
    others.map((personId) => ({ personId, isBusy: false })),
    at(0),
  );
const step = (status: CallStatus, event: Step['event'], personId: PersonId, seconds: number) => {
  const of = { event, personId, seatId: seatOf(personId), ringUntil: at(seconds + ringSeconds) };
  return advance(status, of as Step, at(seconds));
};
const states = ({ parties }: CallStatus) => parties.map(({ state }) => state);

describe('a call of two', () => {
  it('is answered, and over when one hangs up', () => {
    const talking = step(rung(ben), 'answered', ben, 5);
    expect(talking).toMatchObject({ state: 'active', answeredAt: at(5) });
    const over = step(talking, 'hungUp', ben, 65);
    expect(over).toMatchObject({ state: 'ended', outcome: 'answered', endedAt: at(65) });
    expect(states(over)).toEqual(['left', 'left']);
  });

  it.each([
    ['declined', step(rung(ben), 'declined', ben, 3), ['left', 'declined']],
    ['cancelled', step(rung(ben), 'hungUp', ana, 3), ['left', 'missed']],
    ['missed', age(rung(ben), at(ringSeconds), lapseMs * 9), ['left', 'missed']],
    ['busy', begin(caller, [{ personId: ben, isBusy: true }], at(0)), ['left', 'busy']],
  ])('is %s', (outcome, status, parts) => {
    expect(status).toMatchObject({ state: 'ended', outcome, answeredAt: null });
    expect(states(status)).toEqual(parts);
  });

  it('rings until its time, not a moment less', () => {
    const before = new Date(at(ringSeconds).getTime() - 1);
    expect(age(rung(ben), before, lapseMs * 9).state).toBe('ringing');
  });

  it('ends for who was not heard of', () => {
    const talking = step(rung(ben), 'answered', ben, 30);
    const over = age(talking, at(lapseSeconds), lapseMs);
    expect(over).toMatchObject({ state: 'ended', outcome: 'answered' });
  });
});

it('goes on in a group while two are in it, and lets people come back', () => {
  let status = step(rung(ben, cai), 'declined', ben, 1);
  expect(status.state).toBe('ringing');
  status = step(status, 'answered', cai, 2);
  status = step(status, 'answered', ben, 3);
  status = step(status, 'hungUp', ana, 4);
  expect(status.state).toBe('active');
  status = step(status, 'answered', ana, 5);
  status = step(step(status, 'hungUp', ben, 6), 'hungUp', cai, 7);
  expect(status).toMatchObject({ state: 'ended', outcome: 'answered' });
  expect(status.parties.map(({ tookPart }) => tookPart)).toEqual([true, true, true]);
});

const events = Object.keys(moves.ringing) as Step['event'][];
const anyStep = fc.record({
  event: fc.constantFrom(...events),
  personId: fc.constantFrom(...people),
  after: fc.integer({ min: 0, max: 20 }),
});

it('keeps its word after any events in any order', () => {
  fc.assert(
    fc.property(
      fc.subarray(people.slice(1), { minLength: 1 }),
      fc.array(anyStep),
      (others, steps) => {
        let now = 0;
        let status = rung(...others);
        for (const { event, personId, after } of steps) {
          now += after;
          const before = status;
          status = step(age(status, at(now), lapseMs), event, personId, now);
          if (before.state === 'ended') expect(status).toBe(before);
          if (before.answeredAt !== null) expect(status.answeredAt).toEqual(before.answeredAt);
          const isOver = status.state === 'ended';
          expect([status.outcome !== null, status.endedAt !== null]).toEqual([isOver, isOver]);
          expect(status.state === 'active').toBe(!isOver && status.answeredAt !== null);
          expect(joinedCount(status) > 0).toBe(!isOver);
          for (const party of status.parties) {
            expect(party.seatId !== null && party.seenAt !== null).toBe(party.state === 'joined');
            expect(party.ringUntil !== null).toBe(party.state === 'ringing');
            if (party.state === 'joined') expect(party.tookPart).toBe(true);
          }
        }
        // Left alone, every call comes to an end.
        expect(age(status, at(now + ringSeconds + lapseSeconds), lapseMs).state).toBe('ended');
      },
    ),
    { numRuns: 500 },
  );
});
