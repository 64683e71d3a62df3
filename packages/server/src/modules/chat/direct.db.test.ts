import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, openDirect, openGroup, say, value, type City } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

type Pair = [PersonId, PersonId];

function friends(): Pair {
  const pair: Pair = [city.person('Anna'), city.person('Ben')];
  city.befriend(...pair);
  return pair;
}

async function listed(viewer: PersonId, since?: string): Promise<ConversationId[]> {
  const { heads } = value(await city.chat.heads.list(viewer, { since }));
  return heads.map(({ conversation }) => conversation.conversationId);
}

const inboxOf = async (viewer: PersonId, id: ConversationId) =>
  value(await city.chat.heads.get(viewer, id)).head.inbox;

test('opened by both it is one, and the other sees it at the first message', async () => {
  const [anna, ben] = friends();
  const [one, other] = await Promise.all([
    openDirect(city, anna, ben),
    city.chat.direct.open(anna, ben),
  ]);
  expect(value(other).head.conversation.conversationId).toBe(one);
  await city.outbox.settle();
  expect(await listed(anna)).toEqual([one]);
  expect(await listed(ben)).toEqual([]);
  expect(city.told(ben)).toEqual([]);

  value(await say(city, anna, { to: one, text: 'hello' }));
  expect(await listed(ben)).toEqual([one]);
  const { head } = value(await city.chat.heads.get(ben, one));
  expect(head.conversation.peer?.displayName).toBe('Anna');
  expect(head.conversation.lastEntry?.body.type).toBe('message');
  expect(head.inbox).toMatchObject({ unread: 1, unreadAtSeq: 1, readSeq: 0 });
});

test('refused to oneself, nobody and strangers, but not once it is there', async () => {
  const [anna, ben] = friends();
  expect(await city.chat.direct.open(anna, anna)).toMatchObject({ reason: 'self_action' });
  const nobody = city.newId<PersonId>();
  expect(await city.chat.direct.open(anna, nobody)).toMatchObject({ reason: 'person_not_found' });
  const stranger = await city.chat.direct.open(anna, city.person());
  expect(stranger).toMatchObject({ reason: 'not_contact' });
  const id = await openDirect(city, anna, ben);
  city.rule(anna, ben, 'not_contact');
  city.rule(ben, anna, 'not_contact');
  await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: anna, b: ben }));
  await city.outbox.settle();
  expect(value(await city.chat.direct.open(ben, anna)).head.conversation.conversationId).toBe(id);
  expect(await say(city, ben, { to: id, text: 'no' })).toMatchObject({ reason: 'not_contact' });
});

test('ensured it is the same one, and nothing of what a person sees changes', async () => {
  const [anna, ben] = friends();
  const { conversationId } = value(await city.chat.direct.ensure(anna, ben));
  await city.outbox.settle();
  expect(await listed(anna)).toEqual([]);
  expect(city.told(anna)).toEqual([]);
  expect(await openDirect(city, anna, ben)).toBe(conversationId);
  expect(value(await city.chat.direct.ensure(ben, anna))).toEqual({ conversationId });
  expect(await city.chat.direct.ensure(anna, anna)).toMatchObject({ reason: 'self_action' });
  const stranger = await city.chat.direct.ensure(anna, city.person());
  expect(stranger).toMatchObject({ reason: 'not_contact' });
});

test('a change of the relation that crosses the opening is not missed', async () => {
  const [anna, ben] = friends();
  const opening = city.chat.direct.open(anna, ben);
  city.rule(anna, ben, 'blocked');
  await opening;
  await city.outbox.settle();
  const id = await openDirect(city, anna, ben);
  expect(await say(city, anna, { to: id, text: 'no' })).toMatchObject({ reason: 'blocked' });
  expect((await say(city, ben, { to: id, text: 'yes' })).ok).toBe(true);
});

test('what an outbox row brings survives the process that wrote it', async () => {
  const [anna, ben] = friends();
  // The process dies after the commit: no reaction ran, only the row is there.
  await city.outbox.stop();
  const { head } = value(await city.chat.direct.open(anna, ben));
  const id = head.conversation.conversationId;
  value(await say(city, anna, { to: id, text: 'hello' }));
  expect(await listed(ben)).toEqual([]);
  city.outbox.start();
  await city.outbox.settle();
  expect(await listed(ben)).toEqual([id]);
});

test('unread counts the messages of others and knows up to where it counted', async () => {
  const [anna, ben] = friends();
  const id = await openDirect(city, anna, ben);
  await city.outbox.settle();
  for (const text of ['1', '2', '3']) value(await say(city, anna, { to: id, text }));
  value(await say(city, ben, { to: id, text: '4' }));
  expect(await inboxOf(ben, id)).toMatchObject({ unread: 3, unreadAtSeq: 4 });
  expect(await inboxOf(anna, id)).toMatchObject({ unread: 1, unreadAtSeq: 4 });

  const read = value(await city.chat.inbox.change(ben, id, { kind: 'read', seq: 2 })).inbox;
  expect(read).toMatchObject({ readSeq: 2, unread: 1, unreadAtSeq: 4 });
  const back = value(await city.chat.inbox.change(ben, id, { kind: 'read', seq: 1 })).inbox;
  expect(back.readSeq).toBe(2);
  const beyond = value(await city.chat.inbox.change(ben, id, { kind: 'read', seq: 99 })).inbox;
  expect(beyond).toMatchObject({ readSeq: 4, unread: 0 });
  const moves = city.told(ben).filter(({ name }) => name === 'chat.inboxChanged');
  expect(moves.map(({ payload }) => payload['inbox'])).toEqual([read, beyond]);

  await Promise.all(
    Array.from({ length: 120 }, (_, n) => say(city, anna, { to: id, text: String(n) })),
  );
  expect(await inboxOf(ben, id)).toMatchObject({ unread: 100, unreadAtSeq: 124 });
});

test('clearing is for me alone, and hiding lasts until something is new', async () => {
  const [anna, ben] = friends();
  const id = await openDirect(city, anna, ben);
  value(await say(city, anna, { to: id, text: '1' }));
  value(await say(city, anna, { to: id, text: '2' }));
  const cleared = await city.chat.inbox.change(ben, id, { kind: 'clear', seq: 2 });
  expect(value(cleared).inbox).toMatchObject({ clearedSeq: 2, readSeq: 2, unread: 0 });
  const page = value(await city.chat.reading.listEntries(ben, id, {}));
  expect(page).toEqual({ entries: [], targets: [], firstSeq: 3, lastSeq: 2 });
  expect(value(await city.chat.heads.get(ben, id)).head.conversation.lastEntry).toBeNull();
  expect(value(await city.chat.reading.listEntries(anna, id, {})).entries).toHaveLength(2);

  const hidden = await city.chat.inbox.change(ben, id, { kind: 'set', hidden: true, muted: true });
  expect(value(hidden).inbox).toMatchObject({ hiddenSeq: 2, muted: true, pinned: false });
  value(await city.chat.direct.open(ben, anna));
  expect((await inboxOf(ben, id)).hiddenSeq).toBeNull();
  const draft = await city.chat.inbox.change(ben, id, { kind: 'draft', text: 'unsaid' });
  expect(value(draft).inbox.draft).toBe('unsaid');
  const unknown = await city.chat.inbox.change(city.person(), id, { kind: 'open' });
  expect(unknown).toMatchObject({ reason: 'conversation_unknown' });
});

test('entries come after, before and around a sequence', async () => {
  const [anna, ben] = friends();
  const id = await openDirect(city, anna, ben);
  for (let n = 1; n <= 12; n += 1) value(await say(city, anna, { to: id, text: String(n) }));
  const seqs = async (range: object) => {
    const page = value(await city.chat.reading.listEntries(ben, id, range));
    expect(page).toMatchObject({ firstSeq: 1, lastSeq: 12 });
    return page.entries.map(({ seq }) => seq);
  };
  expect(await seqs({ limit: 3 })).toEqual([10, 11, 12]);
  expect(await seqs({ after: 4, limit: 3 })).toEqual([5, 6, 7]);
  expect(await seqs({ before: 4, limit: 2 })).toEqual([2, 3]);
  expect(await seqs({ around: 6, limit: 4 })).toEqual([5, 6, 7, 8]);
  expect(await seqs({ after: 4, before: 7 })).toEqual([5, 6]);
  expect(await seqs({ after: 12 })).toEqual([]);
  expect(await seqs({ before: 1 })).toEqual([]);
  expect(await seqs({ around: 12, limit: 3 })).toEqual([11, 12]);
  const foreign = await city.chat.reading.listEntries(city.person(), id, {});
  expect(foreign).toMatchObject({ reason: 'conversation_unknown' });
});

test('the list is newest first, in pages, and a watermark gives what moved since', async () => {
  const anna = city.person('Anna');
  const ids: ConversationId[] = [];
  for (let n = 0; n < 60; n += 1) {
    const other = city.person();
    city.befriend(anna, other);
    city.clock.skip(1_000);
    ids.unshift(await openDirect(city, anna, other));
  }
  const first = value(await city.chat.heads.list(anna, {}));
  expect(first.heads).toHaveLength(50);
  const cursor = first.next ?? '';
  // What moves up while one pages is neither twice nor missing: its place was passed.
  value(await say(city, anna, { to: ids[3] as ConversationId, text: 'up' }));
  const second = value(await city.chat.heads.list(anna, { cursor }));
  const all = [...first.heads, ...second.heads].map((head) => head.conversation.conversationId);
  expect(all).toEqual(ids);
  expect(second.next).toBeNull();

  city.clock.skip(120_000);
  const { watermark } = value(await city.chat.heads.list(anna, {}));
  city.clock.skip(120_000);
  expect(await listed(anna, watermark)).toEqual([]);
  value(await say(city, anna, { to: ids[40] as ConversationId, text: 'new' }));
  value(
    await city.chat.inbox.change(anna, ids[50] as ConversationId, { kind: 'set', pinned: true }),
  );
  expect(await listed(anna, watermark)).toEqual([ids[40], ids[50]]);
  expect(await city.chat.heads.list(anna, { since: 'x' })).toMatchObject({ reason: 'invalid' });
  expect(await city.chat.heads.list(anna, { cursor: 'x' })).toMatchObject({ reason: 'invalid' });
});

test('typing shows only just after the other side wrote', async () => {
  const [anna, ben] = friends();
  const id = await openDirect(city, anna, ben);
  const typed = () => city.told(anna).filter(({ name }) => name === 'chat.typed');
  const refused = { ok: false, reason: 'typing_not_shown' };
  expect(await city.chat.type(ben, id)).toMatchObject(refused);
  value(await say(city, anna, { to: id, text: 'hello?' }));
  expect(await city.chat.type(anna, id)).toMatchObject(refused);
  value(await city.chat.type(ben, id));
  await expect
    .poll(typed)
    .toEqual([{ t: 'event', name: 'chat.typed', payload: { conversationId: id, personId: ben } }]);
  expect(city.told(ben).filter(({ name }) => name === 'chat.typed')).toEqual([]);
  city.clock.skip(10_100);
  expect(await city.chat.type(ben, id)).toMatchObject(refused);
  const unknown = await city.chat.type(city.person(), id);
  expect(unknown).toMatchObject({ reason: 'conversation_unknown' });
});

test('the export holds what I may see; erasing takes my words and leaves theirs', async () => {
  const [anna, ben] = friends();
  const carl = city.person();
  city.befriend(anna, ben, carl);
  const direct = await openDirect(city, anna, ben);
  const group = await openGroup(city, [anna, ben, carl]);
  value(await say(city, anna, { to: direct, text: 'mine' }));
  value(await say(city, ben, { to: direct, text: 'theirs' }));
  value(await say(city, anna, { to: group, text: 'to all' }));
  const files = new Map<string, string>();
  for await (const file of city.chat.holding.export(anna)) {
    if ('content' in file) files.set(file.path, JSON.stringify(file.content));
  }
  const logs = [...files.keys()].filter((path) => path.includes('/entries-'));
  expect(logs.toSorted()).toEqual(
    [direct, group].map((id) => `chat/${id}/entries-0001.json`).toSorted(),
  );
  expect(files.has('chat/conversations.json')).toBe(true);
  expect(files.get(`chat/${direct}/entries-0001.json`)).toContain('theirs');

  for (let time = 0; time < 2; time += 1) {
    await city.db.tx((tx) => city.chat.holding.erase(tx, anna));
  }
  await city.outbox.settle();
  const range = { after: 0 };
  const { entries } = value(await city.chat.reading.listEntries(ben, direct, range));
  expect(entries.map(({ body }) => body)).toEqual([
    { type: 'erased' },
    { type: 'message', message: { type: 'text', text: 'theirs' } },
  ]);
  const inGroup = value(await city.chat.reading.listEntries(carl, group, range)).entries;
  expect(inGroup.map(({ body }) => body.type)).toEqual([
    ...['created', 'membersAdded', 'erased', 'memberLeft', 'ownerChanged'],
  ]);
  expect(await listed(anna)).toEqual([]);
  const unheard = await say(city, ben, { to: direct, text: 'anybody?' });
  expect(unheard).toMatchObject({ reason: 'not_contact' });
  const { rows } = await city.db.query(
    `select count(*)::int as count from chat_entry where body::text like '%mine%'`,
  );
  expect(rows[0]?.count).toBe(0);
});
