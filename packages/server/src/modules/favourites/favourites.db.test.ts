import type { ConversationId, FavouriteId, FileId, PersonId } from '@plaza/base';
import type { Favourite, MessageBody } from '@plaza/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openFavourites, value, type TestFavourites } from './testing.ts';

let city: TestFavourites;
let favourites: TestFavourites['favourites'];
let cards: TestFavourites['cards'];
let anna: PersonId;
let ben: PersonId;
let group: ConversationId;

beforeAll(async () => {
  city = await openFavourites();
  ({ favourites, cards } = city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});
beforeEach(async () => {
  [anna, ben] = [city.person(), city.person()];
  group = await city.group([ben, anna]);
});

const send = (from: PersonId, message: MessageBody) => city.send(from, group, message);
const putPhoto = () => city.photo(ben);
const reads = (personId: PersonId, fileId: FileId) => city.reads(personId, fileId);
const say = (text: string, from = ben) => send(from, { type: 'text', text });
const recall = (seq: number) =>
  city.chat.changes.recall({ viewerId: ben, conversationId: group, seq });

function keep(seq: number, over: { favouriteId?: FavouriteId; tags?: string[] } = {}) {
  const { favouriteId = city.newId<FavouriteId>(), tags = [] } = over;
  return favourites.keepMessage(anna, { favouriteId, conversationId: group, seq, tags });
}

function note(text: string, tags: string[] = [], favouriteId = city.newId<FavouriteId>()) {
  return favourites.writeNote(anna, { favouriteId, note: text, tags });
}

const list = async (input: Parameters<TestFavourites['favourites']['list']>[1] = {}) =>
  value(await favourites.list(anna, input)).favourites;
const wordsOf = (some: readonly Favourite[]) =>
  some.map(({ note: text, message }) => text || (message?.type === 'text' ? message.text : null));
const log = async (personId = anna) => (await city.sync.pull(personId, 0)).events;
const reasonOf = (outcome: { ok: true } | { ok: false; reason: string }) =>
  outcome.ok ? 'ok' : outcome.reason;

describe('what is kept', () => {
  test('is the message with its place, once under one id, told to the devices', async () => {
    const seq = await say('The door code is 4711');
    const favouriteId = city.newId<FavouriteId>();
    const { favourite } = value(
      await keep(seq, { favouriteId, tags: [' home ', 'home', 'codes'] }),
    );
    expect(favourite).toMatchObject({
      ...{ favouriteId, kind: 'message', note: '', tags: ['home', 'codes'] },
      message: { type: 'text', text: 'The door code is 4711' },
      source: { conversationId: group, seq, senderId: ben },
    });
    const again = await Promise.all([keep(seq, { favouriteId }), keep(seq, { favouriteId })]);
    expect(again.map((outcome) => value(outcome).favourite)).toEqual([favourite, favourite]);
    const told = (await log()).filter(({ name }) => name === 'favourites.favouriteChanged');
    expect(told.map(({ payload }) => payload)).toEqual([{ favourite }]);
    expect(await list()).toEqual([favourite]);
    expect(value(await favourites.list(ben, {})).favourites).toEqual([]);
  });

  test('is only what one sees', async () => {
    const seq = await say('x');
    expect(reasonOf(await keep(seq + 1))).toBe('message_unknown');
    expect(reasonOf(await keep(1))).toBe('message_unknown');
    const favouriteId = city.newId<FavouriteId>();
    const input = { favouriteId, conversationId: group, seq, tags: [] };
    const stranger = await favourites.keepMessage(city.person(), input);
    expect(reasonOf(stranger)).toBe('conversation_unknown');
    value(await recall(seq));
    expect(reasonOf(await keep(seq))).toBe('message_unknown');
  });

  test('does not tell what it answered, and shows cards as they are now', async () => {
    const first = await say('question');
    const second = await send(ben, { type: 'text', text: 'answer', replyTo: first });
    expect(value(await keep(second)).favourite.message).toEqual({ type: 'text', text: 'answer' });
    const zoe = city.person();
    const rest = { photoPath: null, region: '', signature: '' };
    cards.set(zoe, { personId: zoe, handle: 'zoe', displayName: 'Zoe Z.', ...rest });
    const seq = await send(ben, { type: 'contact', personId: zoe });
    const { favourite } = value(await keep(seq));
    expect(favourite.message).toMatchObject({ person: { displayName: 'Zoe Z.' } });
    cards.delete(zoe);
    expect((await list())[0]?.message).toMatchObject({ person: { displayName: '?' } });
    const { rows } = await city.db.query(`select from favourites_item where message::text ~ 'Zoe'`);
    expect(rows).toEqual([]);
  });

  test('has room for 10,000, also when the last come at once', async () => {
    await city.db.query(
      `insert into favourites_item (person_id, favourite_id, kind, note, tags, folded, created_at)
       select $1, gen_random_uuid(), 'note', 'n', '{}', 'n', now() from generate_series(1, 9998)`,
      [anna],
    );
    const seq = await say('x');
    const outcomes = await Promise.all([note('a'), keep(seq), note('b'), keep(seq)]);
    expect(outcomes.map(reasonOf).filter((r) => r === 'too_many_favourites')).toHaveLength(2);
  });
});

describe('notes and tags', () => {
  test('a note is written anew under its id, and keeps its place', async () => {
    const favouriteId = city.newId<FavouriteId>();
    const { favourite } = value(await note('Milk', [], favouriteId));
    value(await note('Bread'));
    const { favourite: anew } = value(await note('Milk, eggs', ['shop'], favouriteId));
    expect(anew).toEqual({ ...favourite, note: 'Milk, eggs', tags: ['shop'] });
    expect(wordsOf(await list())).toEqual(['Bread', 'Milk, eggs']);
    const before = (await log()).length;
    value(await note('Milk, eggs', ['shop'], favouriteId));
    value(await favourites.setTags(anna, { favouriteId, tags: ['shop'] }));
    expect(await log()).toHaveLength(before);
    const { favourite: kept } = value(await keep(await say('x')));
    expect(reasonOf(await note('mine', [], kept.favouriteId))).toBe('invalid');
  });

  test('are removed with all that devices were told of them', async () => {
    const { favourite } = value(await note('a secret thought'));
    const { favouriteId } = favourite;
    value(await favourites.remove(anna, { favouriteId }));
    expect(await list()).toEqual([]);
    expect(reasonOf(await favourites.remove(anna, { favouriteId }))).toBe('favourite_unknown');
    const unknown = await favourites.setTags(anna, { favouriteId, tags: [] });
    expect(reasonOf(unknown)).toBe('favourite_unknown');
    const events = await log();
    expect(events.at(-1)).toMatchObject({
      ...{ name: 'favourites.favouriteRemoved', payload: { favouriteId } },
    });
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

describe('finding', () => {
  test('by any part of the words in any script, by tag, newest first', async () => {
    value(await keep(await say('我家在上海东边'), { tags: ['家'] }));
    value(await note('Ｆｕｌｌ width CAFÉ', ['food']));
    value(await note('100% sure_thing', ['food', '家']));
    expect(wordsOf(await list({ query: '上海' }))).toEqual(['我家在上海东边']);
    expect(wordsOf(await list({ query: 'full' }))).toEqual(['Ｆｕｌｌ width CAFÉ']);
    expect(wordsOf(await list({ query: 'cafe\u0301' }))).toEqual(['Ｆｕｌｌ width CAFÉ']);
    expect(wordsOf(await list({ query: '0% SURE_' }))).toEqual(['100% sure_thing']);
    expect(await list({ query: '%' })).toHaveLength(1);
    expect(await list({ query: 'food' })).toHaveLength(2);
    expect(wordsOf(await list({ tag: '家' }))).toEqual(['100% sure_thing', '我家在上海东边']);
    expect(await list({ tag: '家', query: 'sure' })).toHaveLength(1);
    const { tags } = value(await favourites.list(anna, {}));
    expect(tags.toSorted()).toEqual(['food', '家'].toSorted());
  });

  test('page by page gives each once', async () => {
    for (let n = 0; n < 120; n += 1) value(await note(`note ${n}`));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = value(await favourites.list(anna, cursor === undefined ? {} : { cursor }));
      expect(page.favourites.length).toBeLessThanOrEqual(50);
      seen.push(...page.favourites.map(({ note: text }) => text));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `note ${119 - n}`));
    expect(reasonOf(await favourites.list(anna, { cursor: 'x' }))).toBe('invalid');
  });
});

describe('what is taken back', () => {
  test('goes within a second, from the list, the files, and what devices were told', async () => {
    const { fileId, message } = await putPhoto();
    const seq = await send(ben, message);
    const text = await say('a secret');
    value(await keep(seq, { tags: ['lake'] }));
    value(await keep(text));
    value(await recall(seq));
    value(await recall(text));
    await expect
      .poll(async () => (await list()).map((one) => one.message), { timeout: 1_000 })
      .toEqual([null, null]);
    const [, photo] = await list();
    expect(photo).toMatchObject({ tags: ['lake'], source: { seq } });
    expect(await list({ query: 'secret' })).toEqual([]);
    const events = await log();
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(JSON.stringify(events)).not.toContain(fileId);
    expect(events.at(-1)).toMatchObject({ name: 'favourites.favouriteChanged' });
    expect(await city.files.describe(fileId)).toBeNull();
  });

  test('never stays as a copy, whoever is first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.integer({ min: 0, max: 8 }), async (isLate, waitMs) => {
        const seq = await say('now or never');
        const wait = (yes: boolean) => city.clock.sleep(yes ? waitMs : 0);
        await Promise.all([
          wait(isLate).then(() => recall(seq)),
          wait(!isLate).then(() => keep(seq)),
        ]);
        await city.outbox.settle();
        const found = (await list()).filter(({ source }) => source?.seq === seq);
        expect(found.every(({ message }) => message === null)).toBe(true);
      }),
      { numRuns: 25 },
    );
    const { rows } = await city.db.query(
      `select from favourites_item where person_id = $1 and message is not null`,
      [anna],
    );
    expect(rows).toEqual([]);
    expect(JSON.stringify(await log())).not.toContain('never');
  });

  test('or disappears, is gone from its second on', async () => {
    value(await city.chat.changes.setTimer({ viewerId: ben, conversationId: group }, 3_600));
    const { fileId, message } = await putPhoto();
    value(await keep(await send(ben, message)));
    city.clock.skip(3_599_000);
    expect((await list())[0]?.message).not.toBeNull();
    city.clock.skip(2_000);
    expect((await list())[0]?.message).toBeNull();
    expect(await list({ query: 'lake' })).toEqual([]);
    expect(await reads(anna, fileId)).toBe(false);
    await city.chat.sweepExpired();
    await city.outbox.settle();
    const { rows } = await city.db.query(
      'select from favourites_item where person_id = $1 and message is not null',
      [anna],
    );
    expect(rows).toEqual([]);
    expect(JSON.stringify(await log())).not.toContain(fileId);
  });
});

describe('files', () => {
  test('stay readable for who keeps them, also after leaving, and go with the last', async () => {
    const { fileId, message } = await putPhoto();
    const { favourite } = value(await keep(await send(ben, message)));
    value(await city.chat.groups.leave({ viewerId: anna, conversationId: group }));
    value(await city.chat.inbox.change(anna, group, { kind: 'clear', seq: 99 }));
    expect(await reads(anna, fileId)).toBe(true);
    expect(await reads(city.person(), fileId)).toBe(false);
    value(await favourites.remove(anna, { favouriteId: favourite.favouriteId }));
    expect(await reads(anna, fileId)).toBe(false);
    expect(await city.files.describe(fileId)).not.toBeNull();
  });
});

describe('the rights of people', () => {
  test('the export holds everything, in pages, with the files', async () => {
    const { fileId, message } = await putPhoto();
    value(await keep(await send(ben, message)));
    value(await note('mine'));
    const files: { path: string }[] = [];
    for await (const file of favourites.holding.export(anna)) files.push(file);
    expect(files).toMatchObject([{ path: 'items-001.json' }, { fileId }]);
    expect(files[0]).toMatchObject({ content: [{ note: 'mine' }, { message: { fileId } }] });
  });

  test('who is erased leaves nothing, here or with others', async () => {
    const { fileId, message } = await putPhoto();
    value(await keep(await send(ben, message), { tags: ['lake'] }));
    const benKeeps = { favouriteId: city.newId<FavouriteId>(), note: 'of Ben', tags: [] };
    value(await favourites.writeNote(ben, benKeeps));
    for (let twice = 0; twice < 2; twice += 1) {
      await city.db.tx((tx) => favourites.holding.erase(tx, ben));
      expect(value(await favourites.list(ben, {})).favourites).toEqual([]);
      expect(await list()).toMatchObject([{ message: null, source: null, tags: ['lake'] }]);
      const { rows } = await city.db.query(
        `select from favourites_item where sender_id = $1 or person_id = $1`,
        [ben],
      );
      expect(rows).toEqual([]);
    }
    expect(JSON.stringify(await log())).not.toContain(fileId);
    expect(await reads(anna, fileId)).toBe(true); // as a member of the group, until chat erases
    await city.db.tx((tx) => city.chat.holding.erase(tx, ben));
    await city.outbox.settle();
    expect(await reads(anna, fileId)).toBe(false);
  });
});
