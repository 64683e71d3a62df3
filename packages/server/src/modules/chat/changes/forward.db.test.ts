import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCity, openDirect, openGroup, value, type City } from '../testing.ts';
import { put, text } from './testing.ts';

let city: City;
let anna: PersonId;
let ben: PersonId;
let carl: PersonId;
let from: ConversationId;
let to: ConversationId;
let friends: ConversationId;

beforeAll(async () => {
  city = await createCity();
  [anna, ben, carl] = [city.person('Anna'), city.person('Ben'), city.person('Carl')];
  city.befriend(anna, ben, carl);
  from = await openDirect(city, anna, ben);
  to = await openDirect(city, anna, carl);
  friends = await openGroup(city, [anna, carl]);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

type Ways = { seqs: number[]; to?: ConversationId[]; mode?: 'single' | 'merged'; id?: ClientId };
const forward = (who: PersonId, ways: Ways) =>
  city.chat.changes.forward(who, {
    clientId: ways.id ?? city.newId<ClientId>(),
    conversationId: from,
    seqs: ways.seqs,
    to: ways.to ?? [to],
    mode: ways.mode ?? 'single',
  });

async function last(viewer: PersonId, id: ConversationId, count: number) {
  const page = value(await city.chat.reading.listEntries(viewer, id, { limit: count }));
  return page.entries;
}

describe('messages forwarded one by one', () => {
  it('are said anew in order, without what belonged to where they stood', async () => {
    const first = await put(city, ben, { to: from, message: { ...text('one'), mentions: [anna] } });
    const second = await put(city, anna, { to: from, message: { ...text('two'), replyTo: first } });
    const { results } = value(await forward(anna, { seqs: [second, first], to: [to, friends] }));
    expect(results.map(({ refusal }) => refusal)).toEqual([null, null]);
    for (const [n, id] of [to, friends].entries()) {
      const entries = await last(carl, id, 2);
      expect(entries.map(({ body }) => body)).toEqual([
        { type: 'message', message: text('one') },
        { type: 'message', message: text('two') },
      ]);
      expect(entries.map(({ senderId }) => senderId)).toEqual([anna, anna]);
      expect(results[n]?.seq).toBe(entries.at(-1)?.seq);
    }
  });

  it('are forwarded once, however often it is asked, also after an edit', async () => {
    const seq = await put(city, anna, { to: from, message: text('once') });
    const id = city.newId<ClientId>();
    const again = { seqs: [seq], id };
    const one = value(await forward(anna, again));
    expect(value(await forward(anna, again))).toEqual(one);
    const edit = { text: 'once more', clientId: city.newId<ClientId>() };
    const where = { viewerId: anna, conversationId: from, seq };
    value(await city.chat.changes.edit(where, edit));
    expect(value(await forward(anna, again))).toEqual(one);
    expect((await last(carl, to, 1))[0]?.body).toMatchObject({ message: text('once') });
  });

  it('go where one may write, and each place answers for itself', async () => {
    const dora = city.person('Dora');
    city.befriend(anna, dora);
    const closed = await openDirect(city, anna, dora);
    city.rule(anna, dora, 'blocked');
    const pair = { a: anna, b: dora };
    await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', pair));
    await city.outbox.settle();
    const seq = await put(city, ben, { to: from, message: text('pass it on') });
    const { results } = value(await forward(anna, { seqs: [seq], to: [closed, from, to] }));
    expect(results.map(({ refusal }) => refusal)).toEqual(['blocked', null, null]);
  });
});

describe('messages forwarded as one', () => {
  it('name who wrote them in plain words, and nothing that leads back', async () => {
    const first = await put(city, ben, { to: from, message: text('question') });
    const second = await put(city, anna, { to: from, message: { ...text('yes'), replyTo: first } });
    value(await forward(anna, { seqs: [first, second], mode: 'merged' }));
    const [entry] = await last(carl, to, 1);
    expect(entry?.body).toMatchObject({
      message: {
        type: 'merged',
        title: 'Ben, Anna',
        items: [
          { author: 'Ben', message: text('question') },
          { author: 'Anna', message: text('yes') },
        ],
      },
    });
    const written = JSON.stringify(entry);
    for (const trace of [from, ben, 'replyTo']) expect(written).not.toContain(trace);
    const [seq] = [entry?.seq ?? 0];
    const on = await city.chat.changes.forward(carl, {
      ...{ clientId: city.newId<ClientId>(), conversationId: to, seqs: [seq] },
      ...{ to: [friends], mode: 'single' },
    });
    value(on);
    expect((await last(anna, friends, 1))[0]?.body).toEqual(entry?.body);
  });
});

describe('what may not be forwarded', () => {
  it('is what belongs to its place', async () => {
    const poll = { type: 'poll', question: '?', options: ['a', 'b'] } as const;
    const asked = { ...poll, options: ['a', 'b'], multiple: false, anonymous: false };
    const seq = await put(city, anna, { to: from, message: asked });
    expect(await forward(anna, { seqs: [seq] })).toMatchObject({ reason: 'not_forwardable' });
    const whom = await put(city, anna, { to: from, message: { type: 'contact', personId: carl } });
    value(await forward(anna, { seqs: [whom], to: [friends] }));
    expect((await last(carl, friends, 1))[0]?.body).toMatchObject({
      message: { type: 'contact', person: { personId: carl, displayName: 'Carl' } },
    });
    const merged = await forward(anna, { seqs: [whom], mode: 'merged' });
    expect(merged).toMatchObject({ reason: 'not_forwardable' });
  });

  it('is what one does not see', async () => {
    const seq = await put(city, anna, { to: from, message: text('hidden') });
    value(await city.chat.changes.hide(anna, from, [seq]));
    expect(await forward(anna, { seqs: [seq] })).toMatchObject({ reason: 'message_unknown' });
    const recalled = await put(city, anna, { to: from, message: text('taken back') });
    const where = { viewerId: anna, conversationId: from, seq: recalled };
    value(await city.chat.changes.recall(where));
    expect(await forward(anna, { seqs: [recalled] })).toMatchObject({ reason: 'message_unknown' });
    expect(await forward(carl, { seqs: [seq] })).toMatchObject({ reason: 'conversation_unknown' });
  });
});
