import type { FavouriteId, ReminderId, ScheduleId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { noId, openDirect, say, text } from './support/talk.ts';

// What only I see is told to all my devices, and to nobody else's.

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const inMs = (ms: number) => new Date(city.clock.nowMs() + ms).toISOString();
const runDue = () => city.composed.modules.chat.own.runDue();

it('plans and reminders, from the first day to the last', async () => {
  const conversationId = await openDirect(ana, wei);
  const seq = await say(wei, conversationId, 'Bring the keys');
  const phone = await (await city.signIn(ana)).socket();
  const weis = await wei.socket();
  const [sent, dropped] = [noId<ScheduleId>(), noId<ScheduleId>()];
  for (const scheduleId of [sent, dropped]) {
    const plan = { scheduleId, conversationId, message: text('On time'), sendAt: inMs(60_000) };
    const { schedule } = await ana.must('chat.scheduleMessage', plan);
    const told = await phone.event(
      'chat.scheduleChanged',
      ({ schedule: each }) => each.scheduleId === scheduleId,
    );
    expect(told).toEqual({ schedule });
  }
  await ana.must('chat.cancelSchedule', { scheduleId: dropped });
  await phone.event('chat.scheduleEnded', ({ scheduleId }) => scheduleId === dropped);
  const reminderId = noId<ReminderId>();
  const reminder = { reminderId, conversationId, seq, remindAt: inMs(60_000), note: 'keys' };
  await ana.must('chat.setReminder', reminder);
  await phone.event('chat.reminderChanged', (told) => told.reminder.state === 'waiting');
  city.clock.travel(61_000);
  await runDue();
  await phone.event('chat.scheduleEnded', ({ scheduleId }) => scheduleId === sent);
  await phone.event('chat.reminderChanged', (told) => told.reminder.state === 'due');
  await weis.event('chat.entryAppended', ({ entry }) => entry.seq === seq + 1);
  await ana.must('chat.removeReminder', { reminderId });
  expect(await phone.event('chat.reminderEnded')).toEqual({ reminderId });
  for (const name of ['chat.scheduleChanged', 'chat.reminderChanged'] as const) {
    expect(weis.events(name)).toEqual([]);
  }
  phone.close();
  weis.close();
});

it('what I keep, and keep no longer', async () => {
  const phone = await (await city.signIn(ana)).socket();
  const favouriteId = noId<FavouriteId>();
  await ana.must('favourites.writeNote', { favouriteId, note: 'Milk', tags: [] });
  await phone.event('favourites.favouriteChanged', ({ favourite }) => favourite.note === 'Milk');
  await ana.must('favourites.remove', { favouriteId });
  expect(await phone.event('favourites.favouriteRemoved')).toEqual({ favouriteId });
  phone.close();
});
