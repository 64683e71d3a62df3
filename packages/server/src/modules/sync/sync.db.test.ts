import { manualClock, type PersonId } from '@plaza/base';
import fc from 'fast-check';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerFrame } from '@plaza/contract';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus } from '../../kernel/events/in-process-bus.ts';
import type { ExportedFile } from '../../kernel/holdings/index.ts';
import { createSync, type Sync } from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase([{ module: 'sync', dir: join(import.meta.dirname, 'migrations') }]);
});
afterAll(() => db.close());

let made = 0;
function person(): PersonId {
  made += 1;
  return `00000000-0000-7000-8000-${String(made).padStart(12, '0')}` as PersonId;
}

async function exported(files: AsyncIterable<ExportedFile>): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of files) paths.push(path);
  return paths;
}

type Told = { personId: PersonId; frame: ServerFrame };

function start(): { sync: Sync; clock: ReturnType<typeof manualClock>; told: Told[] } {
  const clock = manualClock();
  const told: Told[] = [];
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(people: Iterable<PersonId>, prepared: Buffer) {
      const frame = JSON.parse(prepared.toString()) as ServerFrame;
      for (const personId of people) told.push({ personId, frame });
    },
  };
  const sync = createSync({ db, clock, bus: createInProcessBus({ log: { error() {} } }), hub });
  sync.start();
  return { sync, clock, told };
}

const privacy = (findableByHandle: boolean) =>
  ({ findableByHandle, findableByCode: true }) as const;

test('events get 1, 2, 3 … and are told after commit only', async () => {
  const { sync, told } = start();
  const [anna, ben] = [person(), person()];
  await db.tx(async (tx) => {
    await sync.append(tx, anna, 'contacts.privacyChanged', privacy(true));
    await sync.appendMany(tx, [
      { personId: ben, name: 'contacts.privacyChanged', payload: privacy(true) },
      { personId: anna, name: 'contacts.contactRemoved', payload: { personId: ben } },
      { personId: anna, name: 'contacts.privacyChanged', payload: privacy(false) },
    ]);
    expect(told).toEqual([]);
  });
  const failed = db.tx(async (tx) => {
    await sync.append(tx, anna, 'contacts.privacyChanged', privacy(true));
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');

  const pulled = await sync.pull(anna, 0);
  expect(pulled.headSeq).toBe(3);
  expect(pulled.events.map(({ seq, name }) => [seq, name])).toEqual([
    [1, 'contacts.privacyChanged'],
    [2, 'contacts.contactRemoved'],
    [3, 'contacts.privacyChanged'],
  ]);
  expect(pulled.events[2]?.payload).toEqual(privacy(false));
  expect((await sync.pull(anna, 2)).events).toHaveLength(1);
  expect(await sync.headSeq(ben)).toBe(1);
  const frames = told.filter(({ personId }) => personId === anna).map(({ frame }) => frame);
  expect(frames).toEqual(pulled.events.map((event) => ({ t: 'event', ...event })));
  sync.stop();
});

test('any number of writers at once leave no hole and no double', async () => {
  const { sync } = start();
  const people = fc.array(
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  await fc.assert(
    fc.asyncProperty(people, async (transactions) => {
      const crowd = [person(), person(), person(), person()];
      const who = (index: number) => crowd[index] as PersonId;
      await Promise.all(
        transactions.map((indexes) =>
          db.tx((tx) =>
            sync.appendMany(
              tx,
              indexes.map((index) => ({
                personId: who(index),
                name: 'contacts.privacyChanged',
                payload: privacy(true),
              })),
            ),
          ),
        ),
      );
      for (const [index, personId] of crowd.entries()) {
        const count = transactions.flat().filter((target) => target === index).length;
        const { events } = await sync.pull(personId, 0);
        expect(events.map(({ seq }) => seq)).toEqual(
          Array.from({ length: count }, (_, i) => i + 1),
        );
      }
    }),
    { numRuns: 15 },
  );
  sync.stop();
});

test('who is behind a trim, or ahead of the log, takes a snapshot', async () => {
  const { sync, clock } = start();
  const anna = person();
  const add = () => db.tx((tx) => sync.append(tx, anna, 'contacts.privacyChanged', privacy(true)));
  await add();
  await add();
  clock.advance(31 * 24 * 3_600_000);
  await add();
  await sync.trim();

  expect((await sync.pull(anna, 1)).state).toBe('reset');
  const caughtUp = await sync.pull(anna, 2);
  expect(caughtUp).toMatchObject({ state: 'events', headSeq: 3 });
  expect(caughtUp.events.map(({ seq }) => seq)).toEqual([3]);
  expect((await sync.pull(anna, 4)).state).toBe('reset');
  await add();
  expect((await sync.pull(anna, 3)).events.map(({ seq }) => seq)).toEqual([4]);
});

test('a log longer than 10,000 events loses its oldest', async () => {
  const { sync } = start();
  const anna = person();
  const items = Array.from({ length: 10_002 }, () => ({
    personId: anna,
    name: 'contacts.privacyChanged' as const,
    payload: privacy(true),
  }));
  await db.tx((tx) => sync.appendMany(tx, items));
  await sync.trim();
  expect((await sync.pull(anna, 1)).state).toBe('reset');
  const { events } = await sync.pull(anna, 2);
  expect(events[0]?.seq).toBe(3);
  expect(events).toHaveLength(500);
});

test('what was taken back does not stand in the log either', async () => {
  const { sync } = start();
  const [anna, ben] = [person(), person()];
  const ended = { name: 'chat.reminderEnded', payload: { reminderId: anna as never } } as const;
  const reminder = (reminderId: string, note: string) =>
    ({ reminder: { reminderId, note, state: 'waiting', seq: 1 } }) as never;
  await db.tx(async (tx) => {
    for (const who of [anna, ben]) {
      await sync.append(tx, who, 'chat.reminderChanged', reminder(anna, 'secret'));
      await sync.append(tx, who, 'chat.reminderChanged', reminder(ben, 'other'));
      await sync.append(tx, who, 'contacts.privacyChanged', privacy(true));
    }
    const which = { name: 'chat.reminderChanged', path: ['reminder', 'reminderId'] } as const;
    await sync.rewrite(tx, anna, { ...which, id: anna }, ended);
  });
  const names = async (who: PersonId) => (await sync.pull(who, 0)).events.map(({ name }) => name);
  const untouched = ['chat.reminderChanged', 'chat.reminderChanged', 'contacts.privacyChanged'];
  expect(await names(anna)).toEqual(['chat.reminderEnded', ...untouched.slice(1)]);
  expect(await names(ben)).toEqual(untouched);
  const { rows } = await db.query(
    `select payload from sync_event where person_id = $1 and payload::text ~ 'secret'`,
    [anna],
  );
  expect(rows).toEqual([]);
});

test('the export holds every event, and erasing leaves none', async () => {
  const { sync } = start();
  const anna = person();
  const items = Array.from({ length: 501 }, () => ({
    personId: anna,
    name: 'contacts.privacyChanged' as const,
    payload: privacy(true),
  }));
  await db.tx((tx) => sync.appendMany(tx, items));
  expect(await exported(sync.holding.export(anna))).toEqual([
    'sync/events-001.json',
    'sync/events-002.json',
  ]);
  await db.tx((tx) => sync.holding.erase(tx, anna));
  await db.tx((tx) => sync.holding.erase(tx, anna));
  expect(await exported(sync.holding.export(anna))).toEqual([]);
});

test('erasing a person takes them out of the logs of others', async () => {
  const { sync } = start();
  const [anna, ben, carla] = [person(), person(), person()];
  const card = { handle: 'anna', displayName: 'Anna A.', photoPath: null };
  const news = { ...card, personId: anna, region: '', signature: '' };
  await db.tx(async (tx) => {
    await sync.append(tx, anna, 'contacts.privacyChanged', privacy(true));
    await sync.append(tx, ben, 'contacts.privacyChanged', privacy(true));
    await sync.append(tx, ben, 'identity.personChanged', { person: news });
    await sync.append(tx, ben, 'contacts.privacyChanged', privacy(false));
    await sync.append(tx, carla, 'contacts.privacyChanged', privacy(true));
  });
  for (let twice = 0; twice < 2; twice += 1) {
    await db.tx((tx) => sync.holding.erase(tx, anna));
    const { rowCount } = await db.query(`select from sync_event where payload::text ~ 'Anna'`);
    expect(rowCount).toBe(0);
  }
  expect((await sync.pull(ben, 1)).state).toBe('reset');
  expect((await sync.pull(ben, 2)).events.map(({ seq }) => seq)).toEqual([3]);
  expect((await sync.pull(carla, 0)).events.map(({ seq }) => seq)).toEqual([1]);
});
