import { secureRandom, seededRandom, systemClock, type PersonId } from '@plaza/base';
import type { MethodOutput } from '@plaza/contract';
import { composeCity, loadConfig } from '@plaza/server';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, Statement } from '../packages/server/src/kernel/db/index.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { median, printTable, quantile, rounded } from './lib/figures.ts';
import { fill } from './moments/fill.ts';
import { askPlain, tablesReadInFull, withoutTimeIndex } from './moments/peer.ts';

// `npm run bench -- moments [--quick]`: pages of the feed of somebody with 5,000 friends who have
// posted a million times, over HTTP, each judged post by post with its likes and comments; beside
// the plain query of a home timeline on the same tables. Ends with an error when a statement of the
// page reads a table in full.

const isQuick = process.argv.includes('--quick');
/** `--keep=<folder>`: what is filled there once is asked again the next time. */
const kept = process.argv.find((flag) => flag.startsWith('--keep='))?.slice(7) ?? null;
const size = isQuick ? { friends: 1_000, posts: 50_000 } : { friends: 5_000, posts: 1_000_000 };
const pages = isQuick ? 100 : 400;
const plainPages = isQuick ? 20 : 40;

type Page = MethodOutput<'moments.listFeed'>;
type Ask = (before: string | null) => Promise<Page>;

async function openCity(env: Record<string, string>) {
  const settings = { ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' };
  const loaded = loadConfig({ ...settings, PLAZA_LIMIT_FACTOR: '100000' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  return composeCity(loaded.config, around);
}

type City = Awaited<ReturnType<typeof openCity>>;

async function rpc(origin: string, token: string | null, method: string, input: object) {
  const answer = await fetch(`${origin}/rpc/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(input),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(body)}`);
  return body;
}

async function signUp(origin: string): Promise<{ token: string; personId: PersonId }> {
  const person = { handle: 'viewer', displayName: 'Viewer', password: 'correct horse battery' };
  const device = { name: 'Bench', kind: 'program' };
  const signedUp = (await rpc(origin, null, 'identity.signUp', {
    ...{ ...person, device, locale: 'en', delivery: 'token' },
  })) as { token: string; me: { personId: PersonId } };
  return { token: signedUp.token, personId: signedUp.me.personId };
}

type Filled = { token: string; personId: PersonId };

/** Fills the city, or takes the one that was kept. */
async function filled({ origin, kernel }: City): Promise<Filled> {
  const note = join(kernel.config.dataDir, `filled-${size.posts}.json`);
  const before = await readFile(note, 'utf8').catch(() => null);
  if (before !== null) return JSON.parse(before) as Filled;
  const viewer = await signUp(origin);
  await fill(kernel.db, size, viewer.personId);
  await writeFile(note, JSON.stringify(viewer));
  return viewer;
}

const someId = '80000000-0000-4000-8000-000000000000';

/** The first page, those after it, and pages of any time of the last eleven months. */
async function askPages(ask: Ask): Promise<number[]> {
  const random = seededRandom(1);
  const tookMs: number[] = [];
  let before: string | null = null;
  for (let n = 0; n < pages; n += 1) {
    const startedMs = performance.now();
    const page: Page = await ask(before);
    tookMs.push(performance.now() - startedMs);
    if (page.posts.length !== 20) throw new Error(`a page of ${page.posts.length} posts`);
    const backMs = random.int(11 * 30 * 24 * 3_600) * 1_000;
    const anyTime = `${systemClock.nowMs() - backMs}.${someId}`;
    before = n % 20 < 5 ? page.next : n % 20 === 19 ? null : anyTime;
  }
  return tookMs;
}

async function askPlainPages(db: Pick<Database, 'query'>, viewerId: PersonId): Promise<number[]> {
  const random = seededRandom(2);
  const tookMs: number[] = [];
  for (let n = 0; n < plainPages; n += 1) {
    const backMs = n % 4 === 0 ? 0 : random.int(11 * 30 * 24 * 3_600) * 1_000;
    tookMs.push(await askPlain(db, viewerId, new Date(systemClock.nowMs() - backMs)));
  }
  return tookMs;
}

/** Every statement that a page asks, once more for its plan. */
async function fullReads(db: Database, ask: Ask): Promise<string[]> {
  const asked: { text: string; values: readonly unknown[] }[] = [];
  const { query } = db;
  db.query = (async (statement: string | Statement, values?: readonly unknown[]) => {
    const one = typeof statement === 'string' ? { text: statement, values } : statement;
    if (/\b(moments|contacts)_/.test(one.text)) {
      asked.push({ text: one.text, values: one.values ?? [] });
    }
    return query(statement as string, values);
  }) as typeof db.query;
  await ask(null);
  db.query = query;
  const found = await Promise.all(asked.map((one) => tablesReadInFull(db, one)));
  if (asked.length < 5) throw new Error('the statements of a page were not seen');
  // A table that is empty, or of a page or two, is read as quickly whole.
  return found.flat().filter((table) => table !== 'moments_person');
}

const figuresOf = (name: string, tookMs: readonly number[]) => [
  name,
  ...[median(tookMs), quantile(tookMs, 0.95), Math.max(...tookMs)].map((ms) => ms.toFixed(1)),
];

async function measure(city: City, loadBefore: number) {
  const { origin, kernel } = city;
  const { db } = kernel;
  const { token, personId } = await filled(city);
  console.log(`${size.posts} posts of ${size.friends} friends are there`);
  const ask: Ask = async (before) =>
    (await rpc(origin, token, 'moments.listFeed', before === null ? {} : { before })) as Page;
  const inFull = await fullReads(db, ask);
  if (inFull.length > 0) throw new Error(`read in full: ${inFull.join(', ')}`);
  // Alternating, so that what else the machine does meets all of them.
  await askPages(ask);
  const plain = await askPlainPages(db, personId);
  const feed = await askPages(ask);
  const byAuthor = await withoutTimeIndex(db, (asking) => askPlainPages(asking, personId));
  printTable([
    ['', 'p50 ms', 'p95 ms', 'worst'],
    figuresOf('page of the feed over HTTP', feed),
    figuresOf('plain query', plain),
    figuresOf('plain query, no index by time', byAuthor),
  ]);
  const p95 = (tookMs: readonly number[]) => quantile(tookMs, 0.95);
  const [feedP95Ms, plainP95Ms, byAuthorP95Ms] = [p95(feed), p95(plain), p95(byAuthor)];
  console.log(
    JSON.stringify({
      bench: 'moments',
      feedP50Ms: rounded(median(feed)),
      feedP95Ms: rounded(feedP95Ms),
      goalP95Ms: 50,
      plainP95Ms: rounded(plainP95Ms),
      plainByAuthorP95Ms: rounded(byAuthorP95Ms),
      ...size,
      ratios: {
        feedVsPlainQuery: rounded(feedP95Ms / plainP95Ms, 3),
        feedVsPlainByAuthor: rounded(feedP95Ms / byAuthorP95Ms, 3),
      },
      loadBefore: rounded(loadBefore),
      quick: isQuick,
    }),
  );
}

async function main(): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'plaza-bench-')));
  await mkdir(folder, { recursive: true });
  const database = await startDatabase(join(folder, 'data'));
  try {
    const env = { PLAZA_DATABASE_URL: urlOf(database.connection), PLAZA_DATA_DIR: folder };
    const city = await openCity(env);
    try {
      await measure(city, loadBefore);
    } finally {
      await city.stop();
    }
  } finally {
    await database.stop();
    if (kept === null) await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
