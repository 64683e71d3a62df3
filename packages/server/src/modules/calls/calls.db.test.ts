import type { PersonId } from '@plaza/base';
import { lapseSeconds, ringSeconds } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notesOf } from './logging.ts';
import { selectCall } from './store/calls.ts';
import { createCity, must, reason, type City } from './testing.ts';
import { logTopic } from './types.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(() => city.close());

async function pair() {
  const [ana, ben] = [city.person(), city.person()];
  return { ana, ben, talk: await city.direct(ana, ben) };
}

/** A call of two that rings. */
async function ringing() {
  const of = await pair();
  const order = city.order(of.talk);
  const { call } = must(await city.calls.start(of.ana, order));
  return { ...of, order, callId: order.callId, call };
}

const stateOf = (call: { parties: { person: { personId: PersonId }; state: string }[] }) =>
  Object.fromEntries(call.parties.map(({ person, state }) => [person.personId, state]));

async function lines(callId: string): Promise<number> {
  const { rows } = await city.db.query<{ count: number }>(
    `select (select count(*) from calls_line where call_id = $1)::int
       + (select count(*) from calls_room where call_id = $1)::int as count`,
    [callId],
  );
  return rows[0]?.count ?? -1;
}

describe('a call of two', () => {
  it('rings on every device, and stops on all when one answers', async () => {
    const { ana, ben, callId, call, talk } = await ringing();
    expect(call).toMatchObject({ state: 'ringing', kind: 'direct', version: 1 });
    expect(stateOf(call)).toEqual({ [ana]: 'joined', [ben]: 'ringing' });
    await city.outbox.settle();
    expect(city.rung).toContain(`ring ${ben}`);
    const [phone, desk] = [city.seat(), city.seat()];
    const answered = must(await city.calls.answer({ callId, personId: ben, seatId: phone })).call;
    expect(answered).toMatchObject({ state: 'active', version: 2 });
    expect(reason(await city.calls.answer({ callId, personId: ben, seatId: desk }))).toBe(
      'answered_elsewhere',
    );
    const again = await city.calls.answer({ callId, personId: ben, seatId: phone });
    expect(must(again).call.version).toBe(2);
    await city.outbox.settle();
    expect(city.rung).toContain(`over ${ben}`);
    expect(city.told(ben).map(({ name }) => name)).toEqual(['calls.changed', 'calls.changed']);

    city.clock.skip(61_000);
    await city.calls.leave({ callId, personId: ana, seatId: city.seat() });
    const still = must(await city.calls.keepAlive({ callId, personId: ben, seatId: phone })).call;
    expect(still.state).toBe('ended'); // not by the other seat: nobody was heard of for 61 s
    await city.calls.sweep();
    expect(await city.bodies(ana, talk)).toEqual([
      {
        type: 'callEnded',
        callId,
        media: 'voice',
        outcome: 'answered',
        seconds: 61,
        people: [],
      },
    ]);
    expect(await lines(callId)).toBe(0);
  });

  it.each(['declined', 'cancelled', 'missed', 'busy'] as const)('is %s, once', async (how) => {
    const { ana, ben, talk } = await pair();
    const order = city.order(talk);
    const { callId, seatId } = order;
    if (how === 'busy') {
      const elsewhere = await city.direct(ben, city.person());
      must(await city.calls.start(ben, city.order(elsewhere)));
    }
    const first = must(await city.calls.start(ana, order)).call;
    if (how === 'declined') must(await city.calls.decline({ callId, personId: ben }));
    if (how === 'cancelled') must(await city.calls.leave({ callId, personId: ana, seatId }));
    if (how === 'missed') {
      city.clock.skip(ringSeconds * 1_000);
      // The caller is heard of all the time.
      await city.calls.keepAlive({ callId, personId: ana, seatId });
      await Promise.all([city.calls.sweep(), city.another().sweep(), city.another().sweep()]);
    }
    const repeated = must(await city.calls.start(ana, order)).call;
    expect(repeated).toMatchObject({ state: 'ended', outcome: how, callId });
    expect(repeated.version).toBe(first.state === 'ended' ? 1 : 2);
    const body =
      how === 'declined'
        ? { type: 'callEnded', callId, media: 'voice', outcome: how, seconds: 0, people: [] }
        : { type: 'callMissed', callId, media: 'voice', why: how };
    expect(await city.bodies(ana, talk)).toEqual([body]);
    expect(await lines(callId)).toBe(0);
    const { head } = must(await city.chat.heads.get(ben, talk));
    expect(head.inbox.unread).toBe(how === 'declined' ? 0 : 1);
  });

  it('is one when both call at once, whoever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { ana, ben, talk } = await pair();
      const [mine, theirs] = [city.order(talk), city.order(talk)];
      const started = await Promise.all([
        city.calls.start(ana, mine),
        city.another().start(ben, theirs),
      ]);
      const ids = new Set(started.map((outcome) => must(outcome).call.callId));
      expect(ids.size).toBe(1);
      const [callId] = [...ids];
      const [call] = await city.calls.list(ana);
      expect(call).toMatchObject({ callId, state: 'active' });
      expect(stateOf(call as never)).toEqual({ [ana]: 'joined', [ben]: 'joined' });
    }
  });

  it('ends once when both hang up at once', async () => {
    const { ana, ben, callId, order, talk } = await ringing();
    const seatId = city.seat();
    must(await city.calls.answer({ callId, personId: ben, seatId }));
    await Promise.all([
      city.calls.leave({ callId, personId: ana, seatId: order.seatId }),
      city.another().leave({ callId, personId: ben, seatId }),
    ]);
    expect(await city.bodies(ana, talk)).toHaveLength(1);
  });

  it('is written into the log also when whoever ended it died before', async () => {
    const { ana, callId, order, talk } = await ringing();
    must(await city.calls.leave({ callId, personId: ana, seatId: order.seatId }));
    const row = await selectCall(city.db, callId);
    const notes = row === null ? [] : notesOf(row);
    expect(notes).toHaveLength(1);
    // The row of the outbox is worked off twice, at the same time.
    await city.db.tx((tx) => city.outbox.add(tx, logTopic, { callId }));
    await Promise.all(notes.map((note) => city.chat.note(note)));
    expect(await city.bodies(ana, talk)).toHaveLength(1);
  });
});

describe('who may', () => {
  it('call: who may write, and nobody who is blocked either way', async () => {
    const { ana, ben, talk } = await pair();
    const stranger = city.person();
    expect(reason(await city.calls.start(stranger, city.order(talk)))).toBe('conversation_unknown');
    city.block(ben, ana);
    const blocked = await city.direct(ana, ben);
    // The judge of chat is asked anew when the relation changes.
    await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: ana, b: ben }));
    await city.outbox.settle();
    expect(reason(await city.calls.start(ana, city.order(blocked)))).toBe('blocked');
    expect(reason(await city.calls.start(ben, city.order(blocked)))).toBe('blocked');
  });

  it('be in a call: one at a time', async () => {
    const { ana, callId } = await ringing();
    const other = await city.direct(ana, city.person());
    expect(reason(await city.calls.start(ana, city.order(other)))).toBe('line_busy');
    const stranger = city.person();
    const seat = { callId, personId: stranger, seatId: city.seat() };
    expect(reason(await city.calls.answer(seat))).toBe('call_unknown');
    expect(reason(await city.calls.keepAlive(seat))).toBe('call_unknown');
    expect(reason(await city.calls.decline(seat))).toBe('call_unknown');
  });

  it('signal: two devices that are both in the call', async () => {
    const { ana, ben, callId, order } = await ringing();
    const from = { callId, personId: ana, seatId: order.seatId };
    const to = { personId: ben, seatId: city.seat() };
    const signal = { kind: 'hello' } as const;
    expect(reason(await city.calls.signal(from, to, [signal]))).toBe('call_unknown');
    must(await city.calls.answer({ callId, ...to }));
    must(await city.calls.signal(from, to, [signal]));
    expect(city.told(ben).at(-1)).toMatchObject({
      name: 'calls.signalled',
      payload: { callId, seatId: to.seatId, signal },
    });
  });
});

describe('a call in a group', () => {
  async function group() {
    const people = Array.from({ length: 6 }, () => city.person());
    return { people, talk: await city.group(...people) };
  }

  it('rings for who was named, is joined by others, and holds four by video', async () => {
    const { people, talk } = await group();
    const [ana, ben, cai, dee, eva, fay] = people as [PersonId, ...PersonId[]];
    city.block(ben as PersonId, ana);
    const order = { ...city.order(talk, [ben, cai] as PersonId[]), media: 'video' as const };
    const { callId } = order;
    const { call } = must(await city.calls.start(ana, order));
    expect(stateOf(call)).toEqual({ [ana]: 'joined', [cai as PersonId]: 'ringing' });
    for (const personId of [cai, dee, eva] as PersonId[]) {
      must(await city.calls.answer({ callId, personId, seatId: city.seat() }));
    }
    const sixth = { callId, personId: fay as PersonId, seatId: city.seat() };
    expect(reason(await city.calls.answer(sixth))).toBe('call_full');
    expect(must(await city.calls.find(ana, talk)).call).toMatchObject({ callId });
    expect(await city.bodies(ana, talk)).toEqual([{ type: 'callStarted', callId, media: 'video' }]);
    city.clock.skip(lapseSeconds * 1_000);
    await city.calls.sweep();
    const bodies = await city.bodies(ana, talk);
    expect(bodies).toHaveLength(2);
    const ended = bodies[1] as unknown as { people: { personId: PersonId }[] };
    expect(ended).toMatchObject({ type: 'callEnded', outcome: 'answered', seconds: lapseSeconds });
    const took = new Set(ended.people.map(({ personId }) => personId));
    expect(took).toEqual(new Set([ana, cai, dee, eva]));
    expect(reason(await city.calls.answer(sixth))).toBe('call_over');
  });

  it('rings again for who is invited, and not for who talks elsewhere', async () => {
    const { people, talk } = await group();
    const [ana, ben, cai, dee] = people as [PersonId, PersonId, PersonId, PersonId];
    const order = city.order(talk, [ben]);
    const { callId } = order;
    must(await city.calls.start(ana, order));
    must(await city.calls.answer({ callId, personId: ben, seatId: city.seat() }));
    must(await city.calls.start(dee, city.order(await city.direct(dee, city.person()))));
    const { call } = must(await city.calls.invite({ callId, personId: ana }, [cai, dee]));
    expect(stateOf(call)).toEqual({ [ana]: 'joined', [ben]: 'joined', [cai]: 'ringing' });
    const stranger = city.person();
    expect(reason(await city.calls.invite({ callId, personId: ana }, [stranger]))).toBe(
      'not_member',
    );
    expect(reason(await city.calls.invite({ callId, personId: cai }, [dee]))).toBe('call_unknown');
  });
});

it('hands out and erases what it keeps of a person, and ends their call', async () => {
  const { ana, ben, callId, talk } = await ringing();
  await city.calls.settings.set(ana, { relayOnly: true });
  const files = [];
  for await (const file of city.calls.holding.export(ana)) files.push(file);
  expect(files).toMatchObject([
    { content: { settings: { relayOnly: true }, calls: [{ callId, part: 'joined' }] } },
  ]);
  await city.db.tx((tx) => city.calls.holding.erase(tx, ana));
  expect(await city.calls.list(ben)).toEqual([]);
  expect(await lines(callId)).toBe(0);
  expect(talk).not.toBe('');
  expect(await city.calls.settings.get(ana)).toMatchObject({ settings: { relayOnly: false } });
});

it('gives relays with a password for minutes to who is called, and to nobody else', async () => {
  const { ben, callId } = await ringing();
  const given = must(await city.calls.getRelays(ben, callId));
  expect(given).toMatchObject({ hasRelay: true, relayOnly: false });
  expect(given.servers[1]?.username).toMatch(/^\d{10}:[0-9a-f]{16}$/);
  expect(reason(await city.calls.getRelays(city.person(), callId))).toBe('call_unknown');
});
