import type { ConversationId, FileId, PersonId, ScheduleId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../../kernel/rpc/index.ts';
import { createCity, openDirect, openGroup, value, type City } from '../testing.ts';
import { relationTopic } from '../types.ts';
import { createActs } from './testing.ts';

let city: City;
let acts: ReturnType<typeof createActs>;
let anna: PersonId;
let ben: PersonId;
let place: ConversationId;

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
  place = await openDirect(city, anna, ben);
});

const own = () => city.chat.own;
const states = async (personId: PersonId) =>
  (await own().schedules.list(personId)).schedules.map(({ state, failure }) => [state, failure]);

describe('a planned message', () => {
  test('is sent at its time and not before, and leaves no copy', async () => {
    const { schedule } = value(await acts.plan(anna, place, { text: 'Happy birthday' }));
    expect(schedule).toMatchObject({ state: 'waiting', failure: null });
    expect(await own().schedules.list(anna)).toEqual({ schedules: [schedule] });
    city.clock.skip(59_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual([]);
    city.clock.skip(1_500);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual(['Happy birthday']);
    expect(await own().schedules.list(anna)).toEqual({ schedules: [] });
    const log = await acts.log(anna);
    const { scheduleId } = schedule;
    expect(log.filter(({ name }) => name.startsWith('chat.schedule'))).toEqual([
      { name: 'chat.scheduleEnded', payload: { scheduleId } },
      { name: 'chat.scheduleEnded', payload: { scheduleId } },
    ]);
    expect(JSON.stringify(log)).not.toContain('birthday');
  });

  test('is sent by itself within five seconds', async () => {
    value(await acts.plan(anna, place, { text: 'by itself', ms: 300 }));
    await expect
      .poll(() => acts.texts(ben, place), { timeout: 5_300, interval: 100 })
      .toEqual(['by itself']);
  });

  test('the same again changes nothing; another under its id takes its place', async () => {
    const scheduleId = city.newId<ScheduleId>();
    const message = { type: 'text', text: 'one' } as const;
    const sendAt = acts.inMs(60_000);
    const input = { scheduleId, conversationId: place, message, sendAt };
    const first = value(await own().schedules.put(anna, input));
    expect(value(await own().schedules.put(anna, input))).toEqual(first);
    const changes = async () =>
      (await acts.log(anna)).filter(({ name }) => name === 'chat.scheduleChanged').length;
    expect(await changes()).toBe(1);
    const later = { ...input, message: { ...message, text: 'two' }, sendAt: acts.inMs(120_000) };
    value(await own().schedules.put(anna, later));
    expect(await changes()).toBe(2);
    city.clock.skip(90_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual([]);
    city.clock.skip(60_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual(['two']);
  });

  test('is not sent when it was cancelled', async () => {
    const { schedule } = value(await acts.plan(anna, place));
    value(await own().schedules.cancel(anna, schedule.scheduleId));
    const again = await own().schedules.cancel(anna, schedule.scheduleId);
    expect(again).toMatchObject({ ok: false, reason: 'schedule_unknown' });
    city.clock.skip(120_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual([]);
  });

  test('keeps the order of plans for one conversation', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
    for (const [n, text] of texts.entries()) {
      value(await acts.plan(anna, place, { text, ms: 60_000 + n }));
    }
    city.clock.skip(61_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual(texts);
  });
});

describe('what is refused', () => {
  const reasonOf = async (outcome: ReturnType<typeof acts.plan>) => {
    const settled = await outcome;
    return settled.ok ? 'ok' : settled.reason;
  };

  test('times that are over, or more than a year away', async () => {
    const yearMs = 366 * 86_400_000;
    expect(await reasonOf(acts.plan(anna, place, { ms: -1 }))).toBe('time_invalid');
    expect(await reasonOf(acts.plan(anna, place, { ms: 0 }))).toBe('time_invalid');
    expect(await reasonOf(acts.plan(anna, place, { ms: yearMs + 60_000 }))).toBe('time_invalid');
    expect(await reasonOf(acts.plan(anna, place, { ms: yearMs - 60_000 }))).toBe('ok');
  });

  test('places where one could not write now', async () => {
    const stranger = city.person();
    expect(await reasonOf(acts.plan(stranger, place))).toBe('conversation_unknown');
    const input = { clientId: city.newId(), name: 'Old', source: 'whatsapp' } as const;
    const { head } = value(await own().imports.begin(anna, input as never));
    const { conversationId } = head.conversation;
    expect(await reasonOf(acts.plan(anna, conversationId))).toBe('read_only');
    const group = await openGroup(city, [ben, anna]);
    value(await city.chat.groups.leave({ viewerId: anna, conversationId: group }));
    expect(await reasonOf(acts.plan(anna, group))).toBe('not_member');
  });

  test('the hundred and first, also when all come at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 104 }, () => reasonOf(acts.plan(anna, place))),
    );
    expect(outcomes.filter((reason) => reason === 'too_many_scheduled')).toHaveLength(4);
    expect((await own().schedules.list(anna)).schedules).toHaveLength(100);
  });
});

describe('what is judged at its time', () => {
  test('is kept with the reason, and may be planned anew or given up', async () => {
    const group = await openGroup(city, [ben, anna]);
    const { schedule } = value(await acts.plan(anna, group, { text: 'too late' }));
    value(await city.chat.groups.leave({ viewerId: anna, conversationId: group }));
    city.clock.skip(61_000);
    await own().runDue();
    expect(await states(anna)).toEqual([['failed', 'not_member']]);
    expect((await acts.log(anna)).at(-1)).toMatchObject({
      name: 'chat.scheduleChanged',
      payload: { schedule: { state: 'failed', failure: 'not_member' } },
    });
    const { scheduleId } = schedule;
    value(await acts.plan(anna, place, { scheduleId, text: 'elsewhere' }));
    expect(await states(anna)).toEqual([['waiting', null]]);
    city.clock.skip(61_000);
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual(['elsewhere']);
    expect(await acts.texts(ben, group)).toEqual([]);
  });

  test('an answer to what is not there', async () => {
    const message = { type: 'text', text: 'yes', replyTo: 99 } as const;
    value(await acts.plan(anna, place, { message }));
    city.clock.skip(61_000);
    await own().runDue();
    expect(await states(anna)).toEqual([['failed', 'message_unknown']]);
  });
});

describe('races', () => {
  test('several processes send each message once', async () => {
    const others = [city.another(), city.another()];
    const texts = Array.from({ length: 60 }, (_, n) => `m${n}`);
    await Promise.all(texts.map((text) => acts.plan(anna, place, { text })));
    city.clock.skip(61_000);
    await Promise.all([city.chat, ...others].map((chat) => chat.own.runDue()));
    const found = await allTexts();
    expect(found.toSorted()).toEqual(texts.toSorted());
  });

  async function allTexts(): Promise<string[]> {
    const range = { after: 0, limit: 100 };
    const page = value(await city.chat.reading.listEntries(ben, place, range));
    return page.entries.flatMap(({ body }) =>
      body.type === 'message' && body.message.type === 'text' ? [body.message.text] : [],
    );
  }

  test('a process that died after sending is found out, and nothing is sent twice', async () => {
    const { schedule } = value(await acts.plan(anna, place, { text: 'once' }));
    city.clock.skip(61_000);
    await own().runDue();
    // As it was when the process died between the message and the end of the plan.
    const { rows } = await city.db.query<{ client_id: string }>(
      `select client_id from chat_entry where conversation_id = $1 and type = 'message'`,
      [place],
    );
    await city.db.query(
      `insert into chat_schedule (person_id, schedule_id, conversation_id, client_id, message,
         file_ids, send_at, try_at, state)
       values ($1, $2, $3, $4, '{"type":"text","text":"once"}', '{}', $5, $5, 'sending')`,
      [anna, schedule.scheduleId, place, rows[0]?.client_id, schedule.sendAt],
    );
    const cancelled = await own().schedules.cancel(anna, schedule.scheduleId);
    expect(cancelled).toMatchObject({ ok: false, reason: 'unavailable' });
    const changed = await acts.plan(anna, place, { scheduleId: schedule.scheduleId });
    expect(changed).toMatchObject({ ok: false, reason: 'unavailable' });
    // Also when it could not be sent any more.
    city.rule(anna, ben, 'blocked');
    await city.db.tx((tx) => city.outbox.add(tx, relationTopic, { a: anna, b: ben }));
    await city.outbox.settle();
    await own().runDue();
    expect(await acts.texts(ben, place)).toEqual(['once']);
    expect(await states(anna)).toEqual([]);
  });

  test('who cancels or changes while it is sent is right, or is told so', async () => {
    const steps = fc.array(fc.constantFrom('send', 'cancel', 'change', 'sendElsewhere'), {
      minLength: 2,
      maxLength: 6,
    });
    const other = city.another();
    await fc.assert(
      fc.asyncProperty(steps, async (order) => {
        const group = await openGroup(city, [anna, ben]);
        const { schedule } = value(await acts.plan(anna, group, { text: 'first' }));
        const { scheduleId } = schedule;
        city.clock.skip(61_000);
        let isCancelled = false;
        let isChanged = false;
        await Promise.all(
          order.map(async (step) => {
            if (step === 'send') await own().runDue();
            else if (step === 'sendElsewhere') await other.own.runDue();
            else if (step === 'cancel') {
              isCancelled = (await own().schedules.cancel(anna, scheduleId)).ok || isCancelled;
            } else {
              const over = { scheduleId, text: 'second', ms: 3_600_000 };
              isChanged = (await acts.plan(anna, group, over)).ok || isChanged;
            }
          }),
        );
        await own().runDue();
        const early = await acts.texts(ben, group);
        const waiting = await states(anna);
        if (isCancelled && !isChanged) expect([early, waiting]).toEqual([[], []]);
        if (!isCancelled && !isChanged) expect(early).toEqual(['first']);
        city.clock.skip(3_700_000);
        await own().runDue();
        const all = await acts.texts(ben, group);
        // What waited was sent, and everything once at most.
        expect(all).toHaveLength(early.length + waiting.length);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a planned message with a file', () => {
  const dayMs = 86_400_000;
  const exists = async (fileId: FileId) => (await city.files.describe(fileId)) !== null;
  const reads = async (personId: PersonId, fileId: FileId) => {
    const file = await city.files.describe(fileId);
    return file !== null && (await city.files.mayRead(file, { personId } as Caller));
  };

  async function planPhoto(ms: number) {
    const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
    const label = { purpose: 'chat', ownerId: anna, ...image };
    const fileId = await city.files.put(Buffer.from(city.newId()), label);
    const facts = { width: 40, height: 30, sizeBytes: 36, placeholder: '', caption: '' };
    const photo = { type: 'photo', fileId, thumbId: null, ...facts, isOriginal: false } as const;
    const { schedule } = value(await acts.plan(anna, place, { message: photo, ms }));
    return { fileId, schedule };
  }

  /** Days go by, and unused uploads and attachments with them. */
  async function sweep(days: number): Promise<void> {
    city.clock.skip(days * dayMs);
    await city.attachments.sweep();
    await city.attachments.sweep();
    await city.files.sweep();
  }

  test('keeps it for its owner until then, and has it when it is sent', async () => {
    const { fileId } = await planPhoto(10 * dayMs);
    await sweep(5);
    expect([await reads(anna, fileId), await reads(ben, fileId)]).toEqual([true, false]);
    city.clock.skip(5 * dayMs + 1_000);
    await own().runDue();
    expect([await reads(anna, fileId), await reads(ben, fileId)]).toEqual([true, true]);
    const { entries } = value(await city.chat.reading.listEntries(ben, place, {}));
    const seq = entries.at(-1)?.seq ?? 0;
    value(await city.chat.changes.recall({ viewerId: anna, conversationId: place, seq }));
    await city.outbox.settle();
    expect(await exists(fileId)).toBe(false);
  });

  test('lets go of it when it is cancelled, or another takes its place', async () => {
    const cancelled = await planPhoto(10 * dayMs);
    const changed = await planPhoto(10 * dayMs);
    value(await own().schedules.cancel(anna, cancelled.schedule.scheduleId));
    value(await acts.plan(anna, place, { scheduleId: changed.schedule.scheduleId }));
    await sweep(2);
    expect(await exists(cancelled.fileId)).toBe(false);
    expect(await exists(changed.fileId)).toBe(false);
  });

  test('is refused with a file that is not the sender’s', async () => {
    const { fileId } = await planPhoto(60_000);
    const facts = { width: 40, height: 30, sizeBytes: 36, placeholder: '', caption: '' };
    const stolen = { type: 'photo', fileId, thumbId: null, ...facts, isOriginal: false } as const;
    const refused = await acts.plan(ben, place, { message: stolen });
    expect(refused).toMatchObject({ ok: false, reason: 'file_unknown' });
  });
});

test('the export holds what is planned, and erasing leaves none', async () => {
  value(await acts.plan(anna, place));
  const files = new Map<string, unknown>();
  for await (const file of own().export(anna)) {
    if ('content' in file) files.set(file.path, file.content);
  }
  expect(files.get('chat/scheduled.json')).toMatchObject([{ conversationId: place }]);
  for (let twice = 0; twice < 2; twice += 1) {
    await city.db.tx((tx) => own().erase(tx, anna));
    expect(await own().schedules.list(anna)).toEqual({ schedules: [] });
  }
});
