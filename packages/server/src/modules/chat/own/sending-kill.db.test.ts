import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import { createCity, openDirect, value, type City } from '../testing.ts';
import { createSending } from './sending.ts';
import { createActs } from './testing.ts';

let city: City;
let acts: ReturnType<typeof createActs>;
beforeAll(async () => {
  city = await createCity();
  acts = createActs(city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const quiet = { warn() {} };

/** A process that dies at step `fatal`: from then on nothing that it does reaches the world. */
function mortal(fatal: number) {
  let count = 0;
  function step(): void {
    count += 1;
    if (count >= fatal) throw new Error(`killed at step ${fatal}`);
  }
  const wrap =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      step();
      return run(...args);
    };
  const query = (of: Tx | Database) => wrap(of.query as never) as Tx['query'];
  const db: Database = {
    ...city.db,
    query: query(city.db),
    // The last step is the moment before the commit.
    tx: wrap((run, options) =>
      city.db.tx(async (tx) => {
        const onCommit: Tx['onCommit'] = (effect) => tx.onCommit(effect);
        const result = await run({ ...tx, query: query(tx), onCommit } as Tx);
        step();
        return result;
      }, options),
    ) as Database['tx'],
  };
  const { clock, sync, files, chat } = city;
  const sendDue = createSending({ db, clock, sync, files, log: quiet, send: wrap(chat.send) });
  return { sendDue, steps: () => count };
}

test('a process killed at any step leaves one message, and at the end no plan', async () => {
  const [anna, ben]: PersonId[] = [city.person(), city.person()] as const;
  city.befriend(anna as PersonId, ben as PersonId);
  const place: ConversationId = await openDirect(city, anna as PersonId, ben as PersonId);
  // Nobody else looks while this one is dying.
  await city.chat.own.stop();
  const expected: string[] = [];
  let fatal = 1;
  for (; ; fatal += 1) {
    const text = `message ${fatal}`;
    value(await acts.plan(anna as PersonId, place, { text }));
    expected.push(text);
    city.clock.skip(61_000);
    const { sendDue, steps } = mortal(fatal);
    await sendDue().catch(() => undefined);
    // The lease of the dead one ends.
    city.clock.skip(31_000);
    await city.chat.own.runDue();
    expect(await acts.texts(ben as PersonId, place)).toEqual(expected);
    expect(await city.chat.own.schedules.list(anna as PersonId)).toEqual({ schedules: [] });
    if (steps() < fatal) break;
  }
  expect(fatal).toBeGreaterThan(5);
});
