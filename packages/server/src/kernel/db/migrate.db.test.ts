import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { testDatabase, type TestDatabase } from './testing.ts';

let db: TestDatabase;
let dir: string;

beforeEach(async () => {
  db = await testDatabase([]);
  dir = await mkdtemp(join(tmpdir(), 'plaza-migrations-'));
});
afterEach(async () => {
  await db.close();
  await rm(dir, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFile(join(dir, name), text);
const run = () => migrate(db, [{ module: 'shop', dir }]);

async function tables(): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select tablename as name from pg_tables where tablename like 'shop%' order by 1`,
  );
  return rows.map((row) => row.name);
}

test('applies what is new, in order, once', async () => {
  await write('20260101T0000_create.sql', 'create table shop_item (id int primary key);');
  await write('20260102T0000_add.sql', 'alter table shop_item add column name text;');
  expect(await run()).toEqual(['shop/20260101T0000_create.sql', 'shop/20260102T0000_add.sql']);
  expect(await run()).toEqual([]);
  await write('20260103T0000_more.sql', 'create table shop_order (id int primary key);');
  expect(await run()).toEqual(['shop/20260103T0000_more.sql']);
  expect(await tables()).toEqual(['shop_item', 'shop_order']);
});

test('times order the files of several modules', async () => {
  const other = await mkdtemp(join(tmpdir(), 'plaza-migrations-'));
  await write('20260102T0000_second.sql', 'alter table base_thing add column name text;');
  await writeFile(join(other, '20260101T0000_first.sql'), 'create table base_thing (id int);');
  const sources = [
    { module: 'shop', dir },
    { module: 'base', dir: other },
  ];
  expect(await migrate(db, sources)).toEqual([
    'base/20260101T0000_first.sql',
    'shop/20260102T0000_second.sql',
  ]);
  await rm(other, { recursive: true });
});

test('refuses a file that was changed after it was applied', async () => {
  await write('20260101T0000_create.sql', 'create table shop_item (id int);');
  await run();
  await write('20260101T0000_create.sql', 'create table shop_item (id int, name text);');
  await expect(run()).rejects.toThrow('shop/20260101T0000_create.sql was changed after');
});

test('refuses a database of a newer release', async () => {
  await write('20260101T0000_create.sql', 'create table shop_item (id int);');
  await run();
  await rm(join(dir, '20260101T0000_create.sql'));
  await expect(run()).rejects.toThrow('newer release');
});

test('a migration that fails leaves nothing, names its line, and can be mended', async () => {
  await write('20260101T0000_a.sql', 'create table shop_item (id int);');
  await write('20260102T0000_b.sql', 'create table shop_order (id int);\n\nselect nonsense;\n');
  await expect(run()).rejects.toThrow('shop/20260102T0000_b.sql (line 3) failed');
  expect(await tables()).toEqual(['shop_item']);
  await write('20260102T0000_b.sql', 'create table shop_order (id int);');
  expect(await run()).toEqual(['shop/20260102T0000_b.sql']);
});

test('a migration whose process dies half-way is applied by the next start', async () => {
  await write(
    '20260101T0000_slow.sql',
    'create table shop_item (id int);\nselect pg_sleep(30);\ncreate table shop_order (id int);',
  );
  const cut = run();
  const failed = expect(cut).rejects.toThrow();
  await expect
    .poll(async () => {
      const { rows } = await db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where wait_event = 'PgSleep' and datname = current_database()`,
      );
      return rows.length;
    })
    .toBe(1);
  await failed;
  expect(await tables()).toEqual([]);
  await write('20260101T0000_slow.sql', 'create table shop_item (id int);');
  expect(await run()).toHaveLength(1);
});

test('a concurrent index that was left half-built is built again', async () => {
  await write('20260101T0000_create.sql', 'create table shop_item (id int);');
  await run();
  await db.query('insert into shop_item values (1), (1)');
  const index = `-- concurrently
    drop index concurrently if exists shop_item_id;
    create unique index concurrently shop_item_id on shop_item (id);`;
  await write('20260102T0000_index.sql', index);
  await expect(run()).rejects.toThrow('failed');
  const valid = async () =>
    (await db.query(`select indisvalid from pg_index where indexrelid = 'shop_item_id'::regclass`))
      .rows;
  expect(await valid()).toEqual([{ indisvalid: false }]);
  await db.query('delete from shop_item');
  expect(await run()).toEqual(['shop/20260102T0000_index.sql']);
  expect(await valid()).toEqual([{ indisvalid: true }]);
});

test('nodes that start together apply each migration once', async () => {
  await write(
    '20260101T0000_create.sql',
    'create table shop_item (id int);\nselect pg_sleep(0.2);',
  );
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat()).toEqual(['shop/20260101T0000_create.sql']);
});
