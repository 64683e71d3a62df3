import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
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
import { photoOf, readsMedia, takeFile } from './support/uploads.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let kim: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  kim = await city.signUp('Kim');
  await befriend(wei, kim, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = ({ me }: TestPerson) => me.personId;

describe('forwarding', () => {
  it('one by one keeps the words and no trace of where they stood', async () => {
    const conversationId = await createGroup(ana, [wei], 'Secret');
    const first = await send(ana, conversationId, { ...text('@Wei one'), mentions: [idOf(wei)] });
    const second = await send(ana, conversationId, { ...text('Two'), replyTo: first });
    const to = [await openDirect(wei, kim)];
    const command = { clientId: newClientId(), conversationId, seqs: [first, second], to };
    const single = { ...command, mode: 'single' as const };
    const { results } = await wei.must('chat.forwardMessages', single);
    expect(await wei.must('chat.forwardMessages', single)).toEqual({ results });
    expect(results).toEqual([{ conversationId: to[0], seq: 2, refusal: null }]);
    const { entries } = await kim.must('chat.listEntries', { conversationId: to[0]! });
    expect(entries.map(({ body }) => body)).toEqual([
      { type: 'message', message: text('@Wei one') },
      { type: 'message', message: text('Two') },
    ]);
    expect(entries.every(({ senderId }) => senderId === idOf(wei))).toBe(true);
  });

  it('merged says who wrote what, and the city vouches for it', async () => {
    const conversationId = await openDirect(ana, wei);
    const seqs = [await say(ana, conversationId, 'Yes?'), await say(wei, conversationId, 'No.')];
    const target = await openDirect(wei, kim);
    const command = { clientId: newClientId(), conversationId, seqs, to: [target] };
    const merged = { ...command, mode: 'merged' as const };
    const { results } = await wei.must('chat.forwardMessages', merged);
    const { body } = await entryOf(kim, target, results[0]?.seq ?? 0);
    expect(body).toMatchObject({
      message: {
        type: 'merged',
        items: [
          { author: 'Ana', message: text('Yes?') },
          { author: 'Wei', message: text('No.') },
        ],
      },
    });
    const forged = { type: 'merged', title: 'Ana', items: [] } as never;
    const asked = { conversationId: target, clientId: newClientId(), message: forged };
    expect(await wei.refused('chat.sendMessage', asked)).toBe('invalid');
  });

  it('of a picture lets the next one see it, until that one is taken back', async () => {
    const conversationId = await openDirect(ana, wei);
    const media = await takeFile(ana, makePng());
    const seq = await send(ana, conversationId, photoOf(media));
    expect(await readsMedia(kim, media.fileId)).toBe('file_unknown');
    const target = await openDirect(wei, kim);
    const command = { clientId: newClientId(), conversationId, seqs: [seq], to: [target] };
    const { results } = await wei.must('chat.forwardMessages', { ...command, mode: 'single' });
    expect(await readsMedia(kim, media.fileId)).toBe('true');
    // The first sender's recall takes the first message; the other one has a sender of its own.
    await ana.must('chat.recallMessage', { conversationId, seq });
    expect(await readsMedia(ana, media.fileId)).toBe('file_unknown');
    expect(await readsMedia(kim, media.fileId)).toBe('true');
    await wei.must('chat.recallMessage', { conversationId: target, seq: results[0]?.seq ?? 0 });
    for (const person of [ana, wei, kim]) {
      expect(await readsMedia(person, media.fileId)).toBe('file_unknown');
    }
  });

  it('takes what one sees and what may leave, to where one may write', async () => {
    const conversationId = await openDirect(ana, wei);
    const seq = await say(ana, conversationId, 'Come along');
    const poll = await send(ana, conversationId, {
      ...{ type: 'poll', question: 'Which?', options: ['A', 'B'] },
      ...{ multiple: false, anonymous: false },
    });
    const to = [await createGroup(wei, [kim])];
    const base = { clientId: newClientId(), conversationId, seqs: [seq], to, mode: 'single' };
    const command = { ...base, mode: 'single' as const };
    expect(await kim.refused('chat.forwardMessages', command)).toBe('conversation_unknown');
    const none = { ...command, seqs: [seq, poll + 9] };
    expect(await wei.refused('chat.forwardMessages', none)).toBe('message_unknown');
    const ofPoll = { ...command, seqs: [poll] };
    expect(await wei.refused('chat.forwardMessages', ofPoll)).toBe('not_forwardable');
    const left = await createGroup(wei, [kim]);
    await wei.must('chat.leaveGroup', { conversationId: left });
    const ended = await createGroup(wei, [kim]);
    await wei.must('chat.dissolveGroup', { conversationId: ended });
    const wide = { ...command, clientId: newClientId(), to: [noId<never>(), left, ended, ...to] };
    const { results } = await wei.must('chat.forwardMessages', wide);
    expect(results.map(({ refusal }) => refusal)).toEqual([
      ...['conversation_unknown', 'not_member', 'read_only', null],
    ]);
    expect(await textsOf(kim, to[0]!)).toEqual(['Come along']);
  });
});
