import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCity, openGroup, say, value, type City } from '../testing.ts';
import { belongings, everything, put, text } from './testing.ts';

let city: City;
let anna: PersonId;
let ben: PersonId;
let carl: PersonId;
let id: ConversationId;

beforeAll(async () => {
  city = await createCity();
  [anna, ben, carl] = [city.person('Anna'), city.person('Ben'), city.person('Carl')];
  city.befriend(anna, ben, carl);
  id = await openGroup(city, [anna, ben, carl]);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const at = (viewerId: PersonId, seq: number) => ({ viewerId, conversationId: id, seq });
const entry = (viewer: PersonId, seq: number) => city.chat.reading.getEntry(viewer, id, seq);

describe('what calls people', () => {
  it('is a mention of members, or of all by a leader', async () => {
    const send = (from: PersonId, more: { mentions?: PersonId[]; mentionsAll?: true }) =>
      city.chat.send({
        ...{ conversationId: id, senderId: from, clientId: city.newId<ClientId>() },
        message: { ...text('hey'), ...more },
      });
    expect(await send(ben, { mentionsAll: true })).toMatchObject({ reason: 'forbidden' });
    expect(await send(ben, { mentions: [city.person()] })).toMatchObject({ reason: 'invalid' });
    const toAll = value(await send(anna, { mentionsAll: true }));
    const toCarl = value(await send(anna, { mentions: [carl, anna] }));
    const seqsOf = async (who: PersonId) =>
      value(await city.chat.heads.get(who, id)).head.inbox.mentionSeqs;
    expect(await seqsOf(carl)).toEqual([toAll.seq, toCarl.seq]);
    expect(await seqsOf(ben)).toEqual([toAll.seq]);
    expect(await seqsOf(anna)).toEqual([]);
    value(await city.chat.inbox.change(carl, id, { kind: 'read', seq: toAll.seq }));
    expect(await seqsOf(carl)).toEqual([toCarl.seq]);
  });

  it('is also an answer, to what one was there for', async () => {
    const seq = await put(city, anna, { to: id, message: text('question') });
    const reply = { ...text('answer'), replyTo: seq };
    const clientId = city.newId<ClientId>();
    const first = await put(city, ben, { to: id, message: reply, clientId });
    value(await city.chat.changes.recall(at(anna, seq)));
    expect(await put(city, ben, { to: id, message: reply, clientId })).toBe(first);
    const message = { ...text('x'), replyTo: 9_999 };
    const nowhere = city.chat.send({
      ...{ conversationId: id, senderId: ben, clientId: city.newId<ClientId>(), message },
    });
    expect(await nowhere).toMatchObject({ reason: 'message_unknown' });
  });
});

describe('a person who is erased', () => {
  it('leaves no word, no vote and no sign on anything', async () => {
    const own = await put(city, ben, { to: id, message: text('violett') });
    const edit = { text: 'purpur', clientId: city.newId<ClientId>() };
    value(await city.chat.changes.edit(at(ben, own), edit));
    value(await city.chat.changes.react(at(carl, own), '👍'));
    const other = await put(city, anna, { to: id, message: text('stays') });
    for (const who of [ben, carl]) value(await city.chat.changes.react(at(who, other), '🎈'));
    const question = { type: 'poll' as const, question: '?', options: ['a', 'b'] };
    const asked = { ...question, multiple: false, anonymous: false };
    const poll = await put(city, anna, { to: id, message: asked });
    for (const who of [ben, carl]) value(await city.chat.changes.polls.vote(at(who, poll), [0]));
    value(await city.chat.changes.polls.close(at(anna, poll)));
    value(await city.chat.changes.hide(ben, id, [other]));
    const exported: string[] = [];
    for await (const file of city.chat.holding.export(ben)) exported.push(JSON.stringify(file));
    expect(exported.join('')).toMatch(/violett/);
    expect(exported.join('')).toContain('🎈');
    expect(exported.join('')).not.toContain('stays');

    for (let time = 0; time < 2; time += 1) {
      await city.db.tx((tx) => city.chat.holding.erase(tx, ben));
    }
    await city.outbox.settle();
    expect(await everything(city)).not.toMatch(/violett|purpur/);
    expect((await entry(carl, own))?.body).toEqual({ type: 'erased' });
    expect(Object.values(await belongings(city, id, own))).toEqual([0, 0, 0, 0]);
    expect((await entry(carl, other))?.reactions).toEqual([
      { emoji: '🎈', count: 1, personIds: [carl] },
    ]);
    expect((await entry(carl, poll))?.poll).toMatchObject({
      ...{ voters: 1, closed: true, options: [{ count: 1, personIds: [carl] }, { count: 0 }] },
    });
    const { rowCount } = await city.db.query('select from chat_hidden where person_id = $1', [ben]);
    expect(rowCount).toBe(0);
  });
});

describe('what the city takes away', () => {
  it('is recalled by the city, and stays so', async () => {
    const { seq } = value(await say(city, anna, { to: id, text: 'not allowed' }));
    value(await city.chat.moderate.remove(id, seq));
    expect((await entry(carl, seq))?.body).toEqual({
      ...{ type: 'recalled', byId: anna, byCity: true },
    });
    const { lastSeq } = value(await city.chat.heads.get(carl, id)).head.conversation;
    value(await city.chat.moderate.remove(id, seq));
    expect(value(await city.chat.heads.get(carl, id)).head.conversation.lastSeq).toBe(lastSeq);
    value(await city.chat.moderate.dissolve(id));
    expect(await say(city, anna, { to: id, text: 'x' })).toMatchObject({ reason: 'read_only' });
    expect(await city.chat.changes.react(at(carl, seq), '👍')).toMatchObject({
      reason: 'read_only',
    });
  });
});
