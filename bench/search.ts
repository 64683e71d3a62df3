import { migrationSources } from '@plaza/server';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@plaza/base';
import { migrate, type Database } from '../packages/server/src/kernel/db/index.ts';
import { treeCpuMs } from './lib/cpu.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { pause } from './lib/figures.ts';
import { insertPlan, openCity } from './search/city.ts';
import { connect, type Filling, type Part } from './search/fill.ts';
import { measurePeer } from './search/peer.ts';
import { planCity, type Plan } from './search/plan.ts';
import { queryClasses } from './search/queries.ts';
import { report, type Index, type Results } from './search/report.ts';
import { askAll, checkFound } from './search/run.ts';

// `npm run bench -- search [--quick]`: searching ten million messages with natural frequencies of
// words, 300 conversations a person, while messages arrive. Queries come at a fixed rate whether
// or not the last one was answered, so what a slow one costs the next ones is in the figures.

const isQuick = process.argv.includes('--quick');
/** `--keep=<folder>`: what is filled there once is asked again the next time. */
const kept = process.argv.find((flag) => flag.startsWith('--keep='))?.slice(7) ?? null;
const size = isQuick
  ? { people: 300, messages: 200_000, seed: 7 }
  : { people: 2_000, messages: 10_000_000, seed: 7 };
const processes = 2;
const arrivalsPerSecond = 200;
const queriesPerSecond = 20;
const warmMs = 3_000;
const queriesEach = isQuick ? 12 : 60;
const worker = fileURLToPath(new URL('search/fill.ts', import.meta.url));

type Done = { count: number; cpuMs: number };

function runOne(filling: Filling): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = fork(worker);
    let done: Done | null = null;
    child.on('message', (message) => (done = message as Done));
    child.on('exit', () => (done === null ? reject(new Error('filling failed')) : resolve(done)));
    child.send(filling);
  });
}

async function runAll(what: Filling['what'], part: Omit<Part, 'n'>): Promise<Done> {
  const all = await Promise.all(
    Array.from({ length: processes }, (_, n) => runOne({ what, part: { ...part, n } })),
  );
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

async function bytesOf(db: Database, table: string): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>(
    `select coalesce(sum(pg_total_relation_size(relid)),
       pg_total_relation_size($1))::float8 as bytes
     from pg_partition_tree($1)`,
    [table],
  );
  return rows[0]?.bytes ?? Number.NaN;
}

const say = (text: string) =>
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${text}`);

type Where = { folder: string; url: string; databasePid: number };
const partOf = ({ url }: Where) => ({ ...size, url, processes });

async function fillLogs(db: Database, plan: Plan, where: Where): Promise<void> {
  await insertPlan(db, plan);
  say(`${plan.talks.length} conversations of ${plan.people.length} people`);
  // The key that finds repeated messages is made at the end, as one does when loading.
  const key = 'chat_entry_conversation_id_sender_id_client_id_key';
  await db.query(`alter table chat_entry drop constraint ${key}`);
  const logs = await runAll('logs', partOf(where));
  await db.query(
    `alter table chat_entry add constraint ${key} unique (conversation_id, sender_id, client_id)`,
  );
  await db.query('vacuum analyze chat_entry');
  await db.query('vacuum analyze chat_inbox, chat_member, chat_conversation');
  say(`${logs.count} messages are in the logs`);
}

async function fillIndex(db: Database, where: Where): Promise<Index> {
  const [startedMs, startedCpuMs] = [performance.now(), treeCpuMs(where.databasePid)];
  const index = await runAll('index', partOf(where));
  const tookMs = performance.now() - startedMs;
  const databaseCpuMs = treeCpuMs(where.databasePid) - startedCpuMs;
  await db.query('vacuum analyze search_block');
  await db.query('insert into search_progress (followed_at) values (now())');
  say(`the index is filled, ${((tookMs * 1000) / index.count).toFixed(1)} µs a message`);
  return {
    wallUs: (tookMs * 1_000) / index.count,
    cpuUs: ((index.cpuMs + databaseCpuMs) * 1_000) / index.count,
    bytesPerMessage: (await bytesOf(db, 'search_block')) / index.count,
    logBytesPerMessage: (await bytesOf(db, 'chat_entry')) / index.count,
  };
}

type Filled = { size: typeof size; index: Index };

/** Fills the city, or takes the one that was kept, if it is of this size. */
async function filled(db: Database, plan: Plan, where: Where): Promise<Index> {
  await migrate(db, migrationSources);
  const note = join(where.folder, 'filled.json');
  const before = existsSync(note) ? (JSON.parse(await readFile(note, 'utf8')) as Filled) : null;
  if (before !== null && JSON.stringify(before.size) !== JSON.stringify(size)) {
    throw new Error('another size is kept there');
  }
  // A new form of the index is filled again from the logs that were kept.
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from search_progress where followed_at is not null',
  );
  if (before !== null && rows[0]?.count === 1) return before.index;
  if (before === null) await fillLogs(db, plan, where);
  const index = await fillIndex(db, where);
  await writeFile(note, JSON.stringify({ size, index } satisfies Filled));
  return index;
}

async function openFolder(): Promise<string> {
  if (kept === null) return mkdtemp(join(tmpdir(), 'plaza-bench-'));
  await mkdir(kept, { recursive: true });
  return kept;
}

async function measure(
  db: Database,
  plan: Plan,
): Promise<Pick<Results, 'answers' | 'kept' | 'peer'>> {
  await using city = openCity(db, plan, size.seed);
  const random = seededRandom(3);
  await checkFound(city.search, plan, { db, random });
  say('every message that was looked for by its own words was found');
  const classes = queryClasses(plan, size.seed, random);
  const arrivals = city.arrive(arrivalsPerSecond, random);
  await pause(warmMs);
  const asked = { classes, each: queriesEach, perSecond: queriesPerSecond };
  const answers = await askAll(city.search, plan, { ...asked, random });
  const arrived = await arrivals.stop();
  say('the queries are answered');
  const peer = await measurePeer(db, plan, { classes, each: isQuick ? 3 : 4, random });
  return { answers, kept: arrived, peer };
}

async function main(): Promise<void> {
  const folder = await openFolder();
  const database = await startDatabase(join(folder, 'data'));
  try {
    const url = urlOf(database.connection);
    await using db = await connect(url, 10);
    const plan = planCity(size);
    const index = await filled(db, plan, { folder, url, databasePid: database.pid });
    const loadBefore = loadavg()[0] ?? 0;
    report({ ...(await measure(db, plan)), plan, index, loadBefore, quick: isQuick });
  } finally {
    await database.stop();
    if (kept === null) await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
