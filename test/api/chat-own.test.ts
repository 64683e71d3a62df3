import { TextWriter, Uint8ArrayReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { startDevice } from './support/device.ts';
import type { TestPerson } from './support/person.ts';
import { noId, openDirect, say as sayIn, text } from './support/talk.ts';

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

const inMs = (ms: number) => new Date(city.composed.kernel.clock.nowMs() + ms).toISOString();
const runDue = () => city.composed.modules.chat.own.runDue();

const say = (from: TestPerson, words: string, to = place) => sayIn(from, to, words);

function plan(over: { words?: string; to?: ConversationId; ms?: number } = {}) {
  const { words = 'later', to = place, ms = 60_000 } = over;
  const input = { scheduleId: noId<never>(), conversationId: to, message: text(words) };
  return { ...input, sendAt: inMs(ms) };
}

describe('preferences', () => {
  it('are mine on every device, and in the snapshot', async () => {
    const socket = await ana.socket();
    const wanted = { quietHours: { from: '22:00', to: '06:30' }, muteWords: ['lottery'] };
    const { preferences } = await ana.must('chat.setPreferences', wanted);
    expect(preferences).toEqual(wanted);
    await socket.event('chat.preferencesChanged', (told) => told.preferences.muteWords[0] !== '');
    expect((await ana.must('sync.snapshot', {})).preferences).toEqual(wanted);
    expect((await wei.must('sync.snapshot', {})).preferences).toEqual({
      ...{ quietHours: null, muteWords: [] },
    });
    const wrong = { quietHours: { from: '24:00', to: '06:30' }, muteWords: [] };
    expect(await ana.refused('chat.setPreferences', wrong)).toBe('invalid');
    socket.close();
  });
});

describe('planned messages', () => {
  it('are sent at their time, to sockets too', async () => {
    const socket = await wei.socket();
    const { schedule } = await ana.must('chat.scheduleMessage', plan({ words: 'on time' }));
    expect(await ana.must('chat.listSchedules', {})).toEqual({ schedules: [schedule] });
    city.clock.travel(61_000);
    await runDue();
    await socket.event('chat.entryAppended', ({ entry }) =>
      JSON.stringify(entry.body).includes('on time'),
    );
    expect(await ana.must('chat.listSchedules', {})).toEqual({ schedules: [] });
    socket.close();
  });

  it('can be cancelled, once', async () => {
    const { schedule } = await ana.must('chat.scheduleMessage', plan());
    const { scheduleId } = schedule;
    await ana.must('chat.cancelSchedule', { scheduleId });
    expect(await ana.refused('chat.cancelSchedule', { scheduleId })).toBe('schedule_unknown');
  });

  it('are refused where they could not be sent, or at no time to come', async () => {
    const zoe = await city.signUp('Zoe');
    expect(await zoe.refused('chat.scheduleMessage', plan())).toBe('conversation_unknown');
    expect(await ana.refused('chat.scheduleMessage', plan({ ms: -1 }))).toBe('time_invalid');
    const fileId = noId<never>();
    const facts = { name: 'a.txt', sizeBytes: 1, contentType: 'text/plain', caption: '' };
    const message = { type: 'file', fileId, ...facts } as const;
    const withFile = { ...plan(), message };
    expect(await ana.refused('chat.scheduleMessage', withFile)).toBe('file_unknown');
    const [bo, cy] = await city.contacts('Bo', 'Cy');
    const pair = await bo.must('chat.openDirect', { personId: cy.me.personId });
    const to = pair.head.conversation.conversationId;
    await cy.must('contacts.block', { personId: bo.me.personId });
    await city.settle();
    expect(await bo.refused('chat.scheduleMessage', plan({ to }))).toBe('blocked');
    await cy.must('contacts.unblock', { personId: bo.me.personId });
    await cy.must('contacts.remove', { personId: bo.me.personId });
    await city.settle();
    expect(await bo.refused('chat.scheduleMessage', plan({ to }))).toBe('not_contact');
    const group = { clientId: noId<never>(), name: 'G', memberIds: [wei.me.personId] };
    const made = await ana.must('chat.createGroup', group);
    const { conversationId } = made.head.conversation;
    await wei.must('chat.leaveGroup', { conversationId });
    const late = plan({ to: conversationId });
    expect(await wei.refused('chat.scheduleMessage', late)).toBe('not_member');
  });
});

describe('reminders', () => {
  it('become due, and show the message as it is now', async () => {
    const seq = await say(wei, 'bring the keys');
    const reminderId = noId<never>();
    const input = { reminderId, conversationId: place, seq, remindAt: inMs(60_000), note: 'keys' };
    const { reminder } = await ana.must('chat.setReminder', input);
    city.clock.travel(61_000);
    await runDue();
    const { reminders } = await ana.must('chat.listReminders', {});
    expect(reminders).toMatchObject([
      { reminder: { ...reminder, state: 'due' }, entry: { seq, senderId: wei.me.personId } },
    ]);
    await ana.must('chat.removeReminder', { reminderId });
    expect(await ana.refused('chat.removeReminder', { reminderId })).toBe('reminder_unknown');
    const gone = { ...input, remindAt: inMs(60_000), seq: seq + 50 };
    expect(await ana.refused('chat.setReminder', gone)).toBe('message_unknown');
    expect(await ana.refused('chat.setReminder', { ...input, remindAt: inMs(-1) })).toBe(
      'time_invalid',
    );
    const zoe = await city.signUp('Zoe');
    const foreign = { ...input, remindAt: inMs(60_000) };
    expect(await zoe.refused('chat.setReminder', foreign)).toBe('conversation_unknown');
  });
});

describe('limits', () => {
  const own = () => city.composed.modules.chat.own;

  it('are a hundred planned messages, and a hundred reminders', async () => {
    const { personId } = ana.me;
    const seq = await say(wei, 'x');
    const remind = () => {
      const at = { conversationId: place, seq, remindAt: inMs(60_000) };
      return { reminderId: noId<never>(), ...at, note: '' };
    };
    for (let n = 0; n < 100; n += 1) {
      await own().schedules.put(personId, plan({ ms: 3_600_000 }));
      await own().reminders.put(personId, remind());
    }
    expect(await ana.refused('chat.scheduleMessage', plan())).toBe('too_many_scheduled');
    expect(await ana.refused('chat.setReminder', remind())).toBe('too_many_reminders');
  });

  it('are 20 archives with 200,000 messages each, and one export at a time', async () => {
    const zoe = await city.signUp('Zoe');
    const begin = () => ({ clientId: noId<never>(), name: 'Old', source: 'telegram' }) as const;
    const { head } = await zoe.must('chat.beginImport', begin());
    const { conversationId } = head.conversation;
    const { db } = city.composed.kernel;
    await db.query(
      `update chat_conversation set last_seq = 200000, last_shown_seq = 200000
       where conversation_id = $1`,
      [conversationId],
    );
    const item = { author: '', text: 'x', sentAt: inMs(0) };
    const more = { conversationId, from: 200_000, items: [item] };
    expect(await zoe.refused('chat.addImported', more)).toBe('import_limit_reached');
    for (let n = 0; n < 19; n += 1) await own().imports.begin(zoe.me.personId, begin());
    expect(await zoe.refused('chat.beginImport', begin())).toBe('import_limit_reached');
    await zoe.must('chat.exportConversation', { conversationId });
    await db.query('update rights_export set alive_at = $2 where person_id = $1', [
      zoe.me.personId,
      inMs(1_000),
    ]);
    expect(await zoe.refused('chat.exportConversation', { conversationId })).toBe('export_running');
  });
});

describe('archives', () => {
  it('take the history of another messenger in order, for me alone', async () => {
    const begin = { clientId: noId<never>(), name: 'Family', source: 'whatsapp' } as const;
    const { head } = await ana.must('chat.beginImport', begin);
    const { conversationId } = head.conversation;
    const items = ['one', 'two'].map((words) => ({
      ...{ author: 'Mum', text: words, sentAt: '2019-05-01T10:00:00.000Z' },
    }));
    expect(await ana.must('chat.addImported', { conversationId, from: 0, items })).toEqual({
      count: 2,
    });
    const again = await ana.call('chat.addImported', { conversationId, from: 0, items });
    expect(again).toMatchObject({ error: 'import_out_of_step', details: { count: 2 } });
    const foreign = { conversationId, from: 2, items };
    expect(await wei.refused('chat.addImported', foreign)).toBe('conversation_unknown');
    const { entries } = await ana.must('chat.listEntries', { conversationId });
    expect(entries.map(({ body }) => body)).toMatchObject(
      items.map((item) => ({ type: 'message', message: { type: 'imported', ...item } })),
    );
    const input = { conversationId, clientId: noId<never>(), message: text('hello') };
    expect(await ana.refused('chat.sendMessage', input)).toBe('read_only');
    expect(await ana.refused('chat.scheduleMessage', plan({ to: conversationId }))).toBe(
      'read_only',
    );
  });
});

describe('an archive that is deleted', () => {
  it('is gone from the server, the search and every device, and may be brought again', async () => {
    const begin = { clientId: noId<never>(), name: 'Old days', source: 'telegram' } as const;
    const { head } = await ana.must('chat.beginImport', begin);
    const { conversationId } = head.conversation;
    const sentAt = '2019-05-01T10:00:00.000Z';
    const items = [{ author: 'Mum', text: 'plumtree in the yard', sentAt }];
    await ana.must('chat.addImported', { conversationId, from: 0, items });
    const find = async () => (await ana.must('search.messages', { query: 'plumtree' })).hits.length;
    await expect.poll(find, { timeout: 10_000 }).toBe(1);
    const device = await startDevice(ana);
    await device.client.commands.open(conversationId);
    expect(await wei.refused('chat.deleteImport', { conversationId })).toBe('conversation_unknown');
    const socket = await ana.socket();
    await ana.must('chat.deleteImport', { conversationId });
    expect(await socket.event('chat.conversationRemoved')).toEqual({ conversationId });
    socket.close();
    expect(await ana.refused('chat.deleteImport', { conversationId })).toBe('conversation_unknown');
    expect(await ana.refused('chat.listEntries', { conversationId })).toBe('conversation_unknown');
    expect(await find()).toBe(0);
    await city.settle();
    const { rows } = await city.sql(
      `select from chat_entry where conversation_id = $1
       union all select from chat_member where conversation_id = $1
       union all select from chat_inbox where conversation_id = $1
       union all select from chat_import where conversation_id = $1`,
      [conversationId],
    );
    expect(rows).toEqual([]);
    await expect.poll(() => device.client.getState().conversations.has(conversationId)).toBe(false);
    await device.client.stop();
    expect(await device.store.readEntries(conversationId, { from: 1, to: 9 })).toEqual([]);
    const again = await ana.must('chat.beginImport', begin);
    expect(again.head.conversation).toMatchObject({ conversationId, lastSeq: 0 });
    await city.settle();
    await ana.must('chat.addImported', { conversationId, from: 0, items });
  });
});

describe('one conversation', () => {
  it('is taken home as a ZIP, once, by who asked for it', async () => {
    await say(ana, 'taken home');
    const { path } = await wei.must('chat.exportConversation', { conversationId: place });
    const get = (person: TestPerson) =>
      fetch(`${city.origin}${path}`, { headers: { authorization: `Bearer ${person.token}` } });
    expect((await get(ana)).status).toBe(404);
    const answer = await get(wei);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/filename="plaza-conversation-/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const found = new Map<string, string>();
    for (const entry of await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()) {
      found.set(entry.filename, await (entry as FileEntry).getData(new TextWriter()));
    }
    expect([...found.keys()]).toEqual(['index.html', 'messages.json']);
    expect(found.get('index.html')).toContain('taken home');
    expect((await get(wei)).status).toBe(404);
    const zoe = await city.signUp('Zoe');
    expect(await zoe.refused('chat.exportConversation', { conversationId: place })).toBe(
      'conversation_unknown',
    );
  });
});
