import {
  secureRandom,
  seededRandom,
  systemClock,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServerProcess } from '../test/support/server-process.ts';
import { treeCpuMs } from './lib/cpu.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { printTable, rounded } from './lib/figures.ts';
import { inParallel } from './group10k/crowd.ts';
import type { Storm, StormFigures } from './reconnect/storm.ts';

// `npm run bench -- reconnect [--quick]`: 5,000 devices lose their connection and all come back
// at once, each catching up as the product's client does, while a hundred people go on writing
// to each other. Three storms; the devices and the talkers are in a process of their own.

const isQuick = process.argv.includes('--quick');
const away = isQuick ? 500 : 5_000;
const pairs = 50;
const generator = fileURLToPath(new URL('reconnect/storm.ts', import.meta.url));

type Seat = Storm['away'][number];
type City = Awaited<ReturnType<typeof composeCity>>;

/** People with two conversations each: with the one before and the one after them. */
async function fill(city: City, count: number): Promise<Omit<Seat, 'token'>[]> {
  const { identity, contacts, chat } = city.modules;
  const people: PersonId[] = [];
  const numbers = Array.from({ length: count }, (_, n) => n);
  await inParallel(numbers, 16, async (n) => {
    const person = { handle: `storm_${n}`, displayName: `Storm ${n}`, demo: true };
    const added = await city.kernel.db.tx((tx) =>
      identity.createPerson(tx, { ...person, locale: 'en' as const }),
    );
    if (!added.ok) throw new Error(added.reason);
    people[n] = added.value;
  });
  const seats: Omit<Seat, 'token'>[] = [];
  await inParallel(numbers, 16, async (n) => {
    const [one, two] = [people[n] as PersonId, people[(n + 1) % count] as PersonId];
    await contacts.befriend(one, two);
    const opened = await chat.direct.open(one, two);
    if (!opened.ok) throw new Error(opened.reason);
    const conversationId: ConversationId = opened.value.head.conversation.conversationId;
    seats[n] = { personId: one, conversationId };
  });
  await city.settle();
  return seats;
}

async function build(env: Record<string, string>): Promise<Omit<Seat, 'token'>[]> {
  const loaded = loadConfig({ ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    return await fill(city, away + 2 * pairs);
  } finally {
    await city.stop();
  }
}

function run(storm: Storm): Promise<StormFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(generator);
    let figures: StormFigures | null = null;
    child.on('message', (told) => (figures = told as StormFigures));
    child.on('exit', () => (figures === null ? reject(new Error('no storm')) : resolve(figures)));
    child.send(storm);
  });
}

function report(figures: StormFigures, loadBefore: number): void {
  const { storms, calmP99Ms, generatorCpuMs } = figures;
  printTable([
    ['storm', 'first back s', 'half back s', 'all in sync s', 'p99 of the others ms', 'refused'],
    ...storms.map((one, n) => [
      String(n + 1),
      ...[one.firstMs, one.halfMs, one.allMs].map((ms) => (ms / 1_000).toFixed(2)),
      one.othersP99Ms.toFixed(1),
      String(one.refused),
    ]),
  ]);
  console.log(
    `before: p99 of the others ${calmP99Ms.toFixed(1)} ms; load ${loadBefore.toFixed(1)}`,
  );
  const middle = storms.toSorted((a, b) => a.allMs - b.allMs)[storms.length >> 1];
  console.log(
    JSON.stringify({
      bench: 'reconnect',
      devices: away,
      allInSyncS: rounded((middle?.allMs ?? Number.NaN) / 1_000, 2),
      calmP99Ms: rounded(calmP99Ms),
      stormP99Ms: rounded(middle?.othersP99Ms ?? Number.NaN),
      ratios: { p99: rounded((middle?.othersP99Ms ?? Number.NaN) / calmP99Ms, 2) },
      generatorCpuMs: rounded(generatorCpuMs, 0),
      loadBefore: rounded(loadBefore),
      quick: isQuick,
    }),
  );
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await startDatabase(join(folder, 'data'));
  try {
    const env = { PLAZA_DATABASE_URL: urlOf(database.connection), PLAZA_DATA_DIR: folder };
    const seats = await build(env);
    console.log(`${seats.length} people are there`);
    await writeFile(join(folder, 'demo-city.json'), '{}\n');
    await using server = await startServerProcess({
      flags: ['--demo'],
      env: { ...env, PLAZA_LIMIT_FACTOR: '100000' },
    });
    const loadBefore = loadavg()[0] ?? 0;
    const cpuMs = treeCpuMs(database.pid);
    const figures = await run({
      origin: server.origin,
      away: seats.slice(0, away).map((seat) => ({ ...seat, token: '' })),
      talking: seats.slice(away).map((seat) => ({ ...seat, token: '' })),
      seed: seededRandom(5).int(1_000),
    });
    console.log(`PostgreSQL took ${rounded((treeCpuMs(database.pid) - cpuMs) / 1_000)} s for all`);
    report(figures, loadBefore);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
