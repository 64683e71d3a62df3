import type { ConversationId, PersonId, ReminderId } from '@plaza/base';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCity, openGroup, value, type City } from '../testing.ts';
import { createActs } from './testing.ts';

let city: City;
let acts: ReturnType<typeof createActs>;
let anna: PersonId;
let ben: PersonId;
let group: ConversationId;
let seq: number;

beforeAll(async () => {
  city = await createCity();
  acts = createActs(city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});
beforeEach(async () => {
  [anna, ben] = [city.person('Anna'), city.person('Ben')];
  city.befriend(anna, ben);
  group = await openGroup(city, [ben, anna]);
  seq = await acts.say(ben, group, 'Bring the keys');
});

const own = () => city.chat.own;

function remind(over: { reminderId?: ReminderId; seq?: number; ms?: number; note?: string } = {}) {
  const { reminderId = city.newId<ReminderId>(), ms = 60_000, note = '' } = over;
  const of = { reminderId, conversationId: group, seq: over.seq ?? seq };
  return own().reminders.put(anna, { ...of, remindAt: acts.inMs(ms), note });
}

const told = async () =>
  (await acts.log(anna)).filter(({ name }) => name.startsWith('chat.reminder'));

test('becomes due at its time, once, and every device is told', async () => {
  const { reminder } = value(await remind({ note: 'keys!' }));
  await own().runDue();
  expect(await told()).toEqual([{ name: 'chat.reminderChanged', payload: { reminder } }]);
  city.clock.skip(61_000);
  const other = city.another();
  await Promise.all([own().runDue(), other.own.runDue(), own().runDue()]);
  const due = { ...reminder, state: 'due' };
  expect(await told()).toEqual([
    { name: 'chat.reminderChanged', payload: { reminder } },
    { name: 'chat.reminderChanged', payload: { reminder: due } },
  ]);
  const { reminders } = await own().reminders.list(anna);
  expect(reminders).toMatchObject([
    { reminder: due, entry: { seq, body: { message: { text: 'Bring the keys' } } } },
  ]);
});

test('due ones come first, and one that is set anew waits again', async () => {
  const { reminder } = value(await remind({ ms: 60_000 }));
  value(await remind({ ms: 600_000 }));
  city.clock.skip(61_000);
  await own().runDue();
  const list = async () =>
    (await own().reminders.list(anna)).reminders.map((row) => row.reminder.state);
  expect(await list()).toEqual(['due', 'waiting']);
  value(await remind({ reminderId: reminder.reminderId, ms: 60_000 }));
  expect(await list()).toEqual(['waiting', 'waiting']);
});

test('the same again changes nothing', async () => {
  const remindAt = acts.inMs(60_000);
  const reminderId = city.newId<ReminderId>();
  const input = { reminderId, conversationId: group, seq, remindAt, note: '' };
  value(await own().reminders.put(anna, input));
  value(await own().reminders.put(anna, input));
  expect(await told()).toHaveLength(1);
});

test('only of a message that is seen, at a time to come', async () => {
  const reason = async (outcome: ReturnType<typeof remind>) => {
    const settled = await outcome;
    return settled.ok ? 'ok' : settled.reason;
  };
  expect(await reason(remind({ seq: 1 }))).toBe('message_unknown');
  expect(await reason(remind({ seq: seq + 1 }))).toBe('message_unknown');
  expect(await reason(remind({ ms: -1 }))).toBe('time_invalid');
  expect(await reason(remind({ ms: 367 * 86_400_000 }))).toBe('time_invalid');
  const stranger = city.person();
  const input = { reminderId: city.newId<ReminderId>(), conversationId: group, seq };
  const refused = await own().reminders.put(stranger, {
    ...{ ...input, remindAt: acts.inMs(60_000), note: '' },
  });
  expect(refused).toMatchObject({ ok: false, reason: 'conversation_unknown' });
});

test('the hundred and first is refused, also when all come at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 103 }, () => remind()));
  expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(3);
  expect((await own().reminders.list(anna)).reminders).toHaveLength(100);
});

test('of a message that was taken back only the reminder itself stays', async () => {
  const { reminder } = value(await remind());
  value(await city.chat.changes.recall({ viewerId: ben, conversationId: group, seq }));
  city.clock.skip(61_000);
  await own().runDue();
  expect(await own().reminders.list(anna)).toEqual({
    reminders: [{ reminder: { ...reminder, state: 'due' }, entry: null }],
  });
  expect(JSON.stringify(await acts.log(anna))).not.toContain('keys');
});

test('goes when it is removed', async () => {
  const { reminder } = value(await remind());
  const { reminderId } = reminder;
  value(await own().reminders.remove(anna, reminderId));
  expect((await told()).at(-1)).toEqual({ name: 'chat.reminderEnded', payload: { reminderId } });
  expect(await own().reminders.remove(anna, reminderId)).toMatchObject({
    ...{ ok: false, reason: 'reminder_unknown' },
  });
  city.clock.skip(61_000);
  await own().runDue();
  expect(await own().reminders.list(anna)).toEqual({ reminders: [] });
});

test('preferences are one row a person, told only when they change', async () => {
  const quiet = {
    quietHours: { from: '22:30', to: '07:00' },
    muteWords: ['  Lottery ', 'lottery'],
  };
  expect(await own().preferences.get(anna)).toEqual({ quietHours: null, muteWords: [] });
  const cleaned = { ...quiet, muteWords: ['Lottery'] };
  expect(await own().preferences.set(anna, quiet)).toEqual({ preferences: cleaned });
  await own().preferences.set(anna, quiet);
  expect(await own().preferences.get(anna)).toEqual(cleaned);
  expect(await own().preferences.get(ben)).toEqual({ quietHours: null, muteWords: [] });
  const open = { quietHours: null, muteWords: [] };
  await own().preferences.set(anna, open);
  const changes = (await acts.log(anna)).filter(({ name }) => name === 'chat.preferencesChanged');
  expect(changes.map(({ payload }) => payload)).toEqual([
    { preferences: cleaned },
    { preferences: open },
  ]);
});
