import { seededRandom, type ClientId, type ConversationId, type PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessagesInput } from './messages.ts';
import { openTown, value, type Town } from './testing.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const people = (...names: string[]) => names.map((name) => town.person(name));
/** Where everything is that is found, page by page. */
async function pagesOf(viewer: PersonId, input: MessagesInput): Promise<string[]> {
  const places: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { hits, next } = value(await town.search.messages(viewer, { ...input, cursor }));
    places.push(...hits.map(({ conversationId, entry }) => `${conversationId} ${entry.seq}`));
    if (next === null) return places;
    cursor = next;
  }
}
const change = () => town.newId<ClientId>();

describe('what is found', () => {
  it('is in any script, by words and by signs', async () => {
    const [anna, ben] = people('Anna', 'Ben') as [PersonId, PersonId];
    const talk = await town.direct(anna, ben);
    const texts = [
      '我家在上海东边',
      'Über den Straßen',
      'カレーを食べたい',
      'สวัสดีตอนเช้า',
      '😀 fine',
    ];
    for (const text of texts) await town.say(anna, talk, text);
    await town.settle();
    expect(await town.find(ben, '上海')).toEqual([texts[0]]);
    expect(await town.find(ben, '海')).toEqual([texts[0]]);
    expect(await town.find(ben, 'strasse uber')).toEqual([texts[1]]);
    expect(await town.find(ben, '食べ')).toEqual([texts[2]]);
    expect(await town.find(ben, 'ตอน')).toEqual([texts[3]]);
    expect(await town.find(ben, '😀')).toEqual([texts[4]]);
    expect(await town.find(ben, '北京')).toEqual([]);
    expect(await town.find(ben, '?!')).toEqual([]);
    expect(await town.find(ben, '')).toEqual(texts.toReversed());
  });

  it('comes newest first over all conversations, page by page, each once', async () => {
    const [anna, ben, cleo] = people('Anna', 'Ben', 'Cleo') as [PersonId, PersonId, PersonId];
    const talks = [
      await town.direct(anna, ben),
      await town.direct(anna, cleo),
      await town.group([anna, ben, cleo]),
    ];
    const said: string[] = [];
    for (let n = 0; n < 300; n += 1) {
      const to = talks[(n * n) % 3] as ConversationId;
      const text = n % 7 === 0 ? `common ${n} rare` : `common ${n}`;
      await town.say(anna, to, text);
      said.push(text);
      // Equal times are not in the order of writing.
      town.clock.skip(1);
    }
    await town.settle();
    const newest = said.toReversed();
    expect(await town.find(anna, { query: 'common', limit: 7 })).toEqual(newest);
    const rare = newest.filter((text) => text.endsWith('rare'));
    expect(await town.find(anna, { query: 'rar', limit: 4 })).toEqual(rare);
    expect(await town.find(anna, { query: 'rare 147' })).toEqual(['common 147 rare']);
  }, 60_000);

  it('comes whole though clocks of processes disagree, each log in its own order', async () => {
    const [anna, ben, cleo] = people('Anna', 'Ben', 'Cleo') as [PersonId, PersonId, PersonId];
    const talks = [await town.direct(anna, ben), await town.group([anna, ben, cleo])];
    const random = seededRandom(11);
    for (let n = 0; n < 420; n += 1) {
      const to = talks[random.int(4) === 0 ? 0 : 1] as ConversationId;
      await town.say(anna, to, random.int(9) === 0 ? `often ${n} seldom` : `often ${n}`);
      town.clock.skip(random.int(9_000) - 4_000);
    }
    await town.settle();
    for (const query of ['often', 'seldom']) {
      const one = await pagesOf(anna, { query, limit: 500 });
      const many = await pagesOf(anna, { query, limit: 3 });
      expect(many).toEqual(one);
      expect(new Set(many).size).toBe(many.length);
      if (query === 'often') expect(many).toHaveLength(420);
      for (const talk of talks) {
        const seqs = many.filter((place) => place.startsWith(talk)).map((at) => +at.slice(37));
        expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
      }
    }
  }, 60_000);

  it('can be narrowed by conversation, sender, kind and time', async () => {
    const [anna, ben, cleo] = people('Anna', 'Ben', 'Cleo') as [PersonId, PersonId, PersonId];
    const [one, two] = [await town.direct(anna, ben), await town.group([anna, ben, cleo])];
    await town.say(anna, one, 'tea at one');
    await town.say(ben, one, 'tea with ben');
    await town.say(cleo, two, 'tea https://tea.example');
    await town.say(ben, two, { type: 'location', latitude: 1, longitude: 2, name: 'Tea house' });
    await town.settle();
    const find = (filters: object) => town.find(anna, { query: 'tea', ...filters });
    expect(await find({ conversationId: one })).toEqual(['tea with ben', 'tea at one']);
    expect(await find({ senderId: ben })).toEqual(['location', 'tea with ben']);
    expect(await find({ kinds: ['link', 'location'] })).toHaveLength(2);
    expect(await find({ kinds: ['photo'] })).toEqual([]);
    expect(await town.find(anna, { kinds: ['location'] })).toEqual(['location']);
    const now = town.clock.now().toISOString();
    expect(await find({ to: now })).toHaveLength(4);
    expect(await find({ from: now })).toEqual([]);
    expect(await town.search.messages(cleo, { query: 'tea', conversationId: one })).toMatchObject({
      reason: 'conversation_unknown',
    });
  });
});

describe('what may not be seen is not found', () => {
  it('outside of one’s stretch, cleared, hidden', async () => {
    const [anna, ben, cleo] = people('Anna', 'Ben', 'Cleo') as [PersonId, PersonId, PersonId];
    const group = await town.group([anna, ben]);
    const say = (text: string) => town.say(anna, group, text);
    await say('secret before');
    value(await town.chat.groups.add({ viewerId: anna, conversationId: group }, [cleo]));
    await say('secret during');
    const hidden = await say('secret hidden');
    await town.outbox.settle();
    value(await town.chat.changes.hide(cleo, group, [hidden]));
    value(await town.chat.groups.leave({ viewerId: cleo, conversationId: group }));
    await say('secret after');
    await town.settle();
    const dora = town.person('Dora');
    expect(await town.find(cleo, 'secret')).toEqual(['secret during']);
    expect(await town.find(dora, 'secret')).toEqual([]);
    expect(await town.find(ben, 'secret')).toHaveLength(4);
    const last = { kind: 'clear' as const, seq: hidden };
    value(await town.chat.inbox.change(ben, group, last));
    expect(await town.find(ben, 'secret')).toEqual(['secret after']);
  });

  it('recalled and expired, at once; and the index forgets it', async () => {
    const [anna, ben] = people('Anna', 'Ben') as [PersonId, PersonId];
    const talk = await town.direct(anna, ben);
    const recalled = await town.say(anna, talk, 'walnut recalled');
    await town.settle();
    expect(await town.find(ben, 'walnut')).toHaveLength(1);
    value(await town.chat.changes.recall({ viewerId: anna, conversationId: talk, seq: recalled }));
    expect(await town.find(ben, 'walnut')).toEqual([]);
    await town.settle();
    const empty = await town.db.query(
      'select sketch, slices from search_block where conversation_id = $1',
      [talk],
    );
    const setBytes = empty.rows.flatMap((row) => [...row.sketch, ...row.slices]).filter(Boolean);
    expect(setBytes).toEqual([]);
  });

  it('what was edited is found by what it says now', async () => {
    const [anna, ben] = people('Anna', 'Ben') as [PersonId, PersonId];
    const talk = await town.direct(anna, ben);
    const seq = await town.say(anna, talk, 'meet at the harbour');
    await town.settle();
    const where = { viewerId: anna, conversationId: talk, seq };
    const edit = { text: 'meet at the library', clientId: change() };
    value(await town.chat.changes.edit(where, edit));
    expect(await town.find(ben, 'harbour')).toEqual([]);
    await town.settle();
    expect(await town.find(ben, 'library')).toEqual(['meet at the library']);
  });

  it('what a person wrote goes with them, out of the index too', async () => {
    const [anna, ben] = people('Anna', 'Ben') as [PersonId, PersonId];
    const talk = await town.direct(anna, ben);
    await town.say(anna, talk, 'pomegranate');
    await town.settle();
    await town.db.tx(async (tx) => {
      await town.search.holding.erase(tx, anna);
      await town.chat.holding.erase(tx, anna);
    });
    await town.settle();
    expect(await town.find(ben, 'pomegranate')).toEqual([]);
    const { rows } = await town.db.query(
      'select slices from search_block where conversation_id = $1',
      [talk],
    );
    expect(rows.flatMap((row) => [...row.slices]).filter(Boolean)).toEqual([]);
  });
});
