import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCity, value, type City } from '../testing.ts';
import { createActs } from './testing.ts';

let city: City;
let acts: ReturnType<typeof createActs>;
let anna: PersonId;

beforeAll(async () => {
  city = await createCity();
  acts = createActs(city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});
beforeEach(() => {
  anna = city.person('Anna');
});

const imports = () => city.chat.own.imports;
const item = (text: string) => ({ author: 'Ben', text, sentAt: '2019-05-01T10:00:00.000Z' });

async function begin(clientId = city.newId<ClientId>(), name = 'Family'): Promise<ConversationId> {
  const { head } = value(await imports().begin(anna, { clientId, name, source: 'whatsapp' }));
  return head.conversation.conversationId;
}

function add(conversationId: ConversationId, from: number, texts: readonly string[]) {
  return imports().add(anna, { conversationId, from, items: texts.map(item) });
}

describe('an archive', () => {
  test('is begun once under one id, and is on the list of who imports only', async () => {
    const clientId = city.newId<ClientId>();
    const outcomes = await Promise.all([begin(clientId), begin(clientId), begin(clientId)]);
    expect(new Set(outcomes).size).toBe(1);
    const { heads } = value(await city.chat.heads.list(anna, {}));
    expect(heads).toMatchObject([
      {
        conversation: { kind: 'archive', name: 'Family', memberCount: 1, lastSeq: 0 },
        inbox: { unread: 0, hiddenSeq: null },
      },
    ]);
    const joined = (await acts.log(anna)).filter(({ name }) => name === 'chat.conversationJoined');
    expect(joined.length).toBeGreaterThan(0);
  });

  test('takes messages in order, says when they were sent, and none is unread', async () => {
    const archive = await begin();
    expect(value(await add(archive, 0, ['one', 'two']))).toEqual({ count: 2 });
    expect(value(await add(archive, 2, ['three']))).toEqual({ count: 3 });
    const page = value(await city.chat.reading.listEntries(anna, archive, {}));
    expect(page.entries).toMatchObject(
      ['one', 'two', 'three'].map((text, index) => ({
        seq: index + 1,
        senderId: anna,
        body: { type: 'message', message: { type: 'imported', ...item(text) } },
      })),
    );
    const { head } = value(await city.chat.heads.get(anna, archive));
    expect(head).toMatchObject({
      conversation: { lastSeq: 3, lastEntry: { seq: 3 } },
      inbox: { unread: 0 },
    });
    // That the archive is there is told on another way, and may come later.
    const appended = city.told(anna).filter(({ name }) => name === 'chat.entryAppended');
    expect(appended.at(-1)).toMatchObject({
      payload: { conversationId: archive, entry: { seq: 3 } },
    });
  });

  test('moves up the list by the time of the import', async () => {
    const [first, second] = [await begin(), await begin()];
    city.clock.skip(60_000);
    value(await add(first, 0, ['newer']));
    const { heads } = value(await city.chat.heads.list(anna, {}));
    expect(heads.map(({ conversation }) => conversation.conversationId)).toEqual([first, second]);
  });

  test('a batch that comes again, or too early, does no harm', async () => {
    const archive = await begin();
    value(await add(archive, 0, ['one', 'two']));
    for (const from of [0, 1, 3]) {
      expect(await add(archive, from, ['one', 'two'])).toEqual({
        ...{ ok: false, reason: 'import_out_of_step', details: { count: 2 } },
      });
    }
    expect(await acts.texts(anna, archive)).toEqual(['one', 'two']);
  });

  test('any number of batches at once and again leave each message once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (sizes, copies) => {
          const archive = await begin();
          const texts = sizes.flatMap((size, n) =>
            Array.from({ length: size }, (_, index) => `${n}.${index}`),
          );
          // Each worker goes by what it is told, from wherever the archive is.
          async function work(): Promise<void> {
            let from = 0;
            while (from < texts.length) {
              const some = texts.slice(from, from + (sizes[from % sizes.length] as number));
              const outcome = await add(archive, from, some);
              from = outcome.ok
                ? outcome.value.count
                : (outcome.details as { count: number }).count;
            }
          }
          await Promise.all(Array.from({ length: copies }, work));
          const range = { after: 0, limit: 100 };
          const page = value(await city.chat.reading.listEntries(anna, archive, range));
          expect(page.entries.map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
          expect(page.entries).toMatchObject(
            texts.map((text) => ({ body: { message: { text } } })),
          );
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('a time that there is not is refused', async () => {
  const archive = await begin();
  const items = [item('one'), { ...item('two'), sentAt: '2019-99-01T10:00:00.000Z' }];
  const outcome = await imports().add(anna, { conversationId: archive, from: 0, items });
  expect(outcome).toMatchObject({ ok: false, reason: 'invalid' });
});

describe('limits', () => {
  test('200,000 messages', async () => {
    const archive = await begin();
    await city.db.query(
      `update chat_conversation set last_seq = 199999, last_shown_seq = 199999
       where conversation_id = $1`,
      [archive],
    );
    expect(await add(archive, 199_999, ['one', 'two'])).toMatchObject({
      ...{ ok: false, reason: 'import_limit_reached' },
    });
    expect(value(await add(archive, 199_999, ['last']))).toEqual({ count: 200_000 });
    expect(await add(archive, 200_000, ['more'])).toMatchObject({
      ...{ ok: false, reason: 'import_limit_reached' },
    });
  });

  test('20 archives, also when all are begun at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 22 }, () =>
        imports().begin(anna, { clientId: city.newId(), name: 'Old', source: 'telegram' }),
      ),
    );
    expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(2);
  });
});

test('belongs to who imported it, and nobody writes into it', async () => {
  const archive = await begin();
  const stranger = city.person();
  const input = { conversationId: archive, from: 0, items: [item('mine?')] };
  const refused = { ok: false, reason: 'conversation_unknown' };
  expect(await imports().add(stranger, input)).toMatchObject(refused);
  expect((await city.chat.heads.get(stranger, archive)).ok).toBe(false);
  const message = { type: 'text', text: 'hello' } as const;
  const sent = await city.chat.send({
    ...{ conversationId: archive, senderId: anna, clientId: city.newId(), message },
  });
  expect(sent).toMatchObject({ ok: false, reason: 'read_only' });
});

test('goes wholly with the person', async () => {
  const archive = await begin();
  value(await add(archive, 0, ['one', 'two']));
  const gone: unknown[] = [];
  city.chat.onEntryGone(async (what) => void gone.push(what));
  for (let twice = 0; twice < 2; twice += 1) {
    await city.db.tx((tx) => city.chat.holding.erase(tx, anna));
    for (const table of ['chat_conversation', 'chat_member', 'chat_entry', 'chat_import']) {
      const text = `select from ${table} where conversation_id = $1`;
      expect((await city.db.query(text, [archive])).rowCount).toBe(0);
    }
  }
  await city.outbox.settle();
  expect(gone).toEqual([{ conversationId: archive, seqs: [1, 2], why: 'erased' }]);
});
