import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { createHttp } from '@plaza/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type WebSocket from 'ws';
import { signIn } from '../test/sim/chat/simulate.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { openSocket } from './lib/socket.ts';
import { buildCrowd, inParallel } from './group10k/crowd.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { pause, printTable, quantile, rounded } from './lib/figures.ts';

// `npm run bench -- group10k [--quick] [--online=N]`: a group of 10,000 on one node, all of them or
// N online over real sockets. A message counts as delivered to each member when their socket has
// it; the sockets' other side is this process, on the same machine.

const isQuick = process.argv.includes('--quick');
const members = isQuick ? 1_000 : 10_000;
const onlineFlag = process.argv.find((flag) => flag.startsWith('--online='));
const online = Math.min(members, Number(onlineFlag?.split('=')[1] ?? members));
const messages = isQuick ? 10 : 30;
const everyMs = isQuick ? 500 : 2_000;
const openAtOnce = 32;
const patienceMs = 20_000;
const pingMs = 25_000;

const newId = createIds(systemClock, secureRandom);

type Online = { personId: PersonId; token: string; socket: WebSocket };
type Tally = {
  latenciesMs: number[];
  /** Of the very first message: the process reads who is in the group. */
  firstMs: number;
  lost: number;
  others: number;
  closed: number;
};

async function comeOnline(
  origin: string,
  dataDir: string,
  people: readonly PersonId[],
): Promise<Online[]> {
  const present: Online[] = [];
  const city = { server: { origin }, dataDir } as Parameters<typeof signIn>[0];
  await inParallel(people, openAtOnce, async (personId) => {
    const token = await signIn(city, personId);
    const socket = await openSocket(origin, token);
    // As every client does: who is silent for long is taken for gone.
    setInterval(() => socket.readyState === socket.OPEN && socket.send('{"t":"ping"}'), pingMs);
    present.push({ personId, token, socket });
  });
  return present;
}

/** Sends messages by different members, each after the one before has had its time. */
async function measure(conversationId: ConversationId, present: readonly Online[]): Promise<Tally> {
  const tally: Tally = { latenciesMs: [], firstMs: 0, lost: 0, others: 0, closed: 0 };
  let mark = '';
  let sentMs = 0;
  let heard = 0;
  for (const { socket } of present) {
    // Whoever is away pulls from the log later; that is not what is measured here.
    if (socket.readyState !== socket.OPEN) tally.closed += 1;
    else socket.on('close', () => (tally.closed += 1));
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.startsWith('{"t":"answer"') || text.startsWith('{"t":"pong"')) return;
      if (!text.includes('"chat.entryAppended"')) tally.others += 1;
      else if (text.includes(mark)) {
        heard += 1;
        tally.latenciesMs.push(performance.now() - sentMs);
      }
    });
  }
  for (let n = 1; n <= messages + 1; n += 1) {
    const from = present[(n * 7_919) % present.length] as Online;
    if (from.socket.readyState !== from.socket.OPEN) continue;
    mark = `"message ${n} of the bench"`;
    heard = 0;
    const message = { type: 'text', text: JSON.parse(mark) as string };
    const input = { conversationId, clientId: newId<ClientId>(), message };
    sentMs = performance.now();
    from.socket.send(JSON.stringify({ t: 'call', id: n, method: 'chat.sendMessage', input }));
    const isHeard = () => heard >= present.length - tally.closed;
    while (!isHeard() && performance.now() - sentMs < patienceMs) await pause(20);
    tally.lost += Math.max(0, present.length - tally.closed - heard);
    if (n === 1) tally.firstMs = quantile(tally.latenciesMs.splice(0), 1);
    await pause(Math.max(0, everyMs - (performance.now() - sentMs)));
  }
  return tally;
}

type List = { listed: number; pageMs: number[] };

/** Reads the whole list of members, page by page. */
async function readList(origin: string, token: string, id: ConversationId): Promise<List> {
  const http = createHttp({ baseUrl: origin, token, fetch });
  const pageMs: number[] = [];
  const listed = new Set<PersonId>();
  let cursor: string | undefined;
  do {
    const startMs = performance.now();
    const input = { conversationId: id, ...(cursor === undefined ? {} : { cursor }) };
    const page = await http.call('chat.listMembers', input);
    if (!page.ok) throw new Error(page.error);
    pageMs.push(performance.now() - startMs);
    for (const { person } of page.output.members) listed.add(person.personId);
    cursor = page.output.next ?? undefined;
  } while (cursor !== undefined);
  return { listed: listed.size, pageMs };
}

/** Typing in so large a group is told nobody. */
async function typing(origin: string, token: string, id: ConversationId): Promise<string> {
  const http = createHttp({ baseUrl: origin, token, fetch });
  const answer = await http.call('chat.type', { conversationId: id });
  return answer.ok ? 'shown' : answer.error;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await startDatabase(join(folder, 'data'));
  try {
    const env = {
      PLAZA_DATABASE_URL: urlOf(database.connection),
      PLAZA_DATA_DIR: folder,
      PLAZA_GROUP_MEMBERS: '10000',
    };
    const { people, conversationId, joinsPerSecond } = await buildCrowd(env, {
      ...{ members, online },
    });
    console.log(`${people.length} people met in one group (${joinsPerSecond} joins a second)`);
    await using server = await startServerProcess({
      flags: ['--demo'],
      env: { ...env, PLAZA_LIMIT_FACTOR: '100000' },
    });
    const present = await comeOnline(server.origin, folder, people);
    console.log(`${present.length} of them are online`);
    await pause(2_000);
    const tally = await measure(conversationId, present);
    const { token } = present[0] as Online;
    const typed = await typing(server.origin, token, conversationId);
    const list = await readList(server.origin, token, conversationId);
    await pause(500);
    for (const { socket } of present) socket.terminate();
    const [p50, p99] = [quantile(tally.latenciesMs, 0.5), quantile(tally.latenciesMs, 0.99)];
    const last = quantile(tally.latenciesMs, 1);
    printTable([
      ['', 'p50 ms', 'p99 ms', 'last ms'],
      ['delivered to a member', p50.toFixed(0), p99.toFixed(0), last.toFixed(0)],
      [
        ...['a page of members', quantile(list.pageMs, 0.5).toFixed(1)],
        ...[quantile(list.pageMs, 0.99).toFixed(1), quantile(list.pageMs, 1).toFixed(1)],
      ],
    ]);
    console.log(
      JSON.stringify({
        ...{ bench: 'group10k', p99Ms: rounded(p99), p50Ms: rounded(p50) },
        firstMs: rounded(tally.firstMs),
        ...{ members: list.listed, online: present.length, messages },
        ...{ lost: tally.lost, closed: tally.closed, otherFrames: tally.others, typing: typed },
        ...{ listPages: list.pageMs.length, pageP99Ms: rounded(quantile(list.pageMs, 0.99)) },
        ...{ joinsPerSecond, quick: isQuick },
      }),
    );
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
