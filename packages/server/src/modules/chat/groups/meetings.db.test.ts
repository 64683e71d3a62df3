import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, value, type City } from '../testing.ts';
import { by, contradictions, rolesIn, wordOf } from './testing.ts';

let city: City;
let isNewcomerAllowed = true;
beforeAll(async () => {
  const newcomers = { take: async () => isNewcomerAllowed };
  city = await createCity(undefined, { groupMembers: 6, newcomers });
});
afterAll(async () => {
  expect(await contradictions(city)).toEqual([]);
  expect(city.problems).toEqual([]);
  await city.close();
});

const square = { latitude: 31.2304, longitude: 121.4737 };
const minute = 60_000;
let lastDigits = 1_000;
const newDigits = () => String((lastDigits += 1));

type Where = { digits: string; place?: typeof square | null; address?: string };

async function meet(personId: PersonId, { digits, place = square, address = '' }: Where) {
  const met = await city.chat.groups.meet(personId, { digits, place, address });
  return value(met).head.conversation.conversationId;
}

async function log(viewer: PersonId, id: ConversationId): Promise<string[]> {
  const { entries } = value(await city.chat.reading.listEntries(viewer, id, {}));
  return entries.map(({ body }) => ('via' in body ? `${body.type} ${body.via}` : body.type));
}

test('the same digits at the same place lead into one group', async () => {
  const digits = newDigits();
  const [first, second, elsewhere] = [city.person(), city.person(), city.person()];
  const id = await meet(first, { digits });
  expect(await log(first, id)).toEqual(['created']);
  expect(await meet(second, { digits, place: { ...square, latitude: 31.2312 } })).toBe(id);
  expect(await meet(first, { digits })).toBe(id);
  expect(await log(first, id)).toEqual(['created', 'membersAdded faceToFace']);
  expect(await log(second, id)).toEqual(['membersAdded faceToFace']);
  expect((await rolesIn(city, second, id)).get(first)).toBe('owner');
  const far = { ...square, latitude: 31.3 };
  expect(await meet(elsewhere, { digits, place: far })).not.toBe(id);
  expect(await meet(city.person(), { digits: newDigits() })).not.toBe(id);
  await city.outbox.settle();
  const joined = city.told(second).filter(({ name }) => name === 'chat.conversationJoined');
  expect(joined).toHaveLength(1);
});

test('without a place, those of one network meet', async () => {
  const digits = newDigits();
  const at = { digits, place: null };
  const id = await meet(city.person(), { ...at, address: '203.0.113.7' });
  expect(await meet(city.person(), { ...at, address: '203.0.113.7' })).toBe(id);
  expect(await meet(city.person(), { ...at, address: '203.0.113.8' })).not.toBe(id);
});

test('all who come first at once meet in one group, with one owner', async () => {
  for (let round = 0; round < 5; round += 1) {
    const digits = newDigits();
    const people = Array.from({ length: 5 }, () => city.person());
    // On both sides of a border of squares.
    const places = [square, { ...square, latitude: 31.2299 }];
    const ids = await Promise.all(
      people.map((personId, n) => meet(personId, { digits, place: places[n % 2] ?? square })),
    );
    expect(new Set(ids).size).toBe(1);
    const roles = await rolesIn(city, people[0] as PersonId, ids[0] as ConversationId);
    expect(new Set(roles.keys())).toEqual(new Set(people));
  }
});

test('after ten minutes the digits lead elsewhere, and nothing of the place is left', async () => {
  const digits = newDigits();
  const id = await meet(city.person(), { digits });
  city.clock.skip(9 * minute);
  expect(await meet(city.person(), { digits })).toBe(id);
  city.clock.skip(2 * minute);
  expect(await meet(city.person(), { digits })).not.toBe(id);
  city.clock.skip(11 * minute);
  await city.chat.groups.sweep();
  expect((await city.db.query('select from chat_meeting')).rowCount).toBe(0);
});

test('a group that is closed by then takes nobody in: people meet anew', async () => {
  const founder = city.person();
  const close: ((id: ConversationId) => Promise<unknown>)[] = [
    (id) => city.chat.groups.dissolve(by(founder, id)),
    (id) => city.chat.groups.leave(by(founder, id)),
    (id) => city.chat.groups.set(by(founder, id), { joinApproval: true }),
  ];
  for (const run of close) {
    const digits = newDigits();
    const id = await meet(founder, { digits });
    await run(id);
    const anew = await meet(city.person(), { digits });
    expect(anew).not.toBe(id);
    expect(await meet(city.person(), { digits })).toBe(anew);
  }
  const digits = newDigits();
  const id = await meet(founder, { digits });
  const guest = city.person();
  await meet(guest, { digits });
  value(await city.chat.groups.remove(by(founder, id), guest));
  expect(await meet(guest, { digits })).not.toBe(id);
});

test('a full group and the limit of new accounts are refused', async () => {
  const digits = newDigits();
  for (let n = 0; n < 6; n += 1) await meet(city.person(), { digits });
  const late = { digits, place: square, address: '' };
  expect(await wordOf(city.chat.groups.meet(city.person(), late))).toBe('group_full');
  isNewcomerAllowed = false;
  const other = { ...late, digits: newDigits() };
  expect(await wordOf(city.chat.groups.meet(city.person(), other))).toBe('newcomer_limit');
  isNewcomerAllowed = true;
});
