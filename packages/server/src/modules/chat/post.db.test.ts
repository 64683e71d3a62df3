import type { ClientId, ConversationId, PersonId, TransferId } from '@plaza/base';
import { api } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../kernel/rpc/index.ts';
import type { Post } from './post.ts';
import { createCity, openDirect, openGroup, say, value, type City } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const outputOf = createValidator(api.chat.listEntries.output);

async function pair(): Promise<{ anna: PersonId; ben: PersonId; id: ConversationId }> {
  const [anna, ben] = [city.person('Anna'), city.person('Ben')];
  city.befriend(anna, ben);
  return { anna, ben, id: await openDirect(city, anna, ben) };
}

/** The card of a payment from one person to another. */
function card(conversationId: ConversationId, senderId: PersonId, payeeId: PersonId): Post {
  const transferId = city.newId<TransferId>();
  const money = { amountMinor: 1_250, currency: 'points', scale: 2 };
  const message = { type: 'transfer', transferId, payeeId, money, note: 'Lunch' } as const;
  return { conversationId, senderId, clientId: transferId as string as ClientId, message };
}

async function read(viewerId: PersonId, id: ConversationId) {
  const page = value(await city.chat.reading.listEntries(viewerId, id, { after: 0, limit: 100 }));
  expect(outputOf(page)).toEqual([]);
  return page.entries;
}

const told = (personId: PersonId) =>
  city.told(personId).filter(({ name }) => name === 'chat.entryAppended');

async function erase(personId: PersonId): Promise<void> {
  await city.db.tx((tx) => city.chat.holding.erase(tx, personId));
}

describe('a card', () => {
  it('stands in the log between messages, is told to both, and is unread', async () => {
    const { anna, ben, id } = await pair();
    value(await say(city, anna, { to: id, text: 'lunch?' }));
    const post = card(id, anna, ben);
    const sent = value(await city.chat.post(post));
    value(await say(city, anna, { to: id, text: 'there' }));
    expect(sent.seq).toBe(2);
    const { senderId, clientId, message } = post;
    const entry = { ...sent, senderId, clientId, body: { type: 'message', message } };
    expect((await read(ben, id))[1]).toEqual(entry);
    for (const person of [anna, ben]) {
      const payload = { conversationId: id, entry };
      await expect.poll(() => told(person)).toContainEqual(expect.objectContaining({ payload }));
    }
    expect(value(await city.chat.heads.get(ben, id)).head.inbox.unread).toBe(3);
    expect(value(await city.chat.heads.get(anna, id)).head.inbox.unread).toBe(0);
  });

  it('brings a conversation that was hidden onto the list of the payee', async () => {
    const { anna, ben, id } = await pair();
    await city.outbox.settle();
    const listed = async () =>
      value(await city.chat.heads.list(ben, {})).heads.map((head) => head.conversation);
    expect(await listed()).toEqual([]);
    value(await city.chat.post(card(id, anna, ben)));
    expect(await listed()).toMatchObject([{ lastEntry: { seq: 1, senderId: anna } }]);
  });

  it('is written whatever the two think of each other by now', async () => {
    const { anna, ben, id } = await pair();
    city.rule(anna, ben, 'blocked');
    await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: ben, b: anna }));
    await city.outbox.settle();
    expect(await say(city, anna, { to: id, text: 'hello?' })).toMatchObject({ reason: 'blocked' });
    value(await city.chat.post(card(id, anna, ben)));
    expect(await read(ben, id)).toHaveLength(1);
  });
});

describe('a card that is posted again', () => {
  it('is one message, also at the same time and from another process', async () => {
    const { anna, ben, id } = await pair();
    const post = card(id, anna, ben);
    const others = [city.chat, city.another(), city.another()];
    const sent = await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        const chat = others[index % 3] ?? city.chat;
        return index % 4 === 3
          ? say(city, ben, { to: id, text: `in between ${index}` })
          : chat.post(post);
      }),
    );
    const seqs = sent.filter((_, index) => index % 4 !== 3).map((each) => value(each).seq);
    expect(new Set(seqs).size).toBe(1);
    const entries = await read(ben, id);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(entries.filter(({ senderId }) => senderId === anna)).toHaveLength(1);
    expect(value(await city.chat.post(post)).seq).toBe(seqs[0]);
  });

  it('is told again, for it may have been written by a process that died', async () => {
    const { anna, ben, id } = await pair();
    const post = card(id, anna, ben);
    value(await city.chat.post(post));
    await expect.poll(() => told(ben).length).toBe(1);
    value(await city.chat.post(post));
    await expect.poll(() => told(ben).length).toBe(2);
    const [first, second] = told(ben);
    expect(second).toEqual(first);
  });

  it('with another text is a conflict, and changes nothing', async () => {
    const { anna, ben, id } = await pair();
    const post = card(id, anna, ben);
    const { seq } = value(await city.chat.post(post));
    const changed = { ...post, message: { type: 'text', text: 'other' } as const };
    expect(await city.chat.post(changed)).toMatchObject({ reason: 'message_conflict' });
    expect(await read(ben, id)).toMatchObject([{ seq, body: { message: post.message } }]);
  });
});

describe('a card and people who are gone', () => {
  it('is not written for who was erased, nor where there is nothing', async () => {
    const { anna, ben, id } = await pair();
    await erase(anna);
    expect(await city.chat.post(card(id, anna, ben))).toMatchObject({ reason: 'not_member' });
    value(await city.chat.post(card(id, ben, anna)));
    const nowhere = city.newId<ConversationId>();
    const lost = await city.chat.post(card(nowhere, anna, ben));
    expect(lost).toMatchObject({ reason: 'conversation_unknown' });
    const stranger = await city.chat.post(card(id, city.person(), ben));
    expect(stranger).toMatchObject({ reason: 'conversation_unknown' });
    expect(await read(ben, id)).toHaveLength(1);
  });

  it('is erased with its sender, and does not come back when it is posted again', async () => {
    const { anna, ben, id } = await pair();
    const post = card(id, anna, ben);
    const sent = value(await city.chat.post(post));
    await expect.poll(() => told(ben).length).toBe(1);
    await erase(anna);
    expect(value(await city.chat.post(post))).toEqual(sent);
    expect(await read(ben, id)).toMatchObject([{ body: { type: 'erased' } }]);
    expect(told(ben)).toHaveLength(1);
  });

  it('is told by the membership as it is: who left a group hears nothing', async () => {
    const [anna, ben, carl] = [city.person(), city.person(), city.person()];
    city.befriend(anna, ben, carl);
    const id = await openGroup(city, [anna, ben, carl]);
    value(await city.chat.groups.leave({ viewerId: carl, conversationId: id }));
    const before = told(carl).length;
    const { seq } = value(await city.chat.post(card(id, anna, ben)));
    await expect.poll(() => told(ben).at(-1)?.payload).toMatchObject({ entry: { seq } });
    const heard = told(carl).slice(before);
    expect(heard.filter(({ payload }) => (payload.entry as { seq: number }).seq === seq)).toEqual(
      [],
    );
  });
});
