import { AssertionFault } from '@plaza/base';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from './testing.ts';
import type { Tx } from './types.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase([]);
  await db.query('create table counter (id int primary key, value bigint not null)');
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('truncate counter');
  await db.query('insert into counter values (1, 0), (2, 0)');
});

async function value(id: number): Promise<bigint> {
  const { rows } = await db.query('select value from counter where id = $1', [id]);
  return rows[0].value;
}

const add = (tx: Tx, id: number) =>
  tx.query('update counter set value = value + 1 where id = $1', [id]);

test('callbacks run after the commit, in order, and see the data', async () => {
  const seen: unknown[] = [];
  const result = await db.tx(async (tx) => {
    tx.onCommit(async () => void seen.push(await value(1)));
    tx.onCommit(() => void seen.push('second'));
    await add(tx, 1);
    expect(seen).toEqual([]);
    return 'done';
  });
  expect(result).toBe('done');
  expect(seen).toEqual([1n, 'second']);
});

test('a throw rolls back and drops the callbacks', async () => {
  let called = false;
  const run = db.tx(async (tx) => {
    tx.onCommit(() => {
      called = true;
    });
    await add(tx, 1);
    throw new Error('no');
  });
  await expect(run).rejects.toThrow('no');
  expect(called).toBe(false);
  expect(await value(1)).toBe(0n);
});

test('a callback that fails does not fail the committed transaction', async () => {
  const seen: string[] = [];
  await db.tx(async (tx) => {
    tx.onCommit(() => {
      throw new Error('callback');
    });
    tx.onCommit(() => void seen.push('next'));
    await add(tx, 1);
  });
  expect(seen).toEqual(['next']);
  expect(await value(1)).toBe(1n);
});

test('a statement error that the code swallows is not taken for a commit', async () => {
  let called = false;
  const run = db.tx(async (tx) => {
    tx.onCommit(() => {
      called = true;
    });
    await add(tx, 1);
    await tx.query('select 1 / 0').catch(() => undefined);
  });
  await expect(run).rejects.toThrow(AssertionFault);
  expect(called).toBe(false);
  expect(await value(1)).toBe(0n);
});

test('a transaction cannot be used after its end', async () => {
  let kept: Tx | undefined;
  await db.tx(async (tx) => {
    kept = tx;
    await tx.kysely.selectFrom('counter').selectAll().execute();
  });
  const tx = kept as Tx;
  expect(() => tx.query('select 1')).toThrow(AssertionFault);
  expect(() => tx.kysely).toThrow(AssertionFault);
  expect(() => tx.onCommit(() => undefined)).toThrow(AssertionFault);
});

test('kysely inside a transaction works on the same connection', async () => {
  const run = db.tx(async (tx) => {
    const result = await tx.kysely
      .updateTable('counter')
      .set({ value: 7n })
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    expect(result.numUpdatedRows).toBe(1n);
    const row = await tx.kysely.selectFrom('counter').select('value').where('id', '=', 1).execute();
    expect(row).toEqual([{ value: 7n }]);
    throw new Error('undo');
  });
  await expect(run).rejects.toThrow('undo');
  expect(await value(1)).toBe(0n);
});

test('a deadlock is run again and both sides end', async () => {
  const attempts = { first: 0, second: 0 };
  const { promise: bothHold, resolve } = Promise.withResolvers<void>();
  let holding = 0;
  function hold(): Promise<void> {
    holding += 1;
    if (holding >= 2) resolve();
    return bothHold;
  }
  const cross = (name: 'first' | 'second', ids: [number, number]) =>
    db.tx(async (tx) => {
      attempts[name] += 1;
      await add(tx, ids[0]);
      await hold();
      await add(tx, ids[1]);
    });
  await Promise.all([cross('first', [1, 2]), cross('second', [2, 1])]);
  expect(attempts.first + attempts.second).toBeGreaterThan(2);
  expect([await value(1), await value(2)]).toEqual([2n, 2n]);
});

test('a serialisation failure is run again with a fresh snapshot', async () => {
  let attempts = 0;
  await db.tx(
    async (tx) => {
      attempts += 1;
      const { rows } = await tx.query('select value from counter where id = 1');
      if (attempts === 1) await db.query('update counter set value = 10 where id = 1');
      await tx.query('update counter set value = $1 where id = 1', [rows[0].value + 1n]);
    },
    { isolation: 'repeatable read' },
  );
  expect(attempts).toBe(2);
  expect(await value(1)).toBe(11n);
});

test('running again has an end', async () => {
  let attempts = 0;
  const run = db.tx(async (tx) => {
    attempts += 1;
    await tx.query(`do $$ begin raise exception 'busy' using errcode = '40001'; end $$`);
  });
  await expect(run).rejects.toMatchObject({ code: '40001' });
  expect(attempts).toBe(6);
});

test('bigint, arrays of it and times arrive as values of their kind', async () => {
  const { rows } = await db.query(
    `select 9007199254740993::bigint as big, array[1, null, -2]::bigint[] as list,
       '2026-11-22T10:30:00Z'::timestamptz as at, null::bigint as none`,
  );
  expect(rows[0]).toEqual({
    big: 9007199254740993n,
    list: [1n, null, -2n],
    at: new Date('2026-11-22T10:30:00Z'),
    none: null,
  });
});

test('a lost connection in a transaction fails it and does not poison the pool', async () => {
  const run = db.tx(async (tx) => {
    await tx.query('select pg_terminate_backend(pg_backend_pid())');
  });
  await expect(run).rejects.toThrow();
  expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a named statement can be used many times', async () => {
  const statement = { name: 'counter_read', text: 'select value from counter where id = $1' };
  for (const id of [1, 2, 1]) {
    expect((await db.query({ ...statement, values: [id] })).rows).toEqual([{ value: 0n }]);
  }
});

test('the role of the app can do what modules and libraries need, and no more', async () => {
  await db.query('create schema graphile_worker_like');
  await db.query('create extension pg_trgm');
  await db.query('create extension btree_gin');
  const { rows } = await db.query(`select rolsuper from pg_roles where rolname = current_user`);
  expect(rows).toEqual([{ rolsuper: false }]);
  await expect(db.query(`copy counter to '/tmp/plaza-must-not-exist'`)).rejects.toMatchObject({
    code: '42501',
  });
});

test('a statement that runs often is prepared, and anew when its table was changed', async () => {
  const ask = () => db.query('select * from counter where id = $1', [1]);
  // What is prepared is kept by the connection: all of it on one.
  const kept = await db.tx(async (tx) => {
    for (let n = 0; n < 40; n += 1) await tx.query('select * from counter where id = $1', [1]);
    const { rows } = await tx.query('select count(*)::int as kept from pg_prepared_statements');
    return rows[0].kept;
  });
  expect(kept).toBeGreaterThan(0);
  await db.query('alter table counter add column label text');
  // Each connection that has the old plan may say so once; nobody hears it twice.
  await ask().catch(() => undefined);
  const asked = await Promise.all([ask(), ask(), ask()]);
  expect(asked.map(({ rows: [row] }) => row.label)).toEqual([null, null, null]);
});
