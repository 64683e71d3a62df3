import { manualClock, systemClock } from '@plaza/base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testing.ts';
import { createLog } from '../log/index.ts';
import { createJobs, type Jobs } from './index.ts';
import { createWorkerLeases } from './worker-leases.ts';

const log = createLog({ level: 'silent' });
let db: TestDatabase;
const open: Jobs[] = [];

beforeAll(async () => {
  db = await testDatabase([]);
});
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.stop();
  await db.query('delete from graphile_worker._private_jobs');
});
afterAll(() => db.close());

function create(): Jobs {
  const jobs = createJobs({ db, clock: systemClock, log });
  open.push(jobs);
  return jobs;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i += 1) {
    if (await condition()) return;
    await systemClock.sleep(20);
  }
  throw new Error('it did not come to pass within 10 s');
}

describe('jobs', () => {
  it('runs a job with its payload', async () => {
    const jobs = create();
    const seen: unknown[] = [];
    jobs.define('test.note', async (payload) => void seen.push(payload));
    await jobs.start();
    await jobs.add(null, 'test.note', { a: 1 });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ a: 1 }]);
    await until(async () => (await jobs.waiting()) === 0);
  });

  it('adds a job only when its transaction commits', async () => {
    const jobs = create();
    jobs.define('test.note', async () => undefined);
    await db.tx((tx) => jobs.add(tx, 'test.note', {}));
    const rolledBack = db.tx(async (tx) => {
      await jobs.add(tx, 'test.note', {});
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await jobs.waiting()).toBe(1);
  });

  it('replaces a waiting job of the same key, and cancels it', async () => {
    const jobs = create();
    const runAt = new Date(systemClock.nowMs() + 3_600_000);
    jobs.define('test.later', async () => undefined);
    await jobs.add(null, 'test.later', { a: 1 }, { runAt, key: 'one' });
    await jobs.add(null, 'test.later', { a: 2 }, { runAt, key: 'one' });
    expect(await jobs.waiting()).toBe(1);
    await jobs.cancel(null, 'one');
    expect(await jobs.waiting()).toBe(0);
  });

  it('tries a job again that failed', async () => {
    const jobs = create();
    let attempts = 0;
    jobs.define('test.flaky', async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('first time');
    });
    await jobs.start();
    await jobs.add(null, 'test.flaky', {});
    await until(() => attempts === 2);
    await expect.poll(() => jobs.waiting()).toBe(0);
  });

  it('knows the times of a job that comes back', async () => {
    const jobs = create();
    jobs.every('test.nightly', '15 3 * * *', async () => undefined);
    await jobs.start();
    const known = `select from graphile_worker._private_known_crontabs where identifier = $1`;
    await expect.poll(async () => (await db.query(known, ['test.nightly'])).rowCount).toBe(1);
  });

  it('waits at stop for the job that runs', async () => {
    const jobs = create();
    let finished = false;
    let started = false;
    jobs.define('test.slow', async () => {
      started = true;
      await systemClock.sleep(300);
      finished = true;
    });
    await jobs.start();
    await jobs.add(null, 'test.slow', {});
    await until(() => started);
    await jobs.stop();
    expect(finished).toBe(true);
  });

  it('refuses names that nobody defined, and names defined twice', async () => {
    const jobs = create();
    jobs.define('test.note', async () => undefined);
    expect(() => jobs.define('test.note', async () => undefined)).toThrow('twice');
    await expect(jobs.add(null, 'test.unknown', {})).rejects.toThrow('no job');
    expect(() => jobs.every('test.cron', 'not a cron', async () => undefined)).toThrow();
  });
});

describe('jobs of a process that was killed', () => {
  async function lockAs(workerId: string): Promise<void> {
    await db.query(
      `update graphile_worker._private_jobs
       set locked_by = $1, locked_at = now() - interval '1 minute'`,
      [workerId],
    );
  }
  const isLocked = async () =>
    (await db.query('select from graphile_worker.jobs where locked_by is not null')).rowCount === 1;

  it('are taken over once its connection is gone, and not before', async () => {
    const jobs = create();
    jobs.define('test.note', async () => undefined);
    await jobs.add(null, 'test.note', {});
    await lockAs('worker-of-another-process');
    const other = createWorkerLeases({ db, clock: manualClock(), log });
    const mine = createWorkerLeases({ db, clock: manualClock(), log });
    await other.start().catch(() => undefined);
    await other.hold('worker-of-another-process');
    await lockAs('worker-of-another-process');
    expect(await mine.reap()).toBe(0);
    expect(await isLocked()).toBe(true);
    await other.stop();
    expect(await mine.reap()).toBe(1);
    expect(await isLocked()).toBe(false);
  });
});
