import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from '../kernel/db/embedded/lock.ts';
import { testDatabase } from '../kernel/db/testing.ts';
import { examine, report } from './doctor.ts';
import type { Finding } from './finding.ts';
import { listSettings } from './settings-list.ts';

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plaza-doctor-'));
  env = { PLAZA_DATA_DIR: join(folder, 'data'), PLAZA_PORT: '0' };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function complaints(more: Record<string, string> = {}): Promise<Finding[]> {
  const findings = await examine({ ...env, ...more }, []);
  // Whether the web client is built depends on the checkout, not on what is tested here.
  return findings.filter(({ level, message }) => level !== 'ok' && !message.includes('web client'));
}

test('a fresh installation has nothing to complain about', async () => {
  expect(await complaints()).toEqual([]);
});

test('wrong settings are told before anything else is tried', async () => {
  const found = await complaints({ PLAZA_PORT: 'x', PLAZA_DATABASE_URL: 'mysql://h/d' });
  expect(found.map(({ message }) => message.split(':')[0])).toEqual([
    'PLAZA_PORT',
    'PLAZA_DATABASE_URL',
  ]);
});

test('a busy port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const found = await complaints({ PLAZA_PORT: String(port) });
  server.close();
  expect(found).toMatchObject([{ level: 'problem', message: `127.0.0.1:${port} is in use` }]);
});

test('an address that this machine does not have', async () => {
  const found = await complaints({ PLAZA_HOST: '192.0.2.1' });
  expect(found).toMatchObject([
    { level: 'problem', message: expect.stringContaining('192.0.2.1') },
  ]);
});

test('a data folder that a living Plaza uses', async () => {
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  const lock = await lockDataFolder(dataDir);
  expect(await complaints()).toMatchObject([
    { level: 'warning', message: expect.stringContaining('a running Plaza') },
  ]);
  await lock?.release();
  expect(await complaints()).toEqual([]);
});

test('a data folder that is open to others, and one that is a file', async () => {
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o755 });
  expect(await complaints()).toMatchObject([
    { level: 'warning', cure: expect.stringContaining('chmod') },
  ]);
  await rm(dataDir, { recursive: true });
  await writeFile(dataDir, '');
  expect(await complaints()).toMatchObject([{ message: `${dataDir} is a file` }]);
});

test('a database that is not there, one with a wrong password, and a sound one', async () => {
  await using db = await testDatabase([]);
  expect(await complaints({ PLAZA_DATABASE_URL: db.url })).toEqual([]);
  const wrong = new URL(db.url);
  wrong.password = 'wrong';
  expect(await complaints({ PLAZA_DATABASE_URL: wrong.href })).toMatchObject([
    { cure: 'Correct user and password in PLAZA_DATABASE_URL.' },
  ]);
  expect(await complaints({ PLAZA_DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' })).toMatchObject([
    { level: 'problem', cure: expect.stringContaining('Start that PostgreSQL') },
  ]);
});

test('a message bus that does not answer', async () => {
  await using db = await testDatabase([]);
  const nodes = { PLAZA_DATABASE_URL: db.url, PLAZA_NATS_URL: 'nats://127.0.0.1:1' };
  expect(await complaints(nodes)).toMatchObject([
    { message: expect.stringContaining('NATS does not answer at 127.0.0.1:1') },
  ]);
});

test('a public address without encryption', async () => {
  expect(await complaints({ PLAZA_PUBLIC_URL: 'http://plaza.example' })).toMatchObject([
    { level: 'warning', cure: expect.stringContaining('https://') },
    { level: 'warning', cure: expect.stringContaining('turn-config') },
  ]);
});

test('every complaint has a cure, and the report ends with a verdict', async () => {
  const found = await complaints({ PLAZA_HOST: '192.0.2.1', PLAZA_PUBLIC_URL: 'http://a.example' });
  for (const { cure } of found) expect(cure).toBeTruthy();
  expect(report(found)).toMatch(/1 to mend before Plaza can start\.\n$/);
});

test('the list of settings hides secrets', () => {
  const text = listSettings({ PLAZA_DATABASE_URL: 'postgres://u:secret@h/d', PLAZA_PORT: '81' });
  expect(text).toContain('now: set (hidden)');
  expect(text).toContain('now: 81');
  expect(text).not.toContain('secret@');
});
