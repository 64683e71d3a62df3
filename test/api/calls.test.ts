import type { CallId, ConversationId, PersonId, SeatId } from '@plaza/base';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId, openDirect } from './support/talk.ts';

const secret = 'a secret for the relay of a test';
const env = {
  PLAZA_TURN_URLS: 'turn:relay.test:3478?transport=udp,turn:relay.test:3478?transport=tcp',
  PLAZA_STUN_URLS: 'stun:relay.test:3478',
  PLAZA_TURN_SECRET: secret,
};

let city: TestCity;
beforeAll(async () => {
  city = await startCity({ env });
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const order = (conversationId: ConversationId, invite: PersonId[] = []) => ({
  ...{ callId: noId<CallId>(), seatId: noId<SeatId>() },
  ...{ conversationId, media: 'voice' as const, invite },
});

async function pair() {
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  return { ana, wei, talk: await openDirect(ana, wei) };
}

/** What the log says of calls, as the person sees it. */
async function logged(person: TestPerson, conversationId: ConversationId) {
  await city.settle();
  const { entries } = await person.must('chat.listEntries', { conversationId, limit: 50 });
  return entries.flatMap(({ body }) => (body.type.startsWith('call') ? [body] : []));
}

describe('a call of two', () => {
  it('rings on every device; the devices find each other; the log says it', async () => {
    const { ana, wei, talk } = await pair();
    const [hers, his] = [await ana.socket(), await wei.socket()];
    const second = await wei.socket();
    const asked = order(talk);
    const { callId, seatId } = asked;
    const { call } = await ana.must('calls.start', asked);
    expect(call).toMatchObject({ callId, kind: 'direct', state: 'ringing', version: 1 });
    expect((await ana.must('calls.start', asked)).call.version).toBe(1);
    for (const socket of [his, second]) {
      const told = await socket.event('calls.changed', (p) => p.call.callId === callId);
      expect(told.call.parties.map(({ state }) => state).sort()).toEqual(['joined', 'ringing']);
    }
    expect((await wei.must('calls.list', {})).calls.map((each) => each.callId)).toEqual([callId]);
    const seat = { callId, seatId: noId<SeatId>() };
    const answered = await wei.must('calls.answer', seat);
    expect(answered.call.state).toBe('active');
    await second.event('calls.changed', (p) => p.call.state === 'active');
    const other = { callId, seatId: noId<SeatId>() };
    expect(await wei.refused('calls.answer', other)).toBe('answered_elsewhere');

    const to = { personId: wei.me.personId, seatId: seat.seatId };
    const signal = { kind: 'description', type: 'offer', sdp: 'v=0' } as const;
    await ana.must('calls.signal', { callId, seatId, to, signals: [signal] });
    const heard = await his.event('calls.signalled', (p) => p.callId === callId);
    expect(heard).toEqual({
      ...{ callId, seatId: seat.seatId, signal },
      from: { personId: ana.me.personId, seatId },
    });
    expect(hers.events('calls.signalled')).toEqual([]);
    expect((await ana.must('calls.keepAlive', { callId, seatId })).call.state).toBe('active');

    const { call: over } = await wei.must('calls.leave', seat);
    expect(over).toMatchObject({ state: 'ended', outcome: 'answered' });
    const [body] = await logged(ana, talk);
    expect(body).toMatchObject({ type: 'callEnded', callId, outcome: 'answered', people: [] });
    expect(await wei.refused('calls.answer', seat)).toBe('call_over');
  });

  it('is declined, or missed and unread by the clock', async () => {
    const { ana, wei, talk } = await pair();
    const first = order(talk);
    await ana.must('calls.start', first);
    const { call } = await wei.must('calls.decline', { callId: first.callId });
    expect(call.outcome).toBe('declined');
    const second = order(talk);
    await ana.must('calls.start', second);
    city.clock.travel(45_000);
    await ana.must('calls.keepAlive', { callId: second.callId, seatId: second.seatId });
    await city.composed.modules.calls.sweep();
    expect(await logged(wei, talk)).toMatchObject([
      { type: 'callEnded', outcome: 'declined', seconds: 0 },
      { type: 'callMissed', why: 'missed' },
    ]);
    const { head } = await wei.must('chat.getHead', { conversationId: talk });
    expect(head.inbox.unread).toBe(1);
    expect((await ana.must('calls.list', {})).calls).toEqual([]);
  });

  it('becomes one when both call; a third one hears that the line is taken', async () => {
    const { ana, wei, talk } = await pair();
    const started = await Promise.all([
      ana.must('calls.start', order(talk)),
      wei.must('calls.start', order(talk)),
    ]);
    const [one, other] = started.map(({ call }) => call.callId);
    expect(one).toBe(other);
    const noor = await city.signUp('Noor');
    await befriend(noor, wei, city.settle);
    const { call } = await noor.must('calls.start', order(await openDirect(noor, wei)));
    expect(call).toMatchObject({ state: 'ended', outcome: 'busy' });
    const again = await openDirect(wei, noor);
    expect(await wei.refused('calls.start', order(again))).toBe('line_busy');
    // A call of a group rings beside the one of two, and waits until that is over.
    const group = await createGroup(noor, [wei]);
    const asked = order(group, [wei.me.personId]);
    expect((await noor.must('calls.start', asked)).call.outcome).toBe('busy');
  });
});

describe('a call that rings in a group', () => {
  it('cannot be answered by who talks elsewhere, nor filled when it is over', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const group = await createGroup(ana, [wei]);
    const ringing = order(group, [wei.me.personId]);
    const { callId, seatId } = ringing;
    await ana.must('calls.start', ringing);
    // A group that rings takes nobody's line, so the one of two may begin meanwhile.
    const noor = await city.signUp('Noor');
    await befriend(noor, wei, city.settle);
    await wei.must('calls.start', order(await openDirect(wei, noor)));
    expect(await wei.refused('calls.answer', { callId, seatId: noId<SeatId>() })).toBe('line_busy');
    await ana.must('calls.leave', { callId, seatId });
    const more = { callId, people: [wei.me.personId] };
    expect(await ana.refused('calls.invite', more)).toBe('call_over');
  });
});

describe('who may', () => {
  it('call: who may write', async () => {
    const { ana, wei, talk } = await pair();
    const eve = await city.signUp('Eve');
    expect(await eve.refused('calls.start', order(talk))).toBe('conversation_unknown');
    expect(await eve.refused('calls.find', { conversationId: talk })).toBe('conversation_unknown');
    const asked = order(talk);
    await ana.must('calls.start', asked);
    expect(await wei.refused('calls.start', { ...order(talk), callId: asked.callId })).toBe(
      'call_unknown',
    );
    await ana.must('calls.leave', { callId: asked.callId, seatId: asked.seatId });
    await wei.must('contacts.block', { personId: ana.me.personId });
    await city.settle();
    expect(await ana.refused('calls.start', order(talk))).toBe('blocked');
    await wei.must('contacts.unblock', { personId: ana.me.personId });
    await wei.must('contacts.remove', { personId: ana.me.personId });
    await city.settle();
    expect(await ana.refused('calls.start', order(talk))).toBe('not_contact');
  });

  it('call in a group: its members, unless only leaders speak or it is over', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const group = await createGroup(ana, [wei]);
    await ana.must('chat.setGroup', { conversationId: group, muteAll: true });
    const asked = order(group, [ana.me.personId]);
    expect(await wei.refused('calls.start', asked)).toBe('group_muted');
    await ana.must('chat.removeMember', { conversationId: group, memberId: wei.me.personId });
    expect(await wei.refused('calls.start', asked)).toBe('not_member');
    await ana.must('chat.dissolveGroup', { conversationId: group });
    expect(await ana.refused('calls.start', order(group, [wei.me.personId]))).toMatch(
      /read_only|not_member/,
    );
  });

  it('call nobody where nobody reads', async () => {
    const ana = await city.signUp('Ana');
    const begun = { clientId: newClientId(), name: 'Old', source: 'telegram' } as const;
    const { conversationId } = (await ana.must('chat.beginImport', begun)).head.conversation;
    expect(await ana.refused('calls.start', order(conversationId))).toBe('read_only');
  });

  it('do anything to a call: who is in it', async () => {
    const { ana, talk } = await pair();
    const eve = await city.signUp('Eve');
    const { callId, ...rest } = order(talk);
    await ana.must('calls.start', { callId, ...rest });
    const seat = { callId, seatId: noId<SeatId>() };
    const to = { personId: ana.me.personId, seatId: rest.seatId };
    const hello = { kind: 'hello' } as const;
    for (const refused of [
      eve.refused('calls.answer', seat),
      eve.refused('calls.decline', { callId }),
      eve.refused('calls.leave', seat),
      eve.refused('calls.keepAlive', seat),
      eve.refused('calls.invite', { callId, people: [ana.me.personId] }),
      eve.refused('calls.signal', { ...seat, to, signals: [hello] }),
      eve.refused('calls.getRelays', { callId }),
    ]) {
      expect(await refused).toBe('call_unknown');
    }
    expect(await ana.refused('calls.invite', { callId, people: [eve.me.personId] })).toBe(
      'not_group',
    );
  });
});

describe('a call in a group', () => {
  it('is joined and left, holds four by video, and is over when one is left', async () => {
    const ana = await city.signUp('Ana');
    const others = [];
    for (const name of ['Ben', 'Cai', 'Dee', 'Eva', 'Fay']) {
      const person = await city.signUp(name);
      await befriend(ana, person, city.settle);
      others.push(person);
    }
    const [ben, cai, dee, eva, fay] = others as [
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
    ];
    const group = await createGroup(ana, others);
    await city.settle();
    const ids = others.map(({ me }) => me.personId);
    const full = { ...order(group, ids), media: 'video' as const };
    expect(await ana.refused('calls.start', full)).toBe('call_full');
    const asked = { ...order(group, [ben.me.personId]), media: 'video' as const };
    const { callId } = asked;
    await ana.must('calls.start', asked);
    const seats = new Map<TestPerson, SeatId>();
    for (const person of [ben, cai, dee]) {
      const seatId = noId<SeatId>();
      seats.set(person, seatId);
      await person.must('calls.answer', { callId, seatId });
    }
    expect((await fay.must('calls.find', { conversationId: group })).call?.callId).toBe(callId);
    const late = { callId, seatId: noId<SeatId>() };
    expect(await eva.refused('calls.answer', late)).toBe('call_full');
    expect(await ana.refused('calls.invite', { callId, people: [fay.me.personId] })).toBe(
      'call_full',
    );
    const stranger = await city.signUp('Zoe');
    expect(await ana.refused('calls.invite', { callId, people: [stranger.me.personId] })).toBe(
      'not_member',
    );
    // Somebody who comes by the way of starting one meets the one that is under way.
    expect(await fay.refused('calls.start', order(group, [ben.me.personId]))).toBe('call_full');
    await dee.must('calls.leave', { callId, seatId: seats.get(dee) as SeatId });
    const { call } = await ana.must('calls.invite', { callId, people: [eva.me.personId] });
    expect(call.parties.find(({ person }) => person.personId === eva.me.personId)?.state).toBe(
      'ringing',
    );
    for (const person of [ben, cai]) {
      await person.must('calls.leave', { callId, seatId: seats.get(person) as SeatId });
    }
    await eva.must('calls.decline', { callId });
    expect((await fay.must('calls.find', { conversationId: group })).call).toBeNull();
    expect(await ana.refused('calls.invite', { callId, people: [eva.me.personId] })).toMatch(
      /call_unknown|call_over/,
    );
    const bodies = await logged(fay, group);
    expect(bodies).toMatchObject([
      { type: 'callStarted', callId, media: 'video' },
      { type: 'callEnded', callId, outcome: 'answered' },
    ]);
  });
});

it('gives who is called a password for the relay that lasts ten minutes', async () => {
  const { ana, wei, talk } = await pair();
  const { callId, ...rest } = order(talk);
  await ana.must('calls.start', { callId, ...rest });
  expect((await wei.must('calls.setSettings', { relayOnly: true })).settings.relayOnly).toBe(true);
  expect(await wei.must('calls.getSettings', {})).toEqual({
    settings: { relayOnly: true },
    hasRelay: true,
  });
  const relays = await wei.must('calls.getRelays', { callId });
  expect(relays).toMatchObject({ hasRelay: true, relayOnly: true });
  const [stun, turn] = relays.servers;
  expect(stun?.urls).toEqual(['stun:relay.test:3478']);
  const until = Math.floor(city.clock.nowMs() / 1_000) + 600;
  expect(Math.abs(Number(turn?.username?.split(':')[0]) - until)).toBeLessThan(5);
  const digest = createHmac('sha1', secret)
    .update(turn?.username ?? '')
    .digest('base64');
  expect(turn?.credential).toBe(digest);
  expect(turn?.username).not.toContain(wei.me.personId);
});

it('lets new accounts begin thirty calls a day', async () => {
  await using slow = await startCity({ env: { ...env, PLAZA_LIMIT_FACTOR: '1' } });
  const [ana, wei] = await slow.contacts('Ana', 'Wei');
  const talk = await openDirect(ana, wei);
  await slow.sql(
    `insert into trust_newcomer_use (person_id, day, kind, count)
     values ($1, ($2::timestamptz at time zone 'UTC')::date, 'call', 30)`,
    [ana.me.personId, slow.clock.now()],
  );
  expect(await ana.refused('calls.start', order(talk))).toBe('newcomer_limit');
  expect(slow.faults).toEqual([]);
});
