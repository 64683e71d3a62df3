import { secureRandom, systemClock } from '@plaza/base';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../packages/server/src/kernel/db/index.ts';
import type { Embedded } from '../packages/server/src/kernel/db/embedded/index.ts';
import { audit } from './ledger/audit.ts';
import { openBooks, type Kind, type Move } from './ledger/books.ts';
import { openLane } from './ledger/lane.ts';
import { runSlice, type Slice, type Stage } from './ledger/load.ts';
import { report, type Measured, type Tpcb } from './ledger/report.ts';
import { endedChildrenCpuMs, treeCpuMs } from './lib/cpu.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { openYardstick, type Yardstick } from './lib/tpcb.ts';

// `npm run bench -- ledger [--quick]`: durable transfers through the ledger on PostgreSQL, each
// caller waiting for its own answer, against pgbench's TPC-B on the same PostgreSQL in alternating
// rounds. After each round the ledger is compared with everything that was acknowledged.

const isQuick = process.argv.includes('--quick');
const accounts = 100_000;
const callers = [16, 64, 256, 1024];
const tpcbClients = 16;
const branches: Record<Kind, number> = { uniform: 10, hot: 1 };
const kinds = ['uniform', 'hot'] as const;
const rounds = isQuick ? 2 : 5;
const tpcbSeconds = isQuick ? 2 : 5;
const single = { perRequest: 1, warmMs: isQuick ? 200 : 1_000, ms: isQuick ? 800 : 4_000 };
// Requests as large as they may be, so few that they wait for nothing but the ledger.
const batches: Slice = { ...single, kind: 'uniform', callers: 2, perRequest: 8_189 };

type Yardsticks = Record<Kind, Yardstick>;

async function connect(connection: Embedded['connection'], dataDir: string): Promise<Database> {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const around = { clock: systemClock, random: secureRandom, log };
  return openDatabase({ url: urlOf(connection), dataDir, maxConnections: 10, ...around });
}

/** A figure without durability would compare nothing. */
async function expectDurable(db: Database): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await db.query<Record<string, string>>(`show ${setting}`);
    if (rows[0]?.[setting] !== 'on') throw new Error(`${setting} is not on`);
  }
}

async function openYardsticks(database: Embedded, dataDir: string): Promise<Yardsticks | null> {
  const { launcherConnection } = database;
  await using db = await connect(launcherConnection, dataDir);
  const open = async (kind: Kind) => {
    const name = `tpcb_${kind}`;
    await db.query(`create database ${name}`);
    const options = { scale: branches[kind], clients: tpcbClients, database: name };
    return openYardstick(launcherConnection, options);
  };
  const [uniform, hot] = [await open('uniform'), await open('hot')];
  return uniform === null || hot === null ? null : { uniform, hot };
}

async function measureTpcb(yardstick: Yardstick, databasePid: number): Promise<Tpcb> {
  const [clientMs, databaseMs] = [endedChildrenCpuMs(), treeCpuMs(databasePid)];
  const done = await yardstick.run(tpcbSeconds);
  return {
    ...done,
    serverCpuUs: ((endedChildrenCpuMs() - clientMs) * 1000) / done.count,
    databaseCpuUs: ((treeCpuMs(databasePid) - databaseMs) * 1000) / done.count,
  };
}

type Results = {
  lane: Map<string, Measured[]>;
  batched: Measured[];
  tpcb: Record<Kind, Tpcb[]> | null;
};

/** Runs all slices of a round, and compares the ledger with what they were told. */
async function runRound(
  stage: Stage,
  yardsticks: Yardsticks | null,
  results: Results,
): Promise<void> {
  const told: Move[] = [];
  const run = async (slice: Slice): Promise<Measured> => {
    const { acknowledged, ...measured } = await runSlice(stage, slice);
    for (const move of acknowledged) told.push(move);
    return measured;
  };
  for (const kind of kinds) {
    if (yardsticks !== null) {
      results.tpcb?.[kind].push(await measureTpcb(yardsticks[kind], stage.databasePid));
    }
    for (const count of callers) {
      const name = `${kind} ${count}`;
      const before = results.lane.get(name) ?? [];
      results.lane.set(name, [...before, await run({ ...single, kind, callers: count })]);
    }
  }
  results.batched.push(await run(batches));
  await audit(stage.driver, stage.books, told);
}

/** Alternating rounds: whatever else the machine does falls on both alike. */
async function alternate(stage: Stage, yardsticks: Yardsticks | null): Promise<Results> {
  const tpcb = yardsticks === null ? null : { uniform: [], hot: [] };
  const results: Results = { lane: new Map(), batched: [], tpcb };
  for (let round = 1; round <= rounds; round += 1) {
    await runRound(stage, yardsticks, results);
    console.log(`round ${round} of ${rounds}: every acknowledged transfer is there`);
  }
  return results;
}

async function main(): Promise<void> {
  // Others on the machine take from both sides, but not alike: pgbench has many more processes.
  const loadBefore = loadavg()[0] ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await startDatabase(join(folder, 'data'));
  try {
    await using db = await connect(database.connection, folder);
    await expectDurable(db);
    const yardsticks = await openYardsticks(database, folder);
    await using lane = await openLane(db);
    const books = await openBooks(lane.driver, accounts);
    const stage = { driver: lane.driver, books, databasePid: database.pid };
    await audit(lane.driver, books, []);
    const results = await alternate(stage, yardsticks);
    report(results, { accounts, rounds, loadBefore, quick: isQuick });
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
