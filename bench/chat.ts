import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, ratiosOf } from './chat/goals.ts';
import { fullPlan, lasting, narrowed, quickPlan, type Plan } from './chat/plan.ts';
import { plazaSettings } from './chat/plaza.ts';
import { printRows, rowsOf } from './chat/report.ts';
import { runPlan, type Outcome } from './chat/run.ts';
import { openSharedDatabase } from './chat/stage-hands.ts';
import { printTable, rounded } from './lib/figures.ts';

// `npm run bench -- chat [--quick] [--only=part,…] [--at=target,…] [--seconds=N]`: the product
// beside real servers, in alternating rounds of one run: see README.md.

const isQuick = process.argv.includes('--quick');

function listOf(flag: string): string[] {
  const given = process.argv.find((argument) => argument.startsWith(`--${flag}=`));
  return given?.split('=')[1]?.split(',') ?? [];
}

const startMs = performance.now();

function tell(line: string): void {
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${line}`);
}

function announce(loadBefore: number): void {
  const settings = Object.entries(plazaSettings).map(([name, value]) => `${name}=${value}`);
  console.log(
    `The product runs as shipped, with ${settings.join(' ')}: no limit is ever reached, all are ` +
      'asked. Peers: archive on, no limits, no TLS. One PostgreSQL with full durability for all: ' +
      'the product by its socket, as shipped, the peers over loopback.',
  );
  console.log(`${cpus().length} cores for all together, load before: ${loadBefore.toFixed(2)}`);
}

function report(outcome: Outcome, loadBefore: number): void {
  const rows = rowsOf(outcome);
  const ratios = ratiosOf(rows, outcome);
  const judged = judge(ratios);
  console.log('');
  printRows(rows, outcome);
  console.log('');
  printTable([
    ['goal', 'wanted', 'is', ''],
    ...judged.map(({ ratio, value, goal, isMet }) => [
      ...[ratio, goal, String(value), isMet ? 'met' : 'MISSED'],
    ]),
  ]);
  for (const line of outcome.absent) console.log(line);
  for (const line of outcome.failed) console.log(`failed: ${line}`);
  const lost = rows.reduce((sum, row) => sum + row.lost, 0);
  const at = (measure: string) =>
    rows.find((row) => row.target === 'plaza' && row.measure.startsWith(measure)) ?? null;
  console.log(
    JSON.stringify({
      bench: 'chat',
      ...{ ratios, goals: judged, rows },
      idle: Object.fromEntries(outcome.idle),
      durable1to1PerSecond: at('1:1, 400')?.perSecond ?? null,
      p99MsAt500: at('500 a second')?.p99Ms ?? null,
      beyond: outcome.beyond.map(({ measure, name }) => `${name}: ${measure.name}`),
      failed: outcome.failed,
      ...{ absent: outcome.absent, lost, loadBefore: rounded(loadBefore, 2), quick: isQuick },
    }),
  );
  const ours = rows.some((row) => row.lost > 0 && row.target.startsWith('plaza'));
  if (ours || outcome.failed.some((line) => line.startsWith('plaza'))) process.exitCode = 1;
}

async function main(): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  const asked: Plan = isQuick ? quickPlan : fullPlan;
  const seconds = Number(listOf('seconds')[0] ?? 0);
  const timed = seconds > 0 ? lasting(asked, seconds) : asked;
  const plan = narrowed(timed, listOf('only'), listOf('at'));
  announce(loadBefore);
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const database = await openSharedDatabase(join(folder, 'postgres'));
  try {
    const around = { folder, database: database.shared, databasePid: database.pid };
    report(await runPlan(plan, around, tell), loadBefore);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
process.exit();
