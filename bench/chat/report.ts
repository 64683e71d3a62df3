import { median, printTable, rounded } from '../lib/figures.ts';
import type { Measure } from './plan.ts';
import type { Outcome } from './run.ts';
import type { Taken } from './stage-hands.ts';
import type { TargetName } from './target.ts';

/** One target at one measure: medians over the rounds. */
export type Row = {
  measure: string;
  target: TargetName;
  rounds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Microseconds of processor for a message, a delivery, or a page. */
  serverCpuUs: number;
  databaseCpuUs: number;
  generatorCpuUs: number;
  /** Cores that were busy with none of this. */
  otherCores: number;
  lost: number;
  closed: number;
  kibPerPage?: number;
};

function rowOf(measure: Measure, target: TargetName, taken: readonly Taken[]): Row {
  const middle = (of: (one: Taken) => number, digits = 1) => rounded(median(taken.map(of)), digits);
  const total = (of: (one: Taken) => number) => taken.reduce((sum, one) => sum + of(one), 0);
  const each = (ms: number, { seen }: Taken) => (ms * 1000) / Math.max(1, seen.count);
  const pages = measure.work.kind === 'page';
  return {
    ...{ measure: measure.name, target, rounds: taken.length },
    perSecond: middle(({ seen }) => seen.perSecond, 0),
    p50Ms: middle(({ seen }) => seen.p50Ms, 2),
    p99Ms: middle(({ seen }) => seen.p99Ms, 2),
    maxMs: middle(({ seen }) => seen.maxMs),
    serverCpuUs: middle((one) => each(one.cpu.server, one)),
    databaseCpuUs: middle((one) => each(one.cpu.database, one)),
    generatorCpuUs: middle((one) => each(one.cpu.generator, one)),
    otherCores: middle(({ cpu, ms }) => cpu.others / ms, 2),
    lost: total(({ seen }) => seen.lost),
    closed: total(({ seen }) => seen.closed),
    ...(pages ? { kibPerPage: middle(({ seen }) => seen.kibPerPage ?? Number.NaN) } : {}),
  };
}

export function rowsOf({ taken }: Outcome): Row[] {
  return [...taken].flatMap(([measure, byName]) =>
    [...byName].map(([name, all]) => rowOf(measure, name, all)),
  );
}

const cells = (row: Row) => [
  `  ${row.target}`,
  String(row.perSecond),
  row.p50Ms.toFixed(1),
  row.p99Ms.toFixed(1),
  row.serverCpuUs.toFixed(1),
  row.databaseCpuUs.toFixed(1),
  row.generatorCpuUs.toFixed(1),
  row.otherCores.toFixed(2),
  row.kibPerPage === undefined ? '' : row.kibPerPage.toFixed(1),
  row.lost + row.closed === 0 ? '' : `${row.lost} lost, ${row.closed} closed`,
];

const head = [
  ...['', 'a second', 'p50 ms', 'p99 ms', 'server µs', 'PostgreSQL µs', 'generator µs'],
  ...['other cores', 'KiB/page', ''],
];

/** Prints the figures for people, measure by measure. */
export function printRows(rows: readonly Row[], outcome: Outcome): void {
  const lines: string[][] = [head];
  for (const name of new Set(rows.map(({ measure }) => measure))) {
    lines.push([name, ...head.slice(1).map(() => '')]);
    for (const row of rows) if (row.measure === name) lines.push(cells(row));
    for (const { measure, name: target } of outcome.beyond) {
      if (measure.name === name) lines.push([`  ${target}`, 'over its limit']);
    }
  }
  printTable(lines);
  if (outcome.idle.size === 0) return;
  console.log('');
  printTable([
    ['idle connections', 'open', 'KiB each', 'collected', 'cores'],
    ...[...outcome.idle].map(([target, { connections, kibEach, collectedKibEach, cores }]) => [
      ...[`  ${target}`, String(connections), kibEach.toFixed(1)],
      ...[collectedKibEach?.toFixed(1) ?? '', cores.toFixed(2)],
    ]),
  ]);
}
