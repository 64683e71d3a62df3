import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServerProcess } from '../test/support/server-process.ts';
import { machineCpuMs, treeCpuMs } from './lib/cpu.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { median, pause, printTable, rounded } from './lib/figures.ts';
import { buildCity } from './reconnect/city.ts';
import { signInAll, type SignedIn } from './reconnect/seats.ts';
import type { StormFigures, StormOrder } from './reconnect/storm.ts';
import type { TalkFigures, TalkOrder } from './reconnect/talk.ts';

// `npm run bench -- reconnect [--quick]`: 5,000 devices lose their connection and all come back
// at once, each catching up as the product's client does with what was said meanwhile, while a
// hundred people go on writing to each other. Three storms; the devices and the talkers are in
// processes of their own. `--keep=<folder>` keeps the filled city and uses it again the next time.

const kept = process.argv.find((option) => option.startsWith('--keep='))?.slice('--keep='.length);
const isQuick = process.argv.includes('--quick');
const away = isQuick ? 500 : 5_000;
const talking = 100;
const storms = 3;
const [warmMs, calmMs] = isQuick ? [1_000, 4_000] : [3_000, 10_000];
/** What follows from the messages that nobody heard has happened by then. */
const settleMs = isQuick ? 1_000 : 4_000;

/** A process that answers each order before it gets the next one. */
function startProcess<Order extends object>(name: string) {
  const child = fork(fileURLToPath(new URL(`reconnect/${name}.ts`, import.meta.url)));
  return {
    ask: <Answer>(order: Order) =>
      new Promise<Answer>((resolve, reject) => {
        child.once('message', (answer) => resolve(answer as Answer));
        child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
        child.send(order);
      }),
    pid: child.pid ?? 0,
    stop: () => void child.kill(),
  };
}

type Cost = { serverMs: number; databaseMs: number; talkMs: number; machineMs: number };
type Seen = StormFigures & { others: TalkFigures } & Cost;
type Pids = { server: number; database: number; talk: number };

/** What everybody used since; what the machine did besides is what others took. */
function startCounting({ server, database, talk }: Pids): () => Cost {
  const read = () => [treeCpuMs(server), treeCpuMs(database), treeCpuMs(talk), machineCpuMs()];
  const before = read();
  return () => {
    const used = read().map((ms, n) => ms - (before[n] ?? 0));
    const [serverMs = 0, databaseMs = 0, talkMs = 0, machineMs = 0] = used;
    return { serverMs, databaseMs, talkMs, machineMs };
  };
}

async function runStorms(port: number, seats: SignedIn[], pids: Omit<Pids, 'talk'>) {
  const crowd = startProcess<StormOrder>('storm');
  const talkers = startProcess<TalkOrder>('talk');
  try {
    await crowd.ask({ do: 'open', port, seats: seats.slice(0, away), seed: 5 });
    await talkers.ask({ do: 'begin', port, seats: seats.slice(away) });
    await pause(warmMs);
    await talkers.ask({ do: 'tell' });
    await pause(calmMs);
    const calm = await talkers.ask<TalkFigures>({ do: 'tell' });
    const seen: Seen[] = [];
    for (let n = 0; n < storms; n += 1) {
      await crowd.ask({ do: 'break' });
      await pause(settleMs);
      await talkers.ask({ do: 'tell' });
      const cost = startCounting({ ...pids, talk: talkers.pid });
      const figures = await crowd.ask<StormFigures>({ do: 'storm' });
      const spent = cost();
      seen.push({ ...figures, ...spent, others: await talkers.ask({ do: 'tell' }) });
      await pause(warmMs);
    }
    return { calm, seen };
  } finally {
    crowd.stop();
    talkers.stop();
  }
}

const seconds = (ms: number) => (ms / 1_000).toFixed(2);

function report(calm: TalkFigures, seen: readonly Seen[], loadBefore: number): void {
  printTable([
    ['storm', 'first s', 'half s', 'all s', 'tries', 'others p50', 'p99', 'worst ms'].concat(
      ...['server CPU s', 'PostgreSQL', 'devices', 'all of the machine'],
    ),
    ...seen.map((one, n) => [
      String(n + 1),
      ...[one.firstMs, one.halfMs, one.allMs].map(seconds),
      String(one.refused + away),
      ...[one.others.p50Ms, one.others.p99Ms, one.others.worstMs].map((ms) => ms.toFixed(1)),
      ...[one.serverMs, one.databaseMs, one.cpuMs, one.machineMs].map(seconds),
    ]),
  ]);
  const before = [calm.p50Ms, calm.p99Ms, calm.worstMs].map((ms) => ms.toFixed(1)).join(' / ');
  console.log(
    `before: p50 / p99 / worst of the others ${before} ms; load ${loadBefore.toFixed(1)}`,
  );
  const of = (pick: (one: Seen) => number) => median(seen.map(pick));
  const p99Ms = of(({ others }) => others.p99Ms);
  console.log(
    JSON.stringify({
      bench: 'reconnect',
      devices: away,
      allInSyncS: rounded(of(({ allMs }) => allMs) / 1_000, 2),
      calmP99Ms: rounded(calm.p99Ms),
      stormP99Ms: rounded(p99Ms),
      ratios: { p99: rounded(p99Ms / calm.p99Ms, 2) },
      cpuMsPerDevice: {
        server: rounded(of(({ serverMs }) => serverMs) / away, 2),
        database: rounded(of(({ databaseMs }) => databaseMs) / away, 2),
        generator: rounded(of(({ cpuMs }) => cpuMs) / away, 2),
      },
      loadBefore: rounded(loadBefore),
      quick: isQuick,
    }),
  );
}

/** What was kept of the last time, or made now. */
async function keep<T>(file: string, make: () => Promise<T>): Promise<T> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before !== null) return JSON.parse(before) as T;
  const made = await make();
  await writeFile(file, JSON.stringify(made));
  return made;
}

async function main(): Promise<void> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'plaza-bench-')));
  await mkdir(folder, { recursive: true });
  const database = await startDatabase(join(folder, 'data'));
  try {
    const env = { PLAZA_DATABASE_URL: urlOf(database.connection), PLAZA_DATA_DIR: folder };
    const seats = await keep(join(folder, `seats-${away}.json`), () =>
      buildCity(env, away + talking),
    );
    await writeFile(join(folder, 'demo-city.json'), '{}\n');
    console.log(`${seats.length} people are there`);
    await using server = await startServerProcess({
      flags: ['--demo'],
      env: { ...env, PLAZA_LIMIT_FACTOR: '100000' },
    });
    const port = Number(new URL(server.origin).port);
    const signedIn = await keep<SignedIn[]>(join(folder, `signed-in-${away}.json`), () =>
      signInAll(port, seats),
    );
    console.log('and signed in');
    const loadBefore = loadavg()[0] ?? 0;
    const pids = { server: server.pid(), database: database.pid };
    const { calm, seen } = await runStorms(port, signedIn, pids);
    report(calm, seen, loadBefore);
    const missing = seen.reduce((sum, one) => sum + one.missing, 0);
    if (missing > 0) throw new Error(`${missing} devices came back and miss what was said`);
  } finally {
    await database.stop();
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
