import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { newClientId, noId, openDirect, say, text, textsOf } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

async function talkers() {
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  return { ana, wei, conversationId: await openDirect(ana, wei) };
}

describe('two people', () => {
  it('become contacts and talk', async () => {
    const { ana, wei, conversationId } = await talkers();
    const [anas, weis] = [await ana.socket(), await wei.socket()];
    const message = text('你好 👋');
    const clientId = newClientId();
    const sent = await anas.call('chat.sendMessage', { conversationId, clientId, message });
    expect(sent).toMatchObject({ ok: true, output: { seq: 1 } });
    const { entry } = await weis.event('chat.entryAppended');
    expect(entry).toMatchObject({ seq: 1, senderId: ana.me.personId, clientId });
    expect(entry.body).toEqual({ type: 'message', message });
    expect((await anas.event('chat.entryAppended')).entry).toEqual(entry);
    anas.close();
    weis.close();
  });

  it('have one conversation, whoever opens it', async () => {
    const { ana, wei, conversationId } = await talkers();
    expect(await openDirect(wei, ana)).toBe(conversationId);
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.conversation).toMatchObject({ kind: 'direct', peer: wei.card, memberCount: 2 });
  });

  it('talk only when they are contacts', async () => {
    const [ana, eve] = [await city.signUp('Ana'), await city.signUp('Eve')];
    const open = (personId: PersonId) => ana.refused('chat.openDirect', { personId });
    expect(await open(eve.me.personId)).toBe('not_contact');
    expect(await open(ana.me.personId)).toBe('self_action');
    expect(await open(noId())).toBe('person_not_found');
  });
});

describe('a message', () => {
  it('sent again is the same message, and another body under its id a conflict', async () => {
    const { ana, wei, conversationId } = await talkers();
    const clientId = newClientId();
    const send = (words: string) =>
      ana.call('chat.sendMessage', { conversationId, clientId, message: text(words) });
    const [first, again] = [await send('Once'), await send('Once')];
    expect(again).toEqual(first);
    expect(await send('Twice')).toMatchObject({ error: 'message_conflict' });
    expect(await textsOf(wei, conversationId)).toEqual(['Once']);
  });

  it('is any text up to ten thousand characters', async () => {
    const { ana, wei, conversationId } = await talkers();
    const longest = '🚲'.repeat(10_000);
    await say(ana, conversationId, longest);
    await say(ana, conversationId, 'a\u200db\n<script>\u202e"\\');
    const [first, second] = await textsOf(wei, conversationId);
    expect(first).toBe(longest);
    expect(second).toBe('a\u200db\n<script>\u202e"\\');
    const send = (words: string) =>
      ana.refused('chat.sendMessage', {
        ...{ conversationId, clientId: newClientId(), message: text(words) },
      });
    expect(await send(`${longest}!`)).toBe('invalid');
    expect(await send('')).toBe('invalid');
    expect(await send('a\u0000b')).toBe('invalid');
    // Half of a character.
    expect(await send('a\ud800b')).toBe('invalid');
  });

  it('goes nowhere but into a conversation of mine', async () => {
    const [{ conversationId }, eve] = [await talkers(), await city.signUp('Eve')];
    for (const id of [conversationId, noId<ConversationId>()]) {
      const asked = { conversationId: id, clientId: newClientId(), message: text('Let me in') };
      expect(await eve.refused('chat.sendMessage', asked)).toBe('conversation_unknown');
      const where = { conversationId: id };
      expect(await eve.refused('chat.getHead', where)).toBe('conversation_unknown');
      expect(await eve.refused('chat.listEntries', where)).toBe('conversation_unknown');
      expect(await eve.refused('chat.listMembers', where)).toBe('conversation_unknown');
    }
  });
});

describe('the log', () => {
  it('is read after, before and around a place, without a gap', async () => {
    const { ana, wei, conversationId } = await talkers();
    for (let i = 1; i <= 12; i += 1) await say(i % 3 === 0 ? wei : ana, conversationId, `${i}`);
    const read = async (range: object) => {
      const page = await wei.must('chat.listEntries', { conversationId, ...range });
      expect([page.firstSeq, page.lastSeq]).toEqual([1, 12]);
      return page.entries.map(({ seq }) => seq);
    };
    expect(await read({ limit: 3 })).toEqual([10, 11, 12]);
    expect(await read({ after: 4, limit: 3 })).toEqual([5, 6, 7]);
    expect(await read({ before: 4, limit: 2 })).toEqual([2, 3]);
    expect(await read({ around: 6, limit: 4 })).toEqual([5, 6, 7, 8]);
    expect(await read({ after: 12 })).toEqual([]);
  });
});

describe('typing', () => {
  it('is shown just after the other side wrote', async () => {
    const { ana, wei, conversationId } = await talkers();
    const socket = await ana.socket();
    const type = () => wei.call('chat.type', { conversationId });
    expect(await type()).toMatchObject({ error: 'typing_not_shown' });
    await say(ana, conversationId, 'Are you there?');
    expect((await type()).ok).toBe(true);
    expect(await socket.event('chat.typed')).toEqual({
      conversationId,
      personId: wei.me.personId,
    });
    socket.close();
    city.clock.travel(11_000);
    expect(await type()).toMatchObject({ error: 'typing_not_shown' });
    const eve = await city.signUp('Eve');
    expect(await eve.refused('chat.type', { conversationId })).toBe('conversation_unknown');
  });
});
