import { seededRandom } from '@plaza/base';
import { openDatabase, type Database } from '../../packages/server/src/kernel/db/index.ts';
import { createSearching } from '../../packages/server/src/modules/chat/index.ts';
import { followLogs } from '../../packages/server/src/modules/search/index.ts';
import { secureRandom, systemClock } from '@plaza/base';
import { planCity, type Plan, type Talk } from './plan.ts';
import { openVocabularies, scriptOf, sentence } from './words.ts';

// Fills the logs, and then the index from the logs by the module's own code. Each of a few
// processes takes its part of the conversations.

export type Part = {
  url: string;
  people: number;
  messages: number;
  seed: number;
  /** Of so many processes this is the n-th. */
  processes: number;
  n: number;
};

export const startMs = Date.UTC(2025, 0, 1);
export const spanMs = 600 * 86_400_000;
/** Logs grow side by side, as in a city, so that a conversation lies scattered on the disk. */
const slices = 40;
const rowsAtOnce = 4_000;
const linkEvery = 25;

export async function connect(url: string, maxConnections = 4): Promise<Database> {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const around = { clock: systemClock, random: secureRandom, log };
  return openDatabase({ url, dataDir: '', maxConnections, ...around });
}

type Row = { talk: Talk; seq: number; atMs: number; text: string; sender: string };

async function insertRows(db: Database, rows: readonly Row[]): Promise<void> {
  const list = (values: readonly (string | number)[]) => `{${values.join(',')}}`;
  await db.query({
    name: 'bench_log',
    text: `insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
           select c, s, p, gen_random_uuid(), 'message',
             jsonb_build_object('type', 'message', 'message',
               jsonb_build_object('type', 'text', 'text', t)), to_timestamp(a / 1000)
           from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::float8[],
             string_to_array($5, chr(10))) as u (c, s, p, a, t)`,
    values: [
      list(rows.map(({ talk }) => talk.conversationId)),
      list(rows.map(({ seq }) => seq)),
      list(rows.map(({ sender }) => sender)),
      list(rows.map(({ atMs }) => atMs)),
      rows.map(({ text }) => text).join('\n'),
    ],
  });
}

function* logRows(plan: Plan, part: Part): Generator<Row> {
  const vocabularies = openVocabularies(part.seed);
  const random = seededRandom(part.seed + 1 + part.n);
  for (let slice = 0; slice < slices; slice += 1) {
    for (let index = part.n; index < plan.talks.length; index += part.processes) {
      const talk = plan.talks[index] as Talk;
      const from = Math.floor((talk.count * slice) / slices);
      const to = Math.floor((talk.count * (slice + 1)) / slices);
      const vocabulary = vocabularies[scriptOf(index)];
      for (let n = from; n < to; n += 1) {
        const words = sentence(vocabulary, random);
        const sender = plan.people[talk.members[random.int(talk.members.length)] as number];
        yield {
          ...{ talk, seq: n + 1, sender: sender as string },
          atMs: Math.floor(startMs + ((n + random.float()) / talk.count) * spanMs),
          text: random.int(linkEvery) === 0 ? `${words} https://example.org/${n}` : words,
        };
      }
    }
  }
}

async function fillLogs(db: Database, plan: Plan, part: Part): Promise<number> {
  let rows: Row[] = [];
  let count = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const batch = rows;
    rows = [];
    count += batch.length;
    // The next rows are made while these are written.
    await writing;
    writing = insertRows(db, batch);
  };
  for (const row of logRows(plan, part)) {
    rows.push(row);
    if (rows.length >= rowsAtOnce) await flush();
  }
  await flush();
  await writing;
  return count;
}

async function fillIndex(db: Database, plan: Plan, part: Part): Promise<number> {
  const presenter = { entries: async () => [] } as never;
  const logs = createSearching({ db, presenter });
  let ids = plan.talks.flatMap(({ conversationId }, n) =>
    n % part.processes === part.n ? [conversationId] : [],
  );
  let entries = 0;
  // One block of each conversation after the other, so that blocks too lie scattered.
  while (ids.length > 0) {
    const more: typeof ids = [];
    for (let at = 0; at < ids.length; at += 100) {
      const filled = await followLogs({ db, logs }, ids.slice(at, at + 100), 128);
      entries += filled.entries;
      more.push(...filled.more);
    }
    ids = more;
  }
  return entries;
}

export type Filling = { what: 'logs' | 'index'; part: Part };

if (process.send !== undefined) {
  process.once('message', (message) => {
    const { what, part } = message as Filling;
    const run = async () => {
      const plan = planCity(part);
      await using db = await connect(part.url);
      await db.query('select 1');
      const fill = what === 'logs' ? fillLogs : fillIndex;
      const begun = process.cpuUsage();
      const count = await fill(db, plan, part);
      const { user, system } = process.cpuUsage(begun);
      process.send?.({ count, cpuMs: (user + system) / 1_000 });
    };
    run().then(
      () => process.disconnect(),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
