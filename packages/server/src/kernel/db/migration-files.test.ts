import { expect, test } from 'vitest';
import { parseMigration, statements } from './migration-files.ts';

const parse = (text: string) =>
  parseMigration({ module: 'shop', name: '20260101T0000_create.sql', text });

test('a migration may not end its own transaction', () => {
  expect(() => parse('create table a (id int);\ncommit;\ncreate table b (id int);')).toThrow(
    'must not begin or end a transaction',
  );
});

test('blocks inside function bodies are no transactions', () => {
  const body =
    'create function f() returns int as $$\nbegin\n  return 1;\nend;\n$$ language plpgsql;';
  expect(parse(body).concurrently).toBe(false);
});

test('a concurrent index must be dropped first, so that the file can run twice', () => {
  const create = 'create index concurrently shop_item_name on shop_item (name);';
  expect(() => parse(`-- concurrently\n${create}`)).toThrow('drop index concurrently if exists');
  const sound = `-- concurrently\ndrop index concurrently if exists shop_item_name;\n${create}`;
  expect(parse(sound).concurrently).toBe(true);
});

test('`if not exists` would keep a half-built index', () => {
  const create = 'create index concurrently if not exists shop_item_name on shop_item (name);';
  expect(() => parse(`-- concurrently\n${create}`)).toThrow('drop index concurrently if exists');
});

test('statements are split at the ends of lines', () => {
  expect(statements(`-- why; so\nselect ';';\nselect\n  2;\n`)).toEqual([
    `select ';'`,
    'select\n  2',
  ]);
});
