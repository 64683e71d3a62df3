import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import {
  createGroup,
  entryOf,
  newClientId,
  noId,
  openDirect,
  say,
  send,
  text,
  textsOf,
} from './support/talk.ts';
import { getMedia, photoOf, readsMedia, takeFile } from './support/uploads.ts';

// Messages that disappear, by a clock that is moved.

const hourMs = 3_600_000;

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const sweep = () => city.composed.modules.chat.sweepExpired();

async function rowsWith(words: string): Promise<number> {
  const { rows } = await city.sql('select from chat_entry where body::text like $1', [
    `%${words}%`,
  ]);
  return rows.length;
}

describe('a timer', () => {
  it('holds for what is sent from then on, and everybody sees when it was set', async () => {
    const conversationId = await openDirect(ana, wei);
    await say(ana, conversationId, 'Stays');
    await wei.must('chat.setTimer', { conversationId, seconds: 3_600 });
    const asked = { conversationId, clientId: newClientId(), message: text('madagascar') };
    const sent = await ana.must('chat.sendMessage', asked);
    expect(Date.parse(sent.expiresAt ?? '') - Date.parse(sent.at)).toBe(hourMs);
    const entry = await entryOf(wei, conversationId, sent.seq);
    expect(entry.expiresAt).toBe(sent.expiresAt);
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.conversation.timerSeconds).toBe(3_600);
    city.clock.travel(hourMs - 60_000);
    expect(await textsOf(wei, conversationId)).toEqual(['Stays', 'madagascar']);
    city.clock.travel(61_000);
    // By the clock at once, whether or not somebody has swept.
    expect(await textsOf(wei, conversationId)).toEqual(['Stays']);
    const gone = await entryOf(wei, conversationId, sent.seq);
    expect(gone.body).toEqual({ type: 'expired' });
    expect(gone.expiresAt).toBeUndefined();
    await sweep();
    await city.settle();
    expect(await rowsWith('madagascar')).toBe(0);
    expect(await entryOf(wei, conversationId, sent.seq)).toEqual(gone);
    const where = { conversationId, seq: sent.seq };
    const edit = { ...where, text: 'X', clientId: newClientId() };
    expect(await ana.refused('chat.editMessage', edit)).toBe('message_unknown');
    expect(await ana.refused('chat.recallMessage', where)).toBe('message_unknown');
    const again = await ana.must('chat.sendMessage', asked);
    expect(again.seq).toBe(sent.seq);
    await ana.must('chat.setTimer', { conversationId, seconds: null });
    const { expiresAt } = await ana.must('chat.sendMessage', {
      ...{ conversationId, clientId: newClientId(), message: text('Stays too') },
    });
    expect(expiresAt).toBeUndefined();
  });

  it('takes pictures with it, for whoever kept their address', async () => {
    const conversationId = await openDirect(ana, wei);
    await ana.must('chat.setTimer', { conversationId, seconds: 3_600 });
    const { fileId, ...facts } = await takeFile(ana, makePng());
    await send(ana, conversationId, photoOf({ fileId, ...facts }));
    expect(await readsMedia(wei, fileId)).toBe('true');
    const etag = (await getMedia(wei, fileId)).headers.get('etag') ?? '';
    expect((await getMedia(wei, fileId, { 'if-none-match': etag })).status).toBe(304);
    city.clock.travel(hourMs + 1_000);
    for (const person of [ana, wei]) expect(await readsMedia(person, fileId)).toBe('file_unknown');
    // Not even that it is as it was.
    expect((await getMedia(wei, fileId, { 'if-none-match': etag })).status).toBe(404);
    await sweep();
    await city.settle();
    const { rows } = await city.sql('select from chat_attachment where file_id = $1', [fileId]);
    expect(rows).toEqual([]);
    await ana.must('chat.setTimer', { conversationId, seconds: null });
  });

  it('is one of four, set by who may', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const set = (person: TestPerson, to: ConversationId, seconds = 86_400) =>
      person.refused('chat.setTimer', { conversationId: to, seconds: seconds as never });
    expect(await set(wei, conversationId)).toBe('forbidden');
    expect(await set(ana, conversationId, 60)).toBe('invalid');
    expect(await set(ana, noId())).toBe('conversation_unknown');
    await wei.must('chat.leaveGroup', { conversationId });
    expect(await set(wei, conversationId)).toBe('not_member');
    await ana.must('chat.dissolveGroup', { conversationId });
    expect(await set(ana, conversationId)).toBe('read_only');
  });

  it('takes what nobody has read off the count', async () => {
    const conversationId = await createGroup(ana, [wei]);
    await ana.must('chat.setTimer', { conversationId, seconds: 3_600 });
    await say(ana, conversationId, 'Unread');
    const unread = async () =>
      (await wei.must('chat.getHead', { conversationId })).head.inbox.unread;
    expect(await unread()).toBe(1);
    city.clock.travel(hourMs + 1_000);
    expect(await unread()).toBe(0);
  });
});
