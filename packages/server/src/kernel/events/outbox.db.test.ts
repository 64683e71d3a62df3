import {
  createIds,
  manualClock,
  secureRandom,
  seededRandom,
  systemClock,
  type ManualClock,
} from '@plaza/base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testing.ts';
import { createLog } from '../log/index.ts';
import { createOutbox, type Outbox } from './index.ts';

const newId = createIds(systemClock, secureRandom);
const log = createLog({ level: 'silent' });
const open: Outbox[] = [];
let db: TestDatabase;
let clock: ManualClock;

beforeAll(async () => {
  const migrations = new URL('migrations', import.meta.url).pathname;
  db = await testDatabase([{ module: 'events', dir: migrations }]);
});
afterAll(() => db.close());
beforeEach(async () => {
  clock = manualClock();
  await db.query('delete from kernel_outbox');
});
afterEach(async () => {
  for (const outbox of open.splice(0)) await outbox.stop();
});

/** An outbox as a process of its own would have it. */
function create(): Outbox {
  const outbox = createOutbox({ db, clock, newId, log });
  open.push(outbox);
  return outbox;
}

function add(outbox: Outbox, topic: string, payload: unknown): Promise<void> {
  return db.tx((tx) => outbox.add(tx, topic, payload));
}

/** Rows as a process leaves them that died between its commit and the reaction. */
async function leaveBehind(topic: string, payloads: readonly unknown[]): Promise<void> {
  const dead = createOutbox({ db, clock, newId, log });
  for (const payload of payloads) await add(dead, topic, payload);
}

async function pollOnce(): Promise<void> {
  clock.advance(1_000);
  await systemClock.sleep(50);
}

describe('turns', () => {
  it('lets rows about different things pass each other, and keeps the order of one', async () => {
    await leaveBehind('test.turn', ['a1', 'b1', 'a2', 'b2', 'a3']);
    const outbox = create();
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const run = async (name: string) => {
      if (name === 'a1') await gate.promise;
      seen.push(name);
      if (name === 'b2') gate.resolve();
    };
    outbox.react<string>('test.turn', run, (name) => name.slice(0, 1));
    await outbox.settle();
    expect(seen).toEqual(['b1', 'b2', 'a1', 'a2', 'a3']);
  });

  it('puts off what fails, and goes on with the rest of its turn', async () => {
    await leaveBehind('test.turn', ['a1', 'b1', 'a2']);
    const outbox = create();
    const seen: string[] = [];
    const run = async (name: string) => {
      seen.push(name);
      if (name === 'a1' && seen.filter((each) => each === 'a1').length === 1) throw new Error('no');
    };
    outbox.react<string>('test.turn', run, (name) => name.slice(0, 1));
    await outbox.settle();
    expect(seen.toSorted()).toEqual(['a1', 'a1', 'a2', 'b1']);
    expect(seen.at(-1)).toBe('a1');
  });
});

describe('a row', () => {
  it('is reacted to after the commit, without a poll, and deleted', async () => {
    const outbox = create();
    const seen: unknown[] = [];
    outbox.react('test.note', async (payload) => void seen.push(payload));
    await add(outbox, 'test.note', { a: [1, null, 'x'] });
    await expect.poll(() => seen).toEqual([{ a: [1, null, 'x'] }]);
    await expect.poll(() => outbox.waiting()).toBe(0);
  });

  it('does not exist when the transaction rolled back', async () => {
    const outbox = create();
    const seen: unknown[] = [];
    outbox.react('test.note', async (payload) => void seen.push(payload));
    const failed = db.tx(async (tx) => {
      await outbox.add(tx, 'test.note', 1);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await outbox.settle();
    expect(seen).toEqual([]);
  });

  it('keeps its place behind those that the process committed before', async () => {
    const outbox = create();
    const seen: unknown[] = [];
    outbox.react<number>('test.even', async (n) => {
      await systemClock.sleep(n % 3);
      seen.push(n);
    });
    outbox.react<number>('test.odd', async (n) => void seen.push(n));
    const numbers = Array.from({ length: 120 }, (_, i) => i);
    for (const n of numbers) await add(outbox, n % 2 === 0 ? 'test.even' : 'test.odd', n);
    await outbox.settle();
    expect(seen).toEqual(numbers);
  });

  it('may be added by a reactor', async () => {
    const outbox = create();
    const seen: number[] = [];
    outbox.react<number>('test.countdown', async (n) => {
      seen.push(n);
      if (n > 0) await add(outbox, 'test.countdown', n - 1);
    });
    await add(outbox, 'test.countdown', 3);
    await expect.poll(() => seen).toEqual([3, 2, 1, 0]);
  });

  it('of a topic that nobody here reacts to is left for a process that does', async () => {
    const [mine, other] = [create(), create()];
    mine.react('test.mine', async () => undefined);
    await add(mine, 'test.other', 1);
    await mine.settle();
    expect(await mine.waiting()).toBe(1);
    const seen: unknown[] = [];
    other.react('test.other', async (payload) => void seen.push(payload));
    await other.settle();
    expect(seen).toEqual([1]);
  });
});

describe('after a process was killed between commit and reaction', () => {
  it('another one adopts its rows, but not before 2 s', async () => {
    const outbox = create();
    const seen: unknown[] = [];
    outbox.react('test.note', async (payload) => void seen.push(payload));
    await leaveBehind('test.note', [1, 2, 3]);
    outbox.start();
    await pollOnce();
    expect(seen).toEqual([]);
    await pollOnce();
    await expect.poll(() => seen).toEqual([1, 2, 3]);
    await expect.poll(() => outbox.waiting()).toBe(0);
  });

  it('the same one finds its rows when it starts again, however many', async () => {
    const payloads = Array.from({ length: 130 }, (_, i) => i);
    await leaveBehind('test.note', payloads);
    clock.advance(60_000);
    const outbox = create();
    const seen: unknown[] = [];
    outbox.react('test.note', async (payload) => void seen.push(payload));
    outbox.start();
    await expect.poll(() => seen.length).toBe(130);
    expect(seen).toEqual(payloads);
  });

  it('a row whose reaction was cut short is reacted to again', async () => {
    const first = create();
    const started = Promise.withResolvers<void>();
    first.react('test.note', async () => {
      started.resolve();
      // The process dies here: its connections go, and with them its locks.
      const killOthers = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`;
      await db.query(killOthers);
    });
    await add(first, 'test.note', 7);
    await started.promise;
    await first.stop();
    const second = create();
    const seen: unknown[] = [];
    second.react('test.note', async (payload) => void seen.push(payload));
    clock.advance(5_000);
    second.start();
    await expect.poll(() => seen).toEqual([7]);
  });
});

describe('two processes', () => {
  it('work off a backlog together without doing anything twice', async () => {
    await leaveBehind(
      'test.note',
      Array.from({ length: 300 }, (_, i) => i),
    );
    clock.advance(10_000);
    const seen: number[] = [];
    const workers = [create(), create()];
    for (const outbox of workers) {
      outbox.react<number>('test.note', async (n) => {
        await systemClock.sleep(1);
        seen.push(n);
      });
      outbox.start();
    }
    await Promise.all(workers.map((outbox) => outbox.settle()));
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  it('do not double a slow reaction that the poll of the other looks at', async () => {
    const [slow, other] = [create(), create()];
    let runs = 0;
    const finish = Promise.withResolvers<void>();
    for (const outbox of [slow, other]) {
      outbox.react('test.slow', async () => {
        runs += 1;
        await finish.promise;
      });
    }
    await add(slow, 'test.slow', {});
    await expect.poll(() => runs).toBe(1);
    other.start();
    for (let i = 0; i < 5; i += 1) await pollOnce();
    expect(runs).toBe(1);
    finish.resolve();
    await slow.settle();
    expect(runs).toBe(1);
  });
});

describe('a reaction that fails', () => {
  it('waits longer each time, keeps nobody waiting, and succeeds in the end', async () => {
    const outbox = create();
    const attempts: number[] = [];
    const others: unknown[] = [];
    const startMs = clock.nowMs();
    outbox.react('test.flaky', async () => {
      attempts.push(clock.nowMs() - startMs);
      if (attempts.length < 5) throw new Error('not yet');
    });
    outbox.react('test.other', async (payload) => void others.push(payload));
    outbox.start();
    await add(outbox, 'test.flaky', 1);
    await add(outbox, 'test.other', 2);
    await expect.poll(() => others).toEqual([2]);
    for (let i = 0; i < 14; i += 1) await pollOnce();
    expect(attempts).toHaveLength(5);
    const waits = attempts.slice(1).map((at, i) => at - (attempts[i] as number));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(await outbox.waiting()).toBe(0);
  });

  it('makes `settle` reject, so that a test sees it', async () => {
    const outbox = create();
    outbox.react('test.hopeless', async () => {
      throw new Error('never');
    });
    await add(outbox, 'test.hopeless', 1);
    await expect(outbox.settle()).rejects.toThrow('never');
  });

  it('spreads its waits when it has a random source', async () => {
    const random = seededRandom(4);
    const outbox = createOutbox({ db, clock, newId, log, random });
    open.push(outbox);
    outbox.react('test.hopeless', async () => {
      throw new Error('never');
    });
    for (let i = 0; i < 8; i += 1) await add(outbox, 'test.hopeless', i);
    await expect(outbox.settle()).rejects.toThrow('never');
    const { rows } = await db.query('select distinct due_at from kernel_outbox');
    expect(rows.length).toBeGreaterThan(4);
  });
});

describe('stop', () => {
  it('waits for the reaction at hand and leaves the rest in the table', async () => {
    const outbox = create();
    const seen: unknown[] = [];
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    outbox.react('test.slow', async (payload) => {
      begun.resolve();
      await finish.promise;
      seen.push(payload);
    });
    await db.tx(async (tx) => {
      for (const n of [1, 2, 3]) await outbox.add(tx, 'test.slow', n);
    });
    await begun.promise;
    const stopped = outbox.stop();
    finish.resolve();
    await stopped;
    expect(seen).toEqual([1]);
    expect(await outbox.waiting()).toBe(2);
  });
});

it('has one reactor for a topic', () => {
  const outbox = create();
  outbox.react('test.note', async () => undefined);
  expect(() => outbox.react('test.note', async () => undefined)).toThrow('reactor');
  expect(() => outbox.react('a *', async () => undefined)).toThrow('topic');
});
