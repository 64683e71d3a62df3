import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { noId, openDirect, say, textsOf } from './support/talk.ts';

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

async function listed(person: TestPerson): Promise<ConversationId[]> {
  await city.settle();
  const { heads } = await person.must('chat.listHeads', {});
  return heads.map(({ conversation }) => conversation.conversationId);
}

describe('my side of a conversation', () => {
  it('counts what I have not read, on all my devices', async () => {
    const { ana, wei, conversationId } = await talkers();
    const phone = await (await city.signIn(wei)).socket();
    for (const words of ['One', 'Two', 'Three']) await say(ana, conversationId, words);
    const { head } = await wei.must('chat.getHead', { conversationId });
    expect(head.inbox).toMatchObject({ unread: 3, readSeq: 0 });
    const { inbox } = await wei.must('chat.markRead', { conversationId, seq: 2 });
    expect(inbox).toMatchObject({ unread: 1, readSeq: 2 });
    expect((await phone.event('chat.inboxChanged')).inbox).toEqual(inbox);
    const back = await phone.call('chat.markRead', { conversationId, seq: 1 });
    expect(back).toMatchObject({ output: { inbox: { readSeq: 2 } } });
    const beyond = await phone.call('chat.markRead', { conversationId, seq: 999 });
    expect(beyond).toMatchObject({ output: { inbox: { readSeq: 3, unread: 0 } } });
    phone.close();
  });

  it('is pinned, muted, marked as unread and hidden until something happens', async () => {
    const { ana, wei, conversationId } = await talkers();
    await say(ana, conversationId, 'Hello');
    const set = async (change: object) => {
      const asked = { conversationId, ...change };
      return (await wei.must('chat.setInbox', asked)).inbox;
    };
    expect(await set({ pinned: true, muted: true })).toMatchObject({ pinned: true, muted: true });
    expect(await set({ markedUnread: true })).toMatchObject({ pinned: true, markedUnread: true });
    const read = await wei.must('chat.markRead', { conversationId, seq: 1 });
    expect(read.inbox.markedUnread).toBe(false);
    expect(await set({ hidden: true })).toMatchObject({ hiddenSeq: 1 });
    await say(ana, conversationId, 'Are you there?');
    const { head } = await wei.must('chat.getHead', { conversationId });
    expect(head.conversation.lastSeq).toBeGreaterThan(head.inbox.hiddenSeq ?? 0);
  });

  it('knows on all my devices which voice messages I heard', async () => {
    const { ana, wei, conversationId } = await talkers();
    const phone = await (await city.signIn(wei)).socket();
    for (const words of ['One', 'Two', 'Three']) await say(ana, conversationId, words);
    const heard = await wei.must('chat.setInbox', { conversationId, heard: [3, 2, 999] });
    expect(heard.inbox).toMatchObject({ heardToSeq: 0, heardSeqs: [2, 3] });
    expect((await phone.event('chat.inboxChanged')).inbox).toEqual(heard.inbox);
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.inbox.heardSeqs).toEqual([]);
    phone.close();
  });

  it('keeps a draft for my other devices', async () => {
    const { ana, conversationId } = await talkers();
    const phone = await (await city.signIn(ana)).socket();
    await ana.must('chat.saveDraft', { conversationId, text: 'Dear' });
    await phone.event('chat.inboxChanged', ({ inbox }) => inbox.draft === 'Dear');
    await phone.call('chat.saveDraft', { conversationId, text: '' });
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.inbox.draft).toBe('');
    phone.close();
  });

  it('is cleared for me alone', async () => {
    const { ana, wei, conversationId } = await talkers();
    await say(ana, conversationId, 'Old');
    await say(ana, conversationId, 'New');
    const { inbox } = await wei.must('chat.clearHistory', { conversationId, seq: 1 });
    expect(inbox).toMatchObject({ clearedSeq: 1, unread: 1 });
    expect(await textsOf(wei, conversationId)).toEqual(['New']);
    expect(await textsOf(ana, conversationId)).toEqual(['Old', 'New']);
  });

  it('is only mine', async () => {
    const [{ conversationId }, eve] = [await talkers(), await city.signUp('Eve')];
    for (const id of [conversationId, noId<ConversationId>()]) {
      const where = { conversationId: id };
      const refusals = [
        await eve.refused('chat.markRead', { ...where, seq: 1 }),
        await eve.refused('chat.setInbox', { ...where, pinned: true }),
        await eve.refused('chat.saveDraft', { ...where, text: 'x' }),
        await eve.refused('chat.clearHistory', { ...where, seq: 1 }),
      ];
      expect(refusals).toEqual(Array(4).fill('conversation_unknown'));
    }
  });
});

describe('the list', () => {
  it('has the newest first, and since a watermark only what moved', async () => {
    const { ana, wei, conversationId } = await talkers();
    const eve = await city.signUp('Eve');
    await befriend(ana, eve, city.settle);
    const other = await openDirect(ana, eve);
    await say(wei, conversationId, 'First');
    await say(eve, other, 'Second');
    expect(await listed(ana)).toEqual([other, conversationId]);
    await say(wei, conversationId, 'Third');
    expect(await listed(ana)).toEqual([conversationId, other]);
    city.clock.travel(10 * 60_000);
    const { watermark } = await ana.must('chat.listHeads', {});
    city.clock.travel(10 * 60_000);
    await say(eve, other, 'Fourth');
    const moved = await ana.must('chat.listHeads', { since: watermark });
    expect(moved.heads.map(({ conversation }) => conversation.conversationId)).toEqual([other]);
    expect(await ana.refused('chat.listHeads', { since: 'yesterday' })).toBe('invalid');
    expect(await ana.refused('chat.listHeads', { cursor: 'nowhere' })).toBe('invalid');
  });

  it('does not show what was only opened', async () => {
    const { ana, wei, conversationId } = await talkers();
    await city.settle();
    expect(await listed(wei)).toEqual([]);
    await say(ana, conversationId, 'Hello');
    expect(await listed(wei)).toEqual([conversationId]);
  });
});
