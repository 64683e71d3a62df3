import type { CallId, SeatId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasNats,
  startNats,
  type TestNats,
} from '../../packages/server/src/kernel/events/testing-nats.ts';
import { pauseMs } from '../support/pause.ts';
import { device, openPlace, startCity, type TestCity } from './support/city.ts';
import { startDevice } from './support/device.ts';
import { createPerson, type TestPerson } from './support/person.ts';
import { eventually, noId, openDirect, say } from './support/talk.ts';

const isHere = hasNats();
if (!isHere) console.log('nodes: no nats-server on this machine, so these tests are left out');

let nats: TestNats;
let place: Awaited<ReturnType<typeof openPlace>>;
let [one, two]: TestCity[] = [];

beforeAll(async () => {
  if (!isHere) return;
  nats = await startNats();
  place = await openPlace();
  const env = { PLAZA_NATS_URL: nats.url };
  one = await startCity({ place, env });
  two = await startCity({ place, env, clock: one.clock });
});
afterAll(async () => {
  await one?.[Symbol.asyncDispose]();
  await two?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await nats?.kill();
  expect([...(one?.faults ?? []), ...(two?.faults ?? [])]).toEqual([]);
});

/** The same session, talking to the other node. */
function at(city: TestCity, person: TestPerson): TestPerson {
  const { me, token, recoveryCodes, sessionId, password } = person;
  const session = { sessionId } as never;
  return createPerson(city.origin, { me, token, recoveryCodes, session }, password);
}

/** Ana is on the first node, Wei on the second. */
async function talkers() {
  const [ana, weiHere] = await one!.contacts('Ana', 'Wei');
  const wei = at(two!, weiHere);
  const conversationId = await openDirect(ana, wei);
  return { ana, wei, conversationId };
}

describe.skipIf(!isHere)('two nodes of one city', () => {
  it('bring messages, typing and personal events across', async () => {
    const { ana, wei, conversationId } = await talkers();
    const [anas, weis] = [await ana.socket(), await wei.socket()];
    const seq = await say(ana, conversationId, 'Over there?');
    await weis.event('chat.entryAppended', ({ entry }) => entry.seq === seq);
    expect(await weis.call('chat.type', { conversationId })).toMatchObject({ ok: true });
    await anas.event('chat.typed');
    const answer = await say(wei, conversationId, 'Over here!');
    await anas.event('chat.entryAppended', ({ entry }) => entry.seq === answer);
    await ana.must('identity.updateProfile', { displayName: 'Ana B.' });
    const told = await weis.event('identity.personChanged');
    expect(told.person.displayName).toBe('Ana B.');
    anas.close();
    weis.close();
  });

  it('carry a call of two: it rings, is answered, finds its way, is logged once', async () => {
    const { ana, wei, conversationId } = await talkers();
    const [anas, weis] = [await ana.socket(), await wei.socket()];
    const [callId, hers, his] = [noId<CallId>(), noId<SeatId>(), noId<SeatId>()];
    const asked = { conversationId, media: 'voice' as const, invite: [] };
    await ana.must('calls.start', { callId, seatId: hers, ...asked });
    const rung = await weis.event('calls.changed', ({ call }) => call.callId === callId);
    expect(rung.call.state).toBe('ringing');
    await wei.must('calls.answer', { callId, seatId: his });
    await anas.event('calls.changed', ({ call }) => call.state === 'active');

    const seats = {
      ana: { personId: ana.me.personId, seatId: hers },
      wei: { personId: wei.me.personId, seatId: his },
    };
    const offer = { kind: 'description', type: 'offer', sdp: 'v=0 here' } as const;
    await ana.must('calls.signal', { callId, seatId: hers, to: seats.wei, signals: [offer] });
    const offered = await weis.event('calls.signalled');
    expect(offered).toEqual({ callId, seatId: his, signal: offer, from: seats.ana });
    const answer = { kind: 'description', type: 'answer', sdp: 'v=0 there' } as const;
    await wei.must('calls.signal', { callId, seatId: his, to: seats.ana, signals: [answer] });
    const answered = await anas.event('calls.signalled');
    expect(answered).toEqual({ callId, seatId: hers, signal: answer, from: seats.wei });

    await wei.must('calls.leave', { callId, seatId: his });
    const over = await anas.event('calls.changed', ({ call }) => call.state === 'ended');
    expect(over.call.outcome).toBe('answered');
    await one!.settle();
    await two!.settle();
    for (const person of [ana, wei]) {
      const { entries } = await person.must('chat.listEntries', { conversationId });
      const calls = entries.filter(({ body }) => body.type.startsWith('call'));
      expect(calls.map(({ body }) => body)).toMatchObject([{ type: 'callEnded', callId }]);
    }
    anas.close();
    weis.close();
  });

  it('end a session everywhere at once', async () => {
    const { ana } = await talkers();
    const there = at(two!, ana);
    const socket = await there.socket();
    await there.must('identity.getMe', {});
    await ana.must('identity.signOut', {});
    await socket.event('identity.sessionEnded');
    expect(await socket.closed).toBe(4001);
    expect(await there.refused('identity.getMe', {})).toBe('unauthenticated');
  });

  it('let a phone on one confirm a device on the other', async () => {
    const { wei } = await talkers();
    const begun = await one!.stranger.must('identity.beginQrSignIn', { device });
    const { ticket, secret, qrText } = begun;
    const poll = () =>
      one!.stranger.must('identity.pollQrSignIn', { ticket, secret, delivery: 'token' });
    const scanned = poll();
    await wei.must('identity.scanQrSignIn', { code: new URL(qrText).hash.slice(1) });
    expect((await scanned).state).toBe('scanned');
    const confirmed = poll();
    await wei.must('identity.answerQrSignIn', { ticket, allow: true });
    expect((await confirmed).state).toBe('confirmed');
  });

  it('share who is in a group, and who may write', async () => {
    const { ana, wei, conversationId } = await talkers();
    await say(wei, conversationId, 'One');
    await wei.must('contacts.remove', { personId: ana.me.personId });
    await two!.settle();
    const asked = { conversationId, clientId: crypto.randomUUID() as never };
    const message = { type: 'text', text: 'Two' } as const;
    const refusal = () => ana.call('chat.sendMessage', { ...asked, message });
    // Whichever node takes the follow-up on: both append by the same rows.
    await eventually(async () => ((await refusal()).ok ? null : true));
    expect(await refusal()).toMatchObject({ error: 'not_contact' });
  });
});

describe.skipIf(!isHere)('without the bus between them', () => {
  it('both nodes go on, and a client catches up when the bus is back', async () => {
    const { ana, wei, conversationId } = await talkers();
    await say(ana, conversationId, 'Before');
    const { client } = await startDevice(wei);
    const socket = await wei.socket();
    await nats.kill();
    const seq = await say(ana, conversationId, 'In the dark');
    const { entries } = await wei.must('chat.listEntries', { conversationId });
    expect(entries.at(-1)?.seq).toBe(seq);
    await nats.start();
    await socket.frame(({ t }) => t === 'lag');
    const reaches = (last: number) =>
      eventually(async () => {
        const known = client.getState().conversations.get(conversationId);
        return known?.conversation.lastSeq === last ? true : null;
      });
    await reaches(seq);
    // The other node may come back later; what it could not tell until then heals as well.
    await reaches(await say(ana, conversationId, 'Dawn'));
    const told = () => socket.events('chat.entryAppended').map(({ payload }) => payload);
    await eventually(async () => {
      const last = await say(ana, conversationId, 'Light again');
      await pauseMs(200);
      return told().some((payload) => (payload as { entry: Entry }).entry.seq === last) || null;
    });
    await client.stop();
    socket.close();
  });
});
