import { describe, expect, test } from 'vitest';
import { findingsOf } from '../testing.ts';
import { treeOf } from '../tree.ts';
import { extendMigrationList, migrationListPath, migrations } from './migrations.ts';
import { tableOwner } from './table-owner.ts';

const chat = 'packages/server/src/modules/chat';
const create = `${chat}/migrations/20261122T1030_create.sql`;
const house = {
  [create]: 'create table chat_message (id uuid);\ncreate table chat_member (id uuid);',
};

describe('table owner', () => {
  const judge = (path: string, text: string) => findingsOf(tableOwner, { ...house, [path]: text });

  test.each([
    ['packages/server/src/modules/pay/store.ts', 'const a = sql`\n select 1 from chat_message`;'],
    ['packages/server/src/modules/pay/store.ts', "db.selectFrom('chat_member as m');"],
    [`${chat}/service.ts`, "db.selectFrom('chat_message');"],
    ['packages/server/src/modules/pay/migrations/20261122T1031_a.sql', 'drop table chat_member;'],
    ['packages/server/src/kernel/jobs/index.ts', "query('delete from chat_message')"],
  ])('%s must not name the table: %s', (path, text) => {
    expect(judge(path, text).join()).toContain('belongs to chat');
  });

  test.each([
    [`${chat}/store.ts`, "db.selectFrom('chat_message');"],
    [`${chat}/store/heads.ts`, 'sql`select 1 from chat_member`'],
    [`${chat}/a.db.test.ts`, 'sql`select 1 from chat_member`'],
    [`${chat}/service.ts`, "refuse('chat_member_gone');"],
    ['packages/server/src/modules/pay/store.ts', 'const chat_message = 1;'],
  ])('%s may say %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  test('a table carries the name of its module', () => {
    const planted = { [create]: '\ncreate table if not exists message (id uuid);' };
    expect(findingsOf(tableOwner, planted)).toEqual([
      `${create}:2 table "message" must start with "chat_"`,
    ]);
  });
});

describe('migrations', () => {
  const listed = JSON.stringify(extendMigrationList(treeOf(house)));

  test('a listed one stays as it is', () => {
    const tree = { ...house, [migrationListPath]: listed };
    expect(findingsOf(migrations, tree)).toEqual([]);
    expect(findingsOf(migrations, { ...tree, [create]: 'create table x ();' })).toHaveLength(1);
    expect(findingsOf(migrations, { [migrationListPath]: listed }).join()).toContain('is gone');
  });

  test('a new one is listed and well named', () => {
    const added = { ...house, [migrationListPath]: listed, [`${chat}/migrations/two.sql`]: '' };
    expect(findingsOf(migrations, added)).toHaveLength(2);
  });

  test('generating adds and never rewrites', () => {
    const changed = treeOf({ [create]: 'changed', [migrationListPath]: listed });
    expect(extendMigrationList(changed)).toEqual(JSON.parse(listed));
  });
});
