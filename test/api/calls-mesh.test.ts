import type { CallId, SeatId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, noId } from './support/talk.ts';

// Nine people talk in a mesh, each device with each other one; a tenth does not fit.

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Place = { person: TestPerson; seatId: SeatId };

async function crowd(): Promise<[TestPerson, ...TestPerson[]]> {
  const names = ['Bea', 'Cai', 'Dee', 'Eva', 'Fay', 'Gil', 'Hal', 'Ida', 'Jon'];
  const ana = await city.signUp('Ana');
  const others: TestPerson[] = [];
  for (const name of names) {
    const other = await city.signUp(name);
    await befriend(ana, other, city.settle);
    others.push(other);
  }
  return [ana, ...others];
}

it('nine find each other; the tenth gets in when one of them goes', async () => {
  const [ana, ...others] = await crowd();
  const [jon, first] = [others.pop() as TestPerson, others[0] as TestPerson];
  const group = await createGroup(ana, [...others, jon]);
  await city.settle();
  const callId = noId<CallId>();
  const hers = noId<SeatId>();
  const asked = { callId, conversationId: group, media: 'voice' as const };
  const ids = others.map(({ me }) => me.personId);
  await ana.must('calls.start', { ...asked, seatId: hers, invite: ids });
  const places: Place[] = [{ person: ana, seatId: hers }];
  for (const person of others) {
    const seatId = noId<SeatId>();
    await person.must('calls.answer', { callId, seatId });
    places.push({ person, seatId });
  }
  const { call } = await ana.must('calls.keepAlive', { callId, seatId: hers });
  expect(call.parties.filter(({ state }) => state === 'joined')).toHaveLength(9);

  const sockets = await Promise.all(places.map(({ person }) => person.socket()));
  const sdp = (from: number, to: number) => `v=0 from ${from} to ${to}`;
  for (const [from, { person, seatId }] of places.entries()) {
    for (const [to, other] of places.entries()) {
      if (from === to) continue;
      const target = { personId: other.person.me.personId, seatId: other.seatId };
      const signal = { kind: 'description', type: 'offer', sdp: sdp(from, to) } as const;
      await person.must('calls.signal', { callId, seatId, to: target, signals: [signal] });
    }
  }
  for (const [to, socket] of sockets.entries()) {
    const heard = () =>
      socket.events('calls.signalled').map(({ payload }) => {
        const { signal } = payload as { signal: { sdp: string } };
        return signal.sdp;
      });
    const all = places.flatMap((_, from) => (from === to ? [] : [sdp(from, to)]));
    await expect.poll(() => heard().length, { timeout: 10_000 }).toBe(all.length);
    expect(heard().toSorted()).toEqual(all.toSorted());
    socket.close();
  }

  const late = { callId, seatId: noId<SeatId>() };
  expect(await jon.refused('calls.answer', late)).toBe('call_full');
  // Whoever comes by starting one meets the one that is under way.
  const own = { ...asked, callId: noId<CallId>(), seatId: late.seatId, invite: [] };
  expect(await jon.refused('calls.start', own)).toBe('call_full');
  expect(await ana.refused('calls.invite', { callId, people: [jon.me.personId] })).toBe(
    'call_full',
  );
  await first.must('calls.leave', { callId, seatId: places[1]?.seatId as SeatId });
  const entered = await jon.must('calls.answer', late);
  expect(entered.call.parties.filter(({ state }) => state === 'joined')).toHaveLength(9);
}, 120_000);
