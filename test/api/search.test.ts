import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId, openDirect, say, send } from './support/talk.ts';
import { photoOf, takeFile } from './support/uploads.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let lea: TestPerson;
let eve: TestPerson;
let place: ConversationId;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  lea = await city.signUp('Lea');
  await befriend(ana, lea, city.settle);
  eve = await city.signUp('Eve');
  place = await openDirect(ana, wei);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Filters = Parameters<TestPerson['must']>[1] & object;

/** Where the person finds these words, the newest first. */
async function find(person: TestPerson, query: string, filters: Filters = {}) {
  await city.settle();
  await city.composed.modules.search.settle();
  const { hits } = await person.must('search.messages', { query, ...(filters as object) });
  return hits.map(({ entry }) => entry.seq);
}

describe('words', () => {
  const said: [string, string, string[], string[]][] = [
    ['Chinese', '我家在上海东边', ['上海', '家', '海东', '我家在上海东边'], ['北京', '上边']],
    ['Japanese', 'あした東京タワーへ行きます', ['東京', 'タワー', '行きます'], ['大阪']],
    ['Korean', '내일 서울역에서 만나요', ['서울', '서울역', '만나요'], ['부산']],
    ['Thai', 'พรุ่งนี้ไปตลาดน้ำ', ['ตลาด', 'ตลาดน้ำ'], ['ทะเล']],
    ['Latin', 'Das Café in der Straße, señor!', ['cafe', 'STRASSE', 'senor', 'caf'], ['tee']],
    ['Cyrillic', 'Встречаемся у Большого театра', ['театра', 'большого', 'ВСТРЕЧАЕМСЯ'], ['метро']],
    ['Arabic', 'نلتقي في السوق القديم غدا', ['السوق', 'القديم'], ['المطار']],
    ['emoji', 'Look 🦄 there', ['look', 'there'], ['horse']],
  ];
  it.each(said)('of %s are found, and those that are not there are not', async (...each) => {
    const [, words, there, absent] = each;
    const seq = await say(ana, place, words);
    for (const query of there) expect([query, await find(wei, query)]).toEqual([query, [seq]]);
    for (const query of absent) expect([query, await find(wei, query)]).toEqual([query, []]);
  });

  it('must all be there, in whatever order', async () => {
    const both = await say(ana, place, 'quartz and topaz');
    const one = await say(wei, place, 'only quartz');
    expect(await find(wei, 'topaz quartz')).toEqual([both]);
    expect(await find(ana, 'quartz')).toEqual([one, both]);
    const wrong = { query: 'quartz', cursor: 'nowhere' };
    expect(await ana.refused('search.messages', wrong)).toBe('invalid');
    const page = { query: 'quartz', limit: 1 };
    const { hits, next } = await ana.must('search.messages', page);
    expect([hits.length, next === null]).toEqual([1, false]);
    const rest = await ana.must('search.messages', { ...page, cursor: next ?? '' });
    expect(rest.hits.map(({ entry }) => entry.seq)).toEqual([both]);
  });
});

describe('filters', () => {
  it('leave what is from somebody, of a kind, of a place, of a time', async () => {
    const conversationId = await createGroup(ana, [wei], 'Opal');
    const first = await say(ana, conversationId, 'jasper one');
    const second = await say(wei, conversationId, 'jasper two https://plaza.example/jasper');
    const caption = { ...photoOf(await takeFile(wei, makePng())), caption: 'jasper three' };
    const third = await send(wei, conversationId, caption);
    const elsewhere = await say(ana, place, 'jasper four');
    expect(await find(wei, 'jasper')).toHaveLength(4);
    const inIt = { conversationId };
    expect(await find(wei, 'jasper', inIt)).toEqual([third, second, first]);
    const senderId = ana.me.personId;
    expect(await find(wei, 'jasper', { ...inIt, senderId })).toEqual([first]);
    expect(await find(wei, 'jasper', { kinds: ['photo'] })).toEqual([third]);
    expect(await find(wei, '', { ...inIt, kinds: ['photo'] })).toEqual([third]);
    expect(await find(wei, '', { ...inIt, kinds: ['link'] })).toEqual([second]);
    const past = { to: '2020-01-01T00:00:00.000Z' };
    expect(await find(wei, 'jasper', past)).toEqual([]);
    const since = { from: '2020-01-01T00:00:00.000Z', conversationId: place };
    expect(await find(wei, 'jasper', since)).toEqual([elsewhere]);
  });
});

describe('nobody finds', () => {
  it('what others said among themselves', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const before = await say(ana, conversationId, 'malachite before');
    await ana.must('chat.addMembers', { conversationId, memberIds: [lea.me.personId] });
    const during = await say(wei, conversationId, 'malachite during');
    await lea.must('chat.leaveGroup', { conversationId });
    const after = await say(wei, conversationId, 'malachite after');
    await city.settle();
    expect(await find(eve, 'malachite')).toEqual([]);
    expect(await find(lea, 'malachite')).toEqual([during]);
    expect(await find(ana, 'malachite')).toEqual([after, during, before]);
    for (const id of [conversationId, noId<ConversationId>()]) {
      const asked = { query: 'malachite', conversationId: id };
      expect(await eve.refused('search.messages', asked)).toBe('conversation_unknown');
    }
  });

  it('what was recalled, hidden, cleared, edited away, or has disappeared', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const [one, two, three, four] = [
      await say(ana, conversationId, 'beryl cleared'),
      await say(ana, conversationId, 'beryl recalled'),
      await say(ana, conversationId, 'beryl hidden'),
      await say(ana, conversationId, 'beryl edited'),
    ] as const;
    expect(await find(wei, 'beryl')).toHaveLength(4);
    const now = async (person: TestPerson) =>
      (await person.must('search.messages', { query: 'beryl' })).hits.map(({ entry }) => entry.seq);
    // At once, without waiting for the index.
    await ana.must('chat.recallMessage', { conversationId, seq: two });
    expect(await now(ana)).not.toContain(two);
    await wei.must('chat.hideMessages', { conversationId, seqs: [three] });
    await wei.must('chat.clearHistory', { conversationId, seq: one });
    expect(await now(wei)).toEqual([four]);
    const edit = { conversationId, seq: four, text: 'agate', clientId: newClientId() };
    await ana.must('chat.editMessage', edit);
    expect(await find(wei, 'beryl')).toEqual([]);
    expect(await find(wei, 'agate')).toEqual([four]);
    expect(await find(ana, 'beryl')).toEqual([three, one]);
    await ana.must('chat.setTimer', { conversationId, seconds: 3_600 });
    const five = await say(ana, conversationId, 'beryl for an hour');
    expect(await find(wei, 'beryl')).toEqual([five]);
    city.clock.travel(3_601_000);
    expect(await find(wei, 'beryl')).toEqual([]);
    await city.composed.modules.chat.sweepExpired();
    await city.settle();
    expect(await find(ana, 'beryl')).toEqual([three, one]);
  });
});

describe('groups', () => {
  it('are found by their name, and by who is in them, by members', async () => {
    const conversationId = await createGroup(ana, [lea], 'Tourmaline 上海');
    await city.settle();
    const found = async (person: TestPerson, query: string) =>
      (await person.must('search.groups', { query })).groups
        .filter(({ head }) => head.conversation.conversationId === conversationId)
        .map(({ people }) => people);
    expect(await found(ana, 'tourma')).toEqual([[]]);
    expect(await found(lea, '上海')).toEqual([[]]);
    expect(await found(ana, 'lea')).toEqual([[lea.me.personId]]);
    expect(await found(eve, 'tourmaline')).toEqual([]);
    expect(await found(wei, 'lea')).toEqual([]);
  });
});

it('contacts are found by what I call them, their name and their handle', async () => {
  await ana.must('contacts.update', { personId: lea.me.personId, remark: '舅舅 Léon' });
  const people = async (person: TestPerson, query: string) =>
    (await person.must('search.people', { query })).people.map(({ person: { handle } }) => handle);
  for (const query of ['舅', 'leon', 'LEA', `@${lea.me.handle}`]) {
    expect([query, await people(ana, query)]).toEqual([query, [lea.me.handle]]);
  }
  expect(await people(ana, 'eve')).toEqual([]);
  // What I call somebody is nobody else's to find.
  expect(await people(lea, 'leon')).toEqual([]);
});
