import { secureRandom, systemClock } from '@plaza/base';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { DatabaseStartError } from '../errors.ts';
import type { Database } from '../types.ts';
import { startEmbedded, type Embedded, type EmbeddedOptions } from './start.ts';

const quiet = { info() {}, warn() {}, error() {} };
const asRoot = process.getuid?.() === 0;
let folder: string;
const started: { stop(): Promise<void> }[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp('/tmp/plaza-launcher-');
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const options = { dataDir, maxConnections: 5, log: quiet, clock: systemClock, ...more };
  const server = await startEmbedded({ durability: 'none', ...options });
  started.push(server);
  return server;
}

async function open(dataDir: string): Promise<Database> {
  const options = { dataDir, maxConnections: 5, log: quiet, clock: systemClock };
  const db = await openDatabase({ ...options, random: secureRandom });
  started.push({ stop: () => db.close() });
  return db;
}

async function ask(server: Embedded, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

type App = { process: ChildProcess; postmaster: number; exited: Promise<unknown> };

/** A process of its own that opens the database, commits one row and stays. */
async function startApp(dataDir: string, prefix: string[] = []): Promise<App> {
  const source = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'start.ts'))};
    import { systemClock } from ${JSON.stringify(import.meta.resolve('@plaza/base'))};
    import pg from ${JSON.stringify(import.meta.resolve('pg'))};
    const log = { info() {}, warn() {}, error() {} };
    const dataDir = ${JSON.stringify(dataDir)};
    const server = await startEmbedded({ dataDir, maxConnections: 5, log, clock: systemClock });
    const client = new pg.Client(server.connection);
    await client.connect();
    await client.query('create table if not exists kept (id int)');
    await client.query('insert into kept values (1)');
    console.log(server.pid);
    setInterval(() => undefined, 1000);
  `;
  const [program = '', ...args] = [...prefix, process.execPath, '--input-type=module'];
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child = spawn(program, [...args, '-e', source], { stdio, cwd: '/' });
  children.push(child);
  const exited = once(child, 'exit');
  const line = once(createInterface({ input: child.stdout }), 'line');
  const early = exited.then(([code]: unknown[]) => {
    throw new Error(`the app ended with ${String(code)}`);
  });
  early.catch(() => undefined);
  const [pid] = (await Promise.race([line, early])) as [string];
  return { process: child, postmaster: Number(pid), exited };
}

/** A zombie has ended; when it vanishes is up to the machine's first process. */
async function runs(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text !== null && !/\) [ZX] /.test(text);
}

const ended = (pid: number) =>
  expect.poll(() => runs(pid), { timeout: 10_000, interval: 20 }).toBe(false);

describe('after a crash', () => {
  test('kill -9 of the app stops its PostgreSQL, and nothing is lost', async () => {
    const dataDir = join(folder, 'data');
    const app = await startApp(dataDir);
    app.process.kill('SIGKILL');
    await app.exited;
    await ended(app.postmaster);
    const server = await start(dataDir);
    expect(await ask(server, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('a new start at once waits for the one that is dying', async () => {
    const dataDir = join(folder, 'data');
    const app = await startApp(dataDir);
    app.process.kill('SIGKILL');
    await app.exited;
    const server = await start(dataDir);
    expect(await ask(server, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('kill -9 of the app and of PostgreSQL heals', async () => {
    const dataDir = join(folder, 'data');
    const app = await startApp(dataDir);
    process.kill(app.postmaster, 'SIGKILL');
    app.process.kill('SIGKILL');
    await app.exited;
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    expect(existsSync(pidFile)).toBe(true);
    const server = await start(dataDir);
    expect(await ask(server, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('a stale pid file whose pid belongs to someone else now is cleared', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await first.stop();
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)));
    const second = await start(dataDir);
    expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('the end of PostgreSQL is reported once, and not when it was asked to stop', async () => {
    const reasons: string[] = [];
    const first = await start(join(folder, 'first'));
    first.onExit((reason) => reasons.push(reason.message));
    await first.stop();
    expect(reasons).toEqual([]);
    const second = await start(join(folder, 'second'));
    const told = new Promise<Error>((resolve) => second.onExit(resolve));
    process.kill(second.pid, 'SIGKILL');
    expect((await told).message).toContain('PostgreSQL stopped by itself');
  });

  test('a first start that was cut short leaves nothing in the way', async () => {
    const unfinished = join(folder, 'data', 'postgres.new');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'PG_VERSION'), '18\n');
    await start(join(folder, 'data'));
    expect(existsSync(unfinished)).toBe(false);
  });
});

describe('side by side', () => {
  test('a second start on the same folder is refused with a cure', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    const second = start(dataDir);
    await expect(second).rejects.toThrow('another Plaza is running on the data folder');
    await expect(second).rejects.toBeInstanceOf(DatabaseStartError);
    expect(await ask(first, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('two folders are two databases', async () => {
    const [one, two] = await Promise.all([start(join(folder, 'a')), start(join(folder, 'b'))]);
    await ask(one, 'create table only_here (id int)');
    await expect(ask(two, 'select * from only_here')).rejects.toThrow('does not exist');
  });

  test('data of another PostgreSQL version is refused', async () => {
    const dataDir = join(folder, 'data');
    await (await start(dataDir)).stop();
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toThrow('written by PostgreSQL 17');
  });
});

describe('places and users', () => {
  test('a deep folder with blanks works', async () => {
    const dataDir = join(folder, `a folder ${'with blanks '.repeat(12)}`, 'x'.repeat(110));
    expect(dataDir.length).toBeGreaterThan(285);
    const server = await start(dataDir);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('an ordinary user runs it as itself', async (context) => {
    if (!asRoot) return context.skip('the other tests already run as an ordinary user');
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await chown(dataDir, 65_534, 65_534);
    const change = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    const app = await startApp(dataDir, change);
    expect((await stat(`/proc/${app.postmaster}`)).uid).toBe(65_534);
    app.process.kill('SIGKILL');
    await app.exited;
    await ended(app.postmaster);
  });

  test('under root its files stay with root', async (context) => {
    if (!asRoot) return context.skip('needs root');
    const server = await start(join(folder, 'data'));
    if (server.how !== 'in a user namespace') return context.skip('user namespaces are forbidden');
    expect((await stat(join(folder, 'data', 'postgres', 'PG_VERSION'))).uid).toBe(0);
  });

  test('where namespaces are forbidden, root becomes nobody', async (context) => {
    if (!asRoot) return context.skip('needs root');
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    await ask(first, 'create table kept as select 1 as id');
    await first.stop();
    const second = await start(dataDir, { userNamespaces: false });
    expect(second.how).toBe('as user 65534');
    expect(await ask(second, 'select id from kept')).toEqual([{ id: 1 }]);
    await second.stop();
    const third = await start(dataDir);
    expect(third.how).toBe('as user 65534');
  });

  test('data of another owner is run as that owner', async (context) => {
    if (!asRoot) return context.skip('needs root');
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await chown(dataDir, 12_345, 12_345);
    const server = await start(dataDir);
    expect(server.how).toBe('as user 12345');
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(12_345);
  });

  test('a folder that nobody can reach is refused with a cure', async (context) => {
    if (!asRoot) return context.skip('needs root');
    await chmod(folder, 0o700);
    const refused = start(join(folder, 'data'), { userNamespaces: false });
    await expect(refused).rejects.toThrow('cannot reach');
  });

  test('a socket folder that someone else made is not used', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    const { host } = first.connection;
    await first.stop();
    expect(existsSync(host)).toBe(false);
    await mkdir(host);
    await chmod(host, 0o777);
    await expect(start(dataDir)).rejects.toThrow('not a private folder');
    await rm(host, { recursive: true });
  });
});

test('the settings of a real server keep what was acknowledged', async () => {
  const db = await open(join(folder, 'data'));
  const { rows } = await db.query(`select name, setting from pg_settings where name in
    ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses')
    order by name`);
  expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    ...['data_checksums=on', 'fsync=on', 'full_page_writes=on'],
    ...['listen_addresses=', 'synchronous_commit=on'],
  ]);
});

test('an address where nothing answers is refused with a cure', async () => {
  const url = 'postgres://nobody:nothing@127.0.0.1:1/none';
  const options = { url, dataDir: folder, maxConnections: 2, log: quiet, clock: systemClock };
  const refused = openDatabase({ ...options, random: secureRandom });
  await expect(refused).rejects.toThrow('the database does not answer');
  const cure = expect.stringContaining('PLAZA_DATABASE_URL') as string;
  await expect(refused).rejects.toMatchObject({ cure });
});
