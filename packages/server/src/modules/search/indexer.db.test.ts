import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behindOf, followLogs, renewStale } from './fill.ts';
import { insertStale, selectTails, type BlockRow } from './store.ts';
import { openTown, value, type Town } from './testing.ts';

let town: Town;
let anna: PersonId;
let ben: PersonId;
let talk: ConversationId;
beforeAll(async () => {
  town = await openTown();
  [anna, ben] = [town.person('Anna'), town.person('Ben')];
  talk = await town.direct(anna, ben);
});
afterAll(() => town.close());

const within = (ms: number) => ({ timeout: ms, interval: 20 });

async function blocksOf(conversationId: ConversationId) {
  const { rows } = await town.db.query<BlockRow>(
    `select block, end_seq::float8 as "endSeq", from_at as "fromAt", until_at as "untilAt", stride,
       sketch, slices from search_block where conversation_id = $1 order by block`,
    [conversationId],
  );
  return rows;
}

/** Ends the connection of whoever fills the index, as a kill -9 does. */
async function killLeader(): Promise<number> {
  const { rows } = await town.db.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and classid = 7230127 and granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.length;
}

describe('the indexer', () => {
  it('makes what is written found within a second', async () => {
    await town.settle();
    await town.say(anna, talk, 'quickly found');
    await expect.poll(() => town.find(ben, 'quickly'), within(1_000)).toHaveLength(1);
  });

  it('forgets what was recalled within a second of its telling', async () => {
    const seq = await town.say(anna, talk, 'zebra');
    await town.settle();
    const before = await blocksOf(talk);
    value(await town.chat.changes.recall({ viewerId: anna, conversationId: talk, seq }));
    const isAnew = async () => JSON.stringify(await blocksOf(talk)) !== JSON.stringify(before);
    await expect.poll(isAnew, within(1_500)).toBe(true);
  });

  it('is one of several, and another goes on when it dies', async () => {
    const others = [town.another(), town.another()];
    const all = [town.search, ...others];
    const leaders = () => all.filter(({ indexer }) => indexer.isLeader()).length;
    await expect.poll(leaders, within(5_000)).toBe(1);
    for (let death = 0; death < 3; death += 1) {
      await town.say(anna, talk, `before death ${death}`);
      expect(await killLeader()).toBe(1);
      await town.say(anna, talk, `after death ${death}`);
      await expect.poll(() => town.find(ben, `death ${death}`), within(10_000)).toHaveLength(2);
      await expect.poll(leaders, within(5_000)).toBe(1);
    }
  }, 60_000);

  it('catches up with logs of which nobody told it', async () => {
    await town.settle();
    await town.db.query(`delete from search_block where conversation_id = $1`, [talk]);
    await town.db.query(`update search_progress set followed_at = now() - interval '1 day'`);
    expect(await town.find(ben, 'quickly')).toEqual([]);
    await killLeader();
    await expect.poll(() => town.find(ben, 'quickly'), within(10_000)).toHaveLength(1);
  });
});

describe('blocks', () => {
  const logs = () => town.chat.searching;

  it('are the same, however often and in whatever steps they are written', async () => {
    const other = await town.group([anna, ben]);
    for (let n = 0; n < 300; n += 1) await town.say(anna, other, `entry ${n} of many`);
    await town.settle();
    const byLife = await town.find(ben, { query: 'many', conversationId: other });
    expect(byLife).toHaveLength(300);
    const rows = await blocksOf(other);
    expect(rows.map(({ block }) => block)).toEqual([0, 1, 2]);

    const keys = rows.map(({ block }) => ({ conversationId: other, block }));
    await insertStale(town.db, keys);
    await town.settle();
    expect((await blocksOf(other)).slice(0, 2)).toEqual(rows.slice(0, 2));

    await town.db.query('delete from search_block where conversation_id = $1', [other]);
    const steps = [1, 7, 60, 128, 500];
    for (const most of steps) await followLogs({ db: town.db, logs: logs() }, [other], most);
    expect((await blocksOf(other)).slice(0, 2)).toEqual(rows.slice(0, 2));
    expect(await town.find(ben, { query: 'many', conversationId: other })).toEqual(byLife);
    const moved = await logs().movedSince(new Date(0), null, 100);
    expect(await behindOf(town.db, moved)).toEqual([]);
  }, 60_000);

  it('of which nothing is stale need no work', async () => {
    await town.settle();
    expect((await renewStale({ db: town.db, logs: logs() })).renewed).toBe(0);
    expect((await selectTails(town.db, [talk])).get(talk)?.endSeq).toBeGreaterThan(0);
  });
});
