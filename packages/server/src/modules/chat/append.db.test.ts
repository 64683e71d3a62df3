import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInProcessBus } from '../../kernel/events/index.ts';
import { createCity, openDirect, openGroup, say, value, type City } from './testing.ts';

const soon = { timeout: 10_000 };
let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

function friends(count: number): PersonId[] {
  const people = Array.from({ length: count }, () => city.person());
  city.befriend(...people);
  return people;
}

async function textsOf(viewer: PersonId, id: ConversationId): Promise<[number, string][]> {
  const texts: [number, string][] = [];
  for (let after = 0; ;) {
    const range = { after, limit: 100 };
    const { entries } = value(await city.chat.reading.listEntries(viewer, id, range));
    for (const { seq, body } of entries) {
      if (body.type !== 'message' || body.message.type !== 'text') continue;
      texts.push([seq, body.message.text]);
    }
    const last = entries.at(-1);
    if (last === undefined) return texts;
    after = last.seq;
  }
}

test('a message gets the next sequence and reaches both people', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const clientId = city.newId<ClientId>();
  const sent = value(await say(city, anna, { to: id, text: 'hello 你好', clientId }));
  expect(sent.seq).toBe(1);
  const entry = {
    ...{ seq: 1, senderId: anna, clientId, at: sent.at },
    body: { type: 'message', message: { type: 'text', text: 'hello 你好' } },
  };
  await expect
    .poll(() => city.told(ben))
    .toContainEqual({
      ...{ t: 'event', name: 'chat.entryAppended', payload: { conversationId: id, entry } },
    });
  await expect
    .poll(() => city.told(anna).map(({ name }) => name), soon)
    .toContain('chat.entryAppended');
});

test('the same client id gives the same sequence, another body is a conflict', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const clientId = city.newId<ClientId>();
  const other = city.newId<ClientId>();
  const results = await Promise.all([
    say(city, anna, { to: id, text: 'once', clientId }),
    say(city, anna, { to: id, text: 'other', clientId: other }),
    say(city, anna, { to: id, text: 'once', clientId }),
    say(city, anna, { to: id, text: 'changed', clientId }),
    say(city, ben, { to: id, text: 'same id, other sender', clientId }),
  ]);
  const [first, second, repeat, conflict, ofBen] = results;
  expect(value(repeat!)).toEqual(value(first!));
  expect(value(second!).seq).not.toBe(value(first!).seq);
  expect(conflict).toMatchObject({ ok: false, reason: 'message_conflict' });
  expect(ofBen?.ok).toBe(true);
  const later = await say(city, anna, { to: id, text: 'once', clientId });
  expect(value(later)).toEqual(value(first!));
  expect((await textsOf(ben, id)).map(([seq]) => seq)).toEqual([1, 2, 3]);
  // What was sent again may be told again, but always as the same entry.
  const pushed = () => city.told(ben).filter(({ name }) => name === 'chat.entryAppended');
  const different = () => new Set(pushed().map((told) => JSON.stringify(told))).size;
  await expect.poll(different, soon).toBe(3);
});

test('what a process wrote and could not tell is told when it is sent again', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const clientId = city.newId<ClientId>();
  const dying = city.node(createInProcessBus({ log: { error() {} } })).chat;
  const written = value(await say(city, anna, { to: id, text: 'lost?', clientId, by: dying }));
  expect(city.told(ben)).toEqual([]);
  expect(value(await say(city, anna, { to: id, text: 'lost?', clientId }))).toEqual(written);
  const payload = { conversationId: id, entry: { seq: written.seq, clientId, at: written.at } };
  await expect.poll(() => city.told(ben), soon).toMatchObject([{ payload }]);
});

test('what was written before a block is answered with its sequence after it', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const clientId = city.newId<ClientId>();
  const sent = value(await say(city, anna, { to: id, text: 'heard?', clientId }));
  city.rule(anna, ben, 'blocked');
  await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: ben, b: anna }));
  await city.outbox.settle();
  expect(await say(city, anna, { to: id, text: 'more' })).toMatchObject({ reason: 'blocked' });
  expect(value(await say(city, anna, { to: id, text: 'heard?', clientId }))).toEqual(sent);
});

test('each row of a batch is judged by itself', async () => {
  const [anna, ben, carl, dora] = friends(4) as [PersonId, PersonId, PersonId, PersonId];
  const stranger = city.person();
  const ids = {
    fine: await openDirect(city, anna, ben),
    blocked: await openDirect(city, anna, carl),
    gone: await openDirect(city, anna, dora),
  };
  city.rule(anna, carl, 'blocked');
  city.rule(anna, dora, 'not_contact');
  await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: carl, b: anna }));
  await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: anna, b: dora }));
  await city.outbox.settle();
  const group = await openGroup(city, [anna, ben, carl]);
  value(await city.chat.groups.leave({ viewerId: ben, conversationId: group }));

  const results = await Promise.all([
    say(city, anna, { to: ids.fine, text: '1' }),
    say(city, anna, { to: ids.blocked, text: '2' }),
    say(city, anna, { to: ids.gone, text: '3' }),
    say(city, carl, { to: ids.blocked, text: '4' }),
    say(city, stranger, { to: ids.fine, text: '5' }),
    say(city, ben, { to: group, text: '6' }),
    say(city, anna, { to: city.newId<ConversationId>(), text: '7' }),
    say(city, anna, { to: group, text: '8' }),
  ]);
  expect(results.map((result) => (result.ok ? 'ok' : result.reason))).toEqual([
    ...['ok', 'blocked', 'not_contact', 'ok'],
    ...['conversation_unknown', 'not_member', 'conversation_unknown', 'ok'],
  ]);
});

test('many senders, retries and two processes leave no hole and no double', async () => {
  const beside = city.another();
  const send = fc.record({
    sender: fc.integer({ min: 0, max: 39 }),
    message: fc.integer({ min: 0, max: 5 }),
    beside: fc.boolean(),
  });
  const [creator, ...others] = friends(40) as [PersonId, ...PersonId[]];
  const ids = [creator, ...others];
  const group = await openGroup(city, ids.slice(0, 30));
  const late = ids.slice(30);
  value(await city.chat.groups.add({ viewerId: creator, conversationId: group }, late));
  await city.outbox.settle();

  await fc.assert(
    fc.asyncProperty(fc.array(send, { minLength: 1, maxLength: 300 }), async (sends) => {
      const before = value(await city.chat.heads.get(creator, group)).head.conversation.lastSeq;
      const clientIds = new Map<string, ClientId>();
      const acks = await Promise.all(
        sends.map(async ({ sender, message, beside: elsewhere }) => {
          const key = `${sender}/${message}`;
          const clientId = clientIds.get(key) ?? city.newId<ClientId>();
          clientIds.set(key, clientId);
          const by = elsewhere ? beside : city.chat;
          const from = ids[sender] as PersonId;
          return {
            key,
            seq: value(await say(city, from, { to: group, text: key, clientId, by })).seq,
          };
        }),
      );
      const bySeq = new Map(acks.map(({ key, seq }) => [seq, key]));
      expect(bySeq.size).toBe(clientIds.size);
      expect(new Set(acks.map(({ key, seq }) => `${key} ${seq}`)).size).toBe(clientIds.size);
      const written = (await textsOf(creator, group)).filter(([seq]) => seq > before);
      expect(written.map(([seq]) => seq)).toEqual(
        Array.from({ length: clientIds.size }, (_, n) => before + n + 1),
      );
      expect(written).toEqual(written.map(([seq]) => [seq, bySeq.get(seq)]));
    }),
    { numRuns: 12 },
  );
});

test('a lane whose connection is killed writes and tells everything', async () => {
  const people = friends(10);
  const group = await openGroup(city, people);
  const before = (await textsOf(people[0] as PersonId, group)).length;
  let isDone = false;
  let kills = 0;
  async function kill(): Promise<void> {
    while (!isDone) {
      const { rowCount } = await city.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query like '%chat_append%'
           and pid <> pg_backend_pid()`,
      );
      kills += rowCount ?? 0;
      await city.clock.sleep(40);
    }
  }
  const killing = kill();
  const seqs: number[] = [];
  let rounds = 0;
  for (; rounds < 40 || kills < 3; rounds += 1) {
    const results = await Promise.all(
      people.map((from, n) => say(city, from, { to: group, text: `${rounds}/${n}` })),
    );
    seqs.push(...results.map((result) => value(result).seq));
  }
  isDone = true;
  await killing;
  const texts = await textsOf(people[0] as PersonId, group);
  expect(texts).toHaveLength(before + rounds * 10);
  expect(new Set(texts.map(([, text]) => text)).size).toBe(rounds * 10);
  expect(new Set(seqs)).toEqual(new Set(texts.map(([seq]) => seq)));
  const told = () =>
    city.told(people[1] as PersonId).flatMap(({ payload: { entry } }) => {
      const { seq, clientId } = (entry ?? {}) as { seq?: number; clientId?: string | null };
      return clientId == null ? [] : [seq];
    });
  await expect.poll(() => new Set(told()), soon).toEqual(new Set(seqs));
});

test('nobody writes after the entry that removed them', async () => {
  for (let round = 0; round < 15; round += 1) {
    const [owner, member] = friends(2) as [PersonId, PersonId];
    const group = await openGroup(city, [owner, member]);
    const [removed, ...sent] = await Promise.all([
      city.chat.groups.remove({ viewerId: owner, conversationId: group }, member),
      ...Array.from({ length: 8 }, async (_, n) => {
        await city.clock.sleep(n);
        return say(city, member, { to: group, text: String(n) });
      }),
    ]);
    value(removed);
    const range = { after: 0, limit: 100 };
    const { entries } = value(await city.chat.reading.listEntries(owner, group, range));
    const removal = entries.findIndex(({ body }) => body.type === 'memberRemoved');
    expect(entries.slice(removal + 1).filter(({ senderId }) => senderId === member)).toEqual([]);
    const accepted = sent.filter((result) => result.ok).length;
    expect(entries.filter(({ body }) => body.type === 'message')).toHaveLength(accepted);
  }
});

test('a conversation that is locked holds up nobody else, and keeps its order', async () => {
  const [anna, ben, carl] = friends(3) as [PersonId, PersonId, PersonId];
  const locked = await openDirect(city, anna, ben);
  const others = [await openDirect(city, anna, carl), await openDirect(city, ben, carl)];
  let answered = 0;
  const held: ReturnType<typeof say>[] = [];
  await city.db.tx(async (tx) => {
    await tx.query('select from chat_conversation where conversation_id = $1 for update', [locked]);
    for (let n = 0; n < 30; n += 1) {
      const sent = say(city, anna, { to: locked, text: `held ${n}` });
      held.push(sent.finally(() => (answered += 1)));
      // Whoever is in the very batch that is held up waits with it.
      if (n === 0) await city.clock.sleep(100);
      for (const to of others) value(await say(city, carl, { to, text: `free ${n}` }));
    }
    expect(answered).toBe(0);
  });
  const seqs = (await Promise.all(held)).map((result) => value(result).seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  const texts = (await textsOf(ben, locked)).map(([, text]) => text);
  expect(texts).toEqual(Array.from({ length: 30 }, (_, n) => `held ${n}`));
}, 20_000);

test('a row that the database cannot take fails alone', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const texts = ['one', 'not text: \u0000', 'two'];
  const results = await Promise.allSettled(texts.map((text) => say(city, anna, { to: id, text })));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await textsOf(ben, id)).toEqual([
    ...[
      [1, 'one'],
      [2, 'two'],
    ],
  ]);
});

test('a full queue says so, and what is queued at the stop is written', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const id = await openDirect(city, anna, ben);
  const beside = city.another();
  const text = 'x'.repeat(10_000);
  const results = Promise.all(
    Array.from({ length: 1_000 }, () => say(city, anna, { to: id, text, by: beside })),
  );
  await beside.stop();
  const outcomes = await results;
  const accepted = outcomes.filter((outcome) => outcome.ok).length;
  const refused = outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'unavailable');
  expect(accepted).toBeGreaterThan(500);
  expect(accepted + refused.length).toBe(1_000);
  expect(refused.length).toBeGreaterThan(0);
  const { head } = value(await city.chat.heads.get(ben, id));
  expect(head.conversation.lastSeq).toBe(accepted);
  expect(await say(city, anna, { to: id, text: 'late', by: beside })).toMatchObject({ ok: false });
});
