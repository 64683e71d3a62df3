import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { noId, openDirect, say as sayIn } from './support/talk.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let place: ConversationId;

beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  place = await openDirect(ana, wei);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const say = (words: string) => sayIn(wei, place, words);

it('what is kept is on every device, until its sender takes it back', async () => {
  const socket = await ana.socket();
  const seq = await say('the code is 4711');
  const input = { favouriteId: noId<never>(), conversationId: place, seq, tags: ['codes'] };
  const { favourite } = await ana.must('favourites.keepMessage', input);
  await socket.event('favourites.favouriteChanged', (told) => told.favourite.tags[0] === 'codes');
  expect(await ana.must('favourites.list', { query: '4711' })).toEqual({
    ...{ favourites: [favourite], tags: ['codes'], next: null },
  });
  await wei.must('chat.recallMessage', { conversationId: place, seq });
  await socket.event('favourites.favouriteChanged', (told) => told.favourite.message === null);
  const { favourites } = await ana.must('favourites.list', {});
  expect(favourites).toEqual([{ ...favourite, message: null }]);
  const again = { ...input, favouriteId: noId<never>() };
  expect(await ana.refused('favourites.keepMessage', again)).toBe('message_unknown');
  socket.close();
});

it('notes are written, tagged and removed', async () => {
  const favouriteId = noId<never>();
  await ana.must('favourites.writeNote', { favouriteId, note: 'Milk', tags: [] });
  await ana.must('favourites.writeNote', { favouriteId, note: 'Milk, eggs', tags: [] });
  const { favourite } = await ana.must('favourites.setTags', { favouriteId, tags: ['shop'] });
  expect(favourite).toMatchObject({ kind: 'note', note: 'Milk, eggs', tags: ['shop'] });
  const { favourites } = await ana.must('favourites.list', { tag: 'shop' });
  expect(favourites).toEqual([favourite]);
  await ana.must('favourites.remove', { favouriteId });
  expect(await ana.refused('favourites.remove', { favouriteId })).toBe('favourite_unknown');
  expect(await ana.refused('favourites.setTags', { favouriteId, tags: [] })).toBe(
    'favourite_unknown',
  );
});

it('nobody keeps what they do not see, or more than 10,000 things', async () => {
  const zoe = await city.signUp('Zoe');
  const seq = await say('hello');
  const keep = () => ({ favouriteId: noId<never>(), conversationId: place, seq, tags: [] });
  expect(await zoe.refused('favourites.keepMessage', keep())).toBe('conversation_unknown');
  await city.composed.kernel.db.query(
    `insert into favourites_item (person_id, favourite_id, kind, note, tags, folded, created_at)
     select $1, gen_random_uuid(), 'note', 'n', '{}', 'n', now() from generate_series(1, 10000)`,
    [wei.me.personId],
  );
  expect(await wei.refused('favourites.keepMessage', keep())).toBe('too_many_favourites');
  const note = { favouriteId: noId<never>(), note: 'x', tags: [] };
  expect(await wei.refused('favourites.writeNote', note)).toBe('too_many_favourites');
});
