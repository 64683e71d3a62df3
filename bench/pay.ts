import { secureRandom, systemClock } from '@plaza/base';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../packages/server/src/kernel/db/index.ts';
import type { Embedded } from '../packages/server/src/kernel/db/embedded/index.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { audit } from './ledger/audit.ts';
import { openBooks, type Kind, type Move } from './ledger/books.ts';
import { openLane } from './ledger/lane.ts';
import { runSlice } from './ledger/load.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { pause } from './lib/figures.ts';
import { openYardstick, type Yardstick } from './lib/tpcb.ts';
import { runBatches } from './pay/batches.ts';
import { buildCity, type Crowd, type Payer } from './pay/city.ts';
import { openHands, runGrabs } from './pay/grabs.ts';
import { report, type Results } from './pay/report.ts';
import { openAsking } from './reconnect/wire.ts';
import { openShops, type Shop } from './pay/shops.ts';
import { pin, runTransfers, type Figures, type Stage } from './pay/transfers.ts';

// `npm run bench -- pay [--quick]`: what people and shops feel of the money, through the public
// API of a whole server: transfers that a passkey approves, each committed before its answer;
// batches of 500 that a shop pays by its key; a red packet at which a crowd grabs; the ledger
// alone; and pgbench's TPC-B on the same PostgreSQL, all in alternating rounds.

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 1 : 3;
const callers = [16, 64, 256];
const payers = 512;
const withPin = 64;
const shopCount = 2;
const batchesOfShop = 2;
const takers = isQuick ? 1_000 : 10_000;
const accounts = isQuick ? 10_000 : 100_000;
const tpcbClients = 16;
const tpcbSeconds = isQuick ? 2 : 5;
const slice = { warmMs: isQuick ? 500 : 1_000, ms: isQuick ? 2_000 : 5_000 };
const spreadMs = 1_000;
const branches: Record<Kind, number> = { uniform: 10, hot: 1 };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function connect(connection: Embedded['connection'], dataDir: string) {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const around = { clock: systemClock, random: secureRandom, log };
  return openDatabase({ url: urlOf(connection), dataDir, maxConnections: 10, ...around });
}

/** A database of its own beside the city's, on the same PostgreSQL. */
async function addDatabase(database: Embedded, dataDir: string, name: string) {
  await using db = await connect(database.launcherConnection, dataDir);
  await db.query(`create database ${name}`);
  return { ...database.launcherConnection, database: name };
}

async function openYardsticks(database: Embedded, dataDir: string) {
  const open = async (kind: Kind): Promise<Yardstick | null> => {
    const name = `tpcb_${kind}`;
    await addDatabase(database, dataDir, name);
    const options = { scale: branches[kind], clients: tpcbClients, database: name };
    return openYardstick(database.launcherConnection, options);
  };
  const [uniform, hot] = [await open('uniform'), await open('hot')];
  return uniform === null || hot === null ? null : { uniform, hot };
}

type Yardsticks = Awaited<ReturnType<typeof openYardsticks>>;

function keep(results: Results, name: string, figures: Figures): void {
  results.transfers.set(name, [...(results.transfers.get(name) ?? []), figures]);
}

async function measurePeople(stage: Stage, { payers: people }: Crowd, results: Results) {
  for (const count of callers) {
    const figures = await runTransfers(stage, people, { ...slice, callers: count });
    keep(results, `by passkey, ${count} at a time`, figures);
  }
  const some = people.slice(0, withPin);
  const slow = { ...slice, callers: 16, means: 'pin' as const };
  keep(results, 'by PIN, 16 at a time', await runTransfers(stage, some, slow));
}

async function measureShops(stage: Stage, shops: readonly Shop[], results: Results) {
  results.batches.push(await runBatches(stage, shops, { ...slice, callers: batchesOfShop }));
}

/** A PIN is hashed slowly on purpose, when it is made as when it is asked for. */
async function createPins(port: number, people: readonly Payer[]): Promise<void> {
  const line = await openAsking(port);
  for (const { token } of people) {
    await line.call('pay.createPin', { pin, currentPassword: null }, token);
  }
  line.end();
}

/** The ledger by itself, 1,024 under way, with its chain and everything else on. */
async function measureLedger(database: Embedded, folder: string, results: Results, round: number) {
  const connection = await addDatabase(database, folder, `ledger_${round}`);
  await using db = await connect(connection, folder);
  await using lane = await openLane(db);
  const books = await openBooks(lane.driver, accounts);
  const stage = { driver: lane.driver, books, databasePid: database.pid };
  const told: Move[] = [];
  for (const kind of ['uniform', 'hot'] as const) {
    const asked = { ...slice, kind, callers: 1_024, perRequest: 1 };
    const { acknowledged, perSecond } = await runSlice(stage, asked);
    for (const move of acknowledged) told.push(move);
    results.ledger[kind].push(perSecond);
  }
  await audit(lane.driver, books, told);
}

async function measureTpcb(yardsticks: Yardsticks, results: Results): Promise<void> {
  if (yardsticks === null) return;
  for (const kind of ['uniform', 'hot'] as const) {
    results.tpcb[kind].push((await yardsticks[kind].run(tpcbSeconds)).perSecond);
  }
}

async function measureGrabs(stage: Stage, crowd: Crowd, results: Results): Promise<void> {
  const hands = await openHands(stage.port, crowd.takers);
  const [sender] = crowd.payers as readonly [Payer];
  const of = { port: stage.port, sender, conversationId: crowd.conversationId };
  for (let round = 1; round <= rounds; round += 1) {
    results.grabs.spread.push(await runGrabs(of, hands, spreadMs));
    await pause(2_000);
    results.grabs.atOnce.push(await runGrabs(of, hands, 0));
    await pause(2_000);
  }
  for (const { live } of hands) live.end();
}

async function main(): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await startDatabase(join(folder, 'data'));
  try {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const env = {
      PLAZA_DATABASE_URL: urlOf(database.connection),
      PLAZA_DATA_DIR: folder,
      PLAZA_GROUP_MEMBERS: '10000',
      PLAZA_PUBLIC_URL: origin,
    };
    const crowd = await buildCity(env, origin, { payers, takers: takers - 1 });
    console.log(`${payers} people have money and a passkey, ${takers} are in a group`);
    const yardsticks = await openYardsticks(database, folder);
    const results: Results = {
      transfers: new Map(),
      batches: [],
      ledger: { uniform: [], hot: [] },
      tpcb: { uniform: [], hot: [] },
      grabs: { spread: [], atOnce: [] },
    };
    await using server = await startServerProcess({
      env: { ...env, PLAZA_PORT: String(port), PLAZA_LIMIT_FACTOR: '100000' },
    });
    const stage = { port, serverPid: server.pid(), databasePid: database.pid };
    await createPins(port, crowd.payers.slice(0, withPin));
    const shops = await openShops(port, crowd.payers, shopCount);
    for (let round = 1; round <= rounds; round += 1) {
      await measureTpcb(yardsticks, results);
      await measurePeople(stage, crowd, results);
      await measureShops(stage, shops, results);
      await measureLedger(database, folder, results, round);
      console.log(`round ${round} of ${rounds}`);
    }
    await measureGrabs(stage, crowd, results);
    report(results, { payers, takers, rounds, loadBefore, quick: isQuick });
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
