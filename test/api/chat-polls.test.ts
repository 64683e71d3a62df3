import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, entryOf, say, send } from './support/talk.ts';

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

const idOf = ({ me }: TestPerson) => me.personId;

async function ask(over: { multiple?: boolean; anonymous?: boolean } = {}) {
  const conversationId = await createGroup(ana, [wei]);
  const options = ['Monday', 'Tuesday', 'Never'];
  const poll = { type: 'poll', question: 'When?', options } as const;
  const message = { ...poll, multiple: false, anonymous: false, ...over };
  return { conversationId, seq: await send(ana, conversationId, message) };
}

describe('a poll', () => {
  it('counts one choice of each person, which may change until it is closed', async () => {
    const where = await ask();
    const socket = await ana.socket();
    await wei.must('chat.votePoll', { ...where, options: [0] });
    await wei.must('chat.votePoll', { ...where, options: [1] });
    await ana.must('chat.votePoll', { ...where, options: [1] });
    await socket.event('chat.entryAppended', ({ target }) => target?.poll?.voters === 2);
    socket.close();
    const { poll } = await entryOf(wei, where.conversationId, where.seq);
    expect(poll).toMatchObject({ voters: 2, closed: false });
    expect(poll?.options.map(({ count }) => count)).toEqual([0, 2, 0]);
    expect(await wei.must('chat.getMyVote', where)).toEqual({ options: [1] });
    const { personIds } = await wei.must('chat.listReactions', { ...where, option: 1 });
    expect(personIds.toSorted()).toEqual([idOf(ana), idOf(wei)].toSorted());
    await wei.must('chat.votePoll', { ...where, options: [] });
    expect(await wei.must('chat.getMyVote', where)).toEqual({ options: [] });
    expect(await wei.refused('chat.closePoll', where)).toBe('forbidden');
    await ana.must('chat.closePoll', where);
    await ana.must('chat.closePoll', where);
    expect(await wei.refused('chat.votePoll', { ...where, options: [2] })).toBe('poll_closed');
    const ended = await entryOf(wei, where.conversationId, where.seq);
    expect(ended.poll).toMatchObject({ voters: 1, closed: true });
  });

  it('takes only choices that there are, several only where that was said', async () => {
    const one = await ask();
    for (const options of [[3], [0, 1]]) {
      expect(await wei.refused('chat.votePoll', { ...one, options })).toBe('invalid_choice');
    }
    const many = await ask({ multiple: true });
    await wei.must('chat.votePoll', { ...many, options: [0, 2] });
    const { poll } = await entryOf(ana, many.conversationId, many.seq);
    expect(poll?.options.map(({ count }) => count)).toEqual([1, 0, 1]);
    expect(poll?.voters).toBe(1);
  });

  it('that is anonymous tells nobody who chose what', async () => {
    const where = await ask({ anonymous: true });
    await wei.must('chat.votePoll', { ...where, options: [2] });
    const { poll } = await entryOf(ana, where.conversationId, where.seq);
    expect(poll?.options).toEqual([0, 0, 1].map((count) => ({ count, personIds: [] })));
    const asked = { ...where, option: 2 };
    expect(await ana.refused('chat.listReactions', asked)).toBe('forbidden');
    const { conversationId } = where;
    const { entries } = await ana.must('chat.listEntries', { conversationId });
    const change = entries.find(({ body }) => body.type === 'changed');
    expect(change?.senderId).toBe(idOf(ana));
    expect(await wei.must('chat.getMyVote', where)).toEqual({ options: [2] });
  });

  it('is a poll: of a text one learns no votes', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const where = { conversationId, seq: await say(ana, conversationId, 'No poll') };
    expect(await wei.refused('chat.votePoll', { ...where, options: [0] })).toBe('message_unknown');
    expect(await ana.refused('chat.closePoll', where)).toBe('message_unknown');
    expect(await wei.refused('chat.getMyVote', where)).toBe('message_unknown');
  });
});
