import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incomingRequest, startCity, type TestCity } from './support/city.ts';
import { throughGate, type Gate } from './support/gate.ts';
import type { TestPerson } from './support/person.ts';
import { newClientId, openDirect, say, text, textsOf } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Ended = { ok: true } | { ok: false; error: string };
type Run = () => Promise<Ended>;

/** Runs both in the order in which they are given, and gives how each ended. */
async function race(gate: Gate, first: Run, second: Run): Promise<string[]> {
  const told = (run: Run) => async () => {
    const result = await run();
    return result.ok ? 'done' : result.error;
  };
  const runs = [told(first), told(second)] as const;
  const results = await throughGate<[string, string]>(city.db, gate, runs);
  await city.settle();
  return results;
}

const sidesOf = (...people: TestPerson[]): Gate => ({
  text: `select from contacts_person where person_id = any($1::uuid[])
    order by person_id for update`,
  values: [people.map(({ me }) => me.personId)],
});

async function relationOf(one: TestPerson, other: TestPerson) {
  const { contacts } = await one.must('contacts.list', {});
  const found = contacts.find(({ person }) => person.personId === other.me.personId);
  return found === undefined ? 'none' : `${found.listed ? 'listed' : ''} ${found.blocked}`;
}

/** Ana asked Wei, and waits. */
async function asked() {
  const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
  const { personId } = wei.me;
  await ana.must('contacts.sendRequest', { personId, reason: '', via: 'handle' });
  await city.settle();
  const requestId = await incomingRequest(wei, ana);
  const accept =
    (device = wei) =>
    () =>
      device.call('contacts.answerRequest', { requestId, accept: true });
  return { ana, wei, requestId, accept };
}

describe('an acceptance', () => {
  it('from two devices happens once', async () => {
    const { ana, wei, accept } = await asked();
    const phone = await city.signIn(wei);
    const results = await race(sidesOf(wei), accept(), accept(phone));
    expect(results).toEqual(['done', 'request_unknown']);
    expect(await relationOf(ana, wei)).toBe('listed false');
    expect(await relationOf(wei, ana)).toBe('listed false');
  });

  it('beside a block by the same person: the block holds', async () => {
    for (const blockFirst of [true, false]) {
      const { ana, wei, accept } = await asked();
      const block = () => wei.call('contacts.block', { personId: ana.me.personId });
      const order: [Run, Run] = blockFirst ? [block, accept()] : [accept(), block];
      const [first, second] = await race(sidesOf(wei), ...order);
      expect(first).toBe('done');
      // A block ignores the request, which may still be accepted after a change of heart.
      expect(['done', 'request_unknown']).toContain(second);
      expect(await relationOf(wei, ana)).toMatch(/true$/);
      expect(await ana.call('chat.openDirect', { personId: wei.me.personId })).toSatisfy(
        (result: Ended) => result.ok || result.error === 'not_contact',
      );
    }
  });

  it('beside a block by the asker: the block holds', async () => {
    for (const blockFirst of [true, false]) {
      const { ana, wei, accept } = await asked();
      const block = () => ana.call('contacts.block', { personId: wei.me.personId });
      const order: [Run, Run] = blockFirst ? [block, accept()] : [accept(), block];
      expect(await race(sidesOf(ana, wei), ...order)).toEqual(['done', 'done']);
      expect(await relationOf(ana, wei)).toMatch(/true$/);
      const open = await wei.call('chat.openDirect', { personId: ana.me.personId });
      if (!open.ok) continue;
      const { conversationId } = open.output.head.conversation;
      const sent = { conversationId, clientId: newClientId(), message: text('Hello') };
      expect(['blocked', 'not_contact']).toContain(await wei.refused('chat.sendMessage', sent));
    }
  });

  it('beside a withdrawal leaves both sides in accord', async () => {
    for (const acceptFirst of [true, false]) {
      const { ana, wei, requestId, accept } = await asked();
      const withdraw = () => ana.call('contacts.withdrawRequest', { requestId });
      const order: [Run, Run] = acceptFirst ? [accept(), withdraw] : [withdraw, accept()];
      await race(sidesOf(ana, wei), ...order);
      const sides = [await relationOf(ana, wei), await relationOf(wei, ana)];
      // Wei may have said yes to a request that was being taken back; nobody writes on that.
      expect([
        ['listed false', 'listed false'],
        ['none', 'listed false'],
        ['none', 'none'],
      ]).toContainEqual(sides);
      const open = await wei.call('chat.openDirect', { personId: ana.me.personId });
      expect(open.ok).toBe(sides[0] === 'listed false');
    }
  });
});

describe('two requests that cross', () => {
  it('make contacts', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    for (const person of [ana, wei]) await person.must('contacts.getMyCode', {});
    const ask = (from: TestPerson, to: TestPerson) => () =>
      from.call('contacts.sendRequest', {
        ...{ personId: to.me.personId, reason: '', via: 'handle' },
      });
    expect(await race(sidesOf(ana, wei), ask(ana, wei), ask(wei, ana))).toEqual(['done', 'done']);
    expect(await relationOf(ana, wei)).toBe('listed false');
    expect(await relationOf(wei, ana)).toBe('listed false');
  });
});

describe('a message beside the end of a friendship', () => {
  const conversationRow = (conversationId: string): Gate => ({
    text: 'select from chat_conversation where conversation_id = $1 for update',
    values: [conversationId],
  });

  it.each(['remove', 'block'] as const)('(%s) is in the log if it was answered', async (verb) => {
    for (const sendFirst of [true, false]) {
      const [ana, wei] = await city.contacts('Ana', 'Wei');
      const conversationId = await openDirect(ana, wei);
      await say(wei, conversationId, 'Before');
      await city.settle();
      const message = { conversationId, clientId: newClientId(), message: text('Now') };
      const send = () => wei.call('chat.sendMessage', message);
      const end = () => ana.call(`contacts.${verb}`, { personId: wei.me.personId });
      const order: [Run, Run] = sendFirst ? [send, end] : [end, send];
      const results = await race(conversationRow(conversationId), ...order);
      const sent = results[sendFirst ? 0 : 1];
      const refusal = verb === 'remove' ? 'not_contact' : 'blocked';
      expect(['done', refusal]).toContain(sent);
      const expected = sent === 'done' ? ['Before', 'Now'] : ['Before'];
      expect(await textsOf(ana, conversationId)).toEqual(expected);
      const later = { ...message, clientId: newClientId() };
      expect(await wei.refused('chat.sendMessage', later)).toBe(refusal);
    }
  });
});
