import { seededRandom } from '@plaza/base';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCity } from '../test/sim/chat/city.ts';
import { createLoad, type Figures, type Load } from './chat/load.ts';
import { openLanes } from './chat/pairs.ts';
import { startDatabase, urlOf } from './lib/database.ts';
import { median, pause, printTable, quantile, rounded } from './lib/figures.ts';
import { openYardstick, type Yardstick } from './lib/tpcb.ts';

// `npm run bench -- chat [--quick]`: durable 1:1 messages through a whole server process, over
// real sockets, with every feature on. The generator is this process, PostgreSQL keeps its full
// durability, and pgbench runs in alternating rounds on the same PostgreSQL as the yardstick.

const isQuick = process.argv.includes('--quick');
const people = isQuick ? 60 : 400;
const underWay = 128;
const rounds = isQuick ? 2 : 4;
const roundMs = isQuick ? 3_000 : 10_000;
const warmMs = isQuick ? 1_000 : 2_000;
const tpcb = { scale: 10, clients: 10, database: 'postgres' };
const rates = isQuick ? [500] : [100, 500, 1_000];

type Round = { chat: Figures; tps: number | null };

/** Alternating rounds: whatever else the machine does falls on both alike. */
async function alternate(load: Load, yardstick: Yardstick | null): Promise<Round[]> {
  const done: Round[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const tps = yardstick === null ? null : (await yardstick.run(roundMs / 1000)).perSecond;
    await pause(500);
    done.push({ chat: await load.saturate({ underWay, warmMs, ms: roundMs }), tps });
  }
  return done;
}

const latencies = (figures: Figures) =>
  [quantile(figures.latenciesMs, 0.5), quantile(figures.latenciesMs, 0.99)] as const;

function row(name: string, figures: Figures): string[] {
  const [p50, p99] = latencies(figures);
  const ack = quantile(figures.ackMs, 0.5);
  const cells = [figures.perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), ack.toFixed(1)];
  return [name, ...cells, String(figures.lost), String(figures.refused)];
}

function report(done: readonly Round[], fixed: ReadonlyMap<number, Figures>): void {
  printTable([
    ['round', 'messages/s', 'p50 ms', 'p99 ms', 'ack p50 ms', 'lost', 'refused'],
    ...done.map(({ chat }, n) => row(`${underWay} under way, round ${n + 1}`, chat)),
    ...[...fixed].map(([rate, figures]) => row(`${rate} a second`, figures)),
  ]);
  const perSecond = median(done.map(({ chat }) => chat.perSecond));
  const known = done.flatMap(({ tps }) => (tps === null ? [] : [tps]));
  const tps = known.length === 0 ? null : median(known);
  if (tps !== null) {
    const ratio = (perSecond / tps).toFixed(1);
    console.log(`pgbench TPC-B on the same PostgreSQL: ${tps.toFixed(0)} tps → ratio ${ratio}`);
  }
  const at = fixed.get(500);
  console.log(
    JSON.stringify({
      bench: 'chat',
      durable1to1PerSecond: rounded(perSecond, 0),
      p50Ms: rounded(median(done.map(({ chat }) => latencies(chat)[0]))),
      p99Ms: rounded(median(done.map(({ chat }) => latencies(chat)[1]))),
      underWay,
      p50MsAt500: at === undefined ? null : rounded(latencies(at)[0]),
      p99MsAt500: at === undefined ? null : rounded(latencies(at)[1]),
      lost: [...done.map(({ chat }) => chat), ...fixed.values()].reduce((n, f) => n + f.lost, 0),
      pgbenchTps: tps === null ? null : rounded(tps, 0),
      perPgbenchTransaction: tps === null ? null : rounded(perSecond / tps, 2),
      quick: isQuick,
    }),
  );
}

async function main(): Promise<void> {
  const random = seededRandom(1);
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await startDatabase(join(folder, 'data'));
  try {
    const env = { PLAZA_DATABASE_URL: urlOf(database.connection) };
    await using city = await openCity({ people, random, env });
    const lanes = await openLanes(city, random);
    const load = createLoad(lanes);
    const yardstick = await openYardstick(database.launcherConnection, tpcb);
    const done = await alternate(load, yardstick);
    const fixed = new Map<number, Figures>();
    for (const perSecond of rates) {
      fixed.set(perSecond, await load.keepRate({ perSecond, warmMs, ms: roundMs }));
    }
    report(done, fixed);
    for (const { from } of lanes) from.terminate();
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
