import { secureRandom, systemClock } from '@plaza/base';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, refuseOldServer } from './database.ts';
import { chooseAccount, handOver } from './embedded/account.ts';
import { run } from './embedded/child.ts';
import { startServer, type Server } from './embedded/server.ts';
import { DatabaseStartError } from './errors.ts';
import { migrate } from './migrate.ts';
import type { Database } from './types.ts';

const quiet = { info() {}, warn() {}, error() {} };
const debian = '/usr/lib/postgresql';

const installed = (await readdir(debian).catch(() => [])).map(Number).filter(Number.isInteger);
const newEnough = installed.filter((major) => major >= 15);

test.each([90_600, 140_012, 149_999])('version %d is refused with a cure', (version) => {
  expect(() => refuseOldServer(version)).toThrow(DatabaseStartError);
});

test.each([150_000, 180_004, 190_000])('version %d is taken', (version) => {
  expect(() => refuseOldServer(version)).not.toThrow();
});

// The oldest release that is supported is the one that Debian 12 packs.
describe.skipIf(newEnough.length === 0)('a PostgreSQL of the operator', () => {
  const bin = join(debian, String(Math.min(...newEnough)), 'bin');
  let folder: string;
  let server: Server | undefined;
  let db: Database;

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/plaza-external-');
    const pgData = join(folder, 'db');
    await mkdir(pgData, { mode: 0o700 });
    const binaries = { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
    const paths = { dataDir: folder, pgData };
    const account = await chooseAccount(paths, { native: bin, major: 0, ...binaries }, true);
    await handOver(pgData, account);
    const start = ['--username=plaza', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    const made = await run([
      ...account.prefix,
      binaries.initdb,
      '-D',
      pgData,
      '--no-sync',
      ...start,
    ]);
    expect(made).toMatchObject({ ok: true });
    const settings = { listen_addresses: '', unix_socket_directories: pgData, fsync: 'off' };
    const postgres = binaries.postgres;
    const input = { postgres, pgData, account, settings, log: quiet, clock: systemClock };
    server = await startServer(input);
    const url = `postgres://plaza@${encodeURIComponent(pgData)}/postgres`;
    const options = { url, dataDir: folder, maxConnections: 3, log: quiet, clock: systemClock };
    db = await openDatabase({ ...options, random: secureRandom });
  });
  afterAll(async () => {
    await db?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('is opened, migrated and used like the embedded one', async () => {
    const dir = join(folder, 'migrations');
    await mkdir(dir);
    await writeFile(
      join(dir, '20260101T0000_create.sql'),
      'create table shop_item (id bigint primary key);',
    );
    expect(await migrate(db, [{ module: 'shop', dir }])).toHaveLength(1);
    await db.tx((tx) => tx.query('insert into shop_item values ($1)', [5n]));
    expect((await db.query('select id from shop_item')).rows).toEqual([{ id: 5n }]);
  });

  test('takes the migrations of every module', async () => {
    const sources = join(import.meta.dirname, '..', '..');
    const found: { module: string; dir: string }[] = [];
    for (const layer of ['kernel', 'modules']) {
      for (const module of await readdir(join(sources, layer)).catch(() => [])) {
        const dir = join(sources, layer, module, 'migrations');
        if ((await readdir(dir).catch(() => [])).length > 0) found.push({ module, dir });
      }
    }
    await db.query('drop table kernel_migration');
    expect(found.length).toBeGreaterThan(0);
    await migrate(db, found);
    expect(await migrate(db, found)).toEqual([]);
  });
});
