import { median, printTable, quantile, rounded } from '../lib/figures.ts';
import type { Transactions } from '../lib/tpcb.ts';
import type { Kind } from './books.ts';
import type { Figures } from './load.ts';

/** One slice of pgbench; the processor is what pgbench itself and PostgreSQL used for one. */
export type Tpcb = Transactions & { serverCpuUs: number; databaseCpuUs: number };

/** Figures of one slice, without what was acknowledged in it. */
export type Measured = Omit<Figures, 'acknowledged'>;

export type Done = {
  /** By kind and callers, such as `hot 64`; one of each round. */
  lane: ReadonlyMap<string, readonly Measured[]>;
  batched: readonly Measured[];
  /** Null without pgbench. Uniform: ten branches; hot: one. */
  tpcb: Readonly<Record<Kind, readonly Tpcb[]>> | null;
};

type Row = {
  name: string;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  serverCpuUs: number;
  databaseCpuUs: number;
};

type Summable = { perSecond: number; serverCpuUs: number; databaseCpuUs: number };

function summary(name: string, rounds: readonly (Summable & { latenciesMs?: number[] })[]): Row {
  const of = (field: keyof Summable) => median(rounds.map((round) => round[field]));
  const at = (share: number) =>
    median(rounds.map(({ latenciesMs = [] }) => quantile(latenciesMs, share)));
  return {
    ...{ name, perSecond: of('perSecond'), p50Ms: at(0.5), p99Ms: at(0.99) },
    ...{ serverCpuUs: of('serverCpuUs'), databaseCpuUs: of('databaseCpuUs') },
  };
}

const cell = (value: number, digits: number) =>
  Number.isFinite(value) ? value.toFixed(digits) : '-';

/** How often a transfer fits into a transaction of the yardstick: by the clock, by processor. */
function ratiosOf(row: Row, yardstick: Row | undefined): { clock: number; cpu: number } {
  if (yardstick === undefined) return { clock: Number.NaN, cpu: Number.NaN };
  const cpu = (of: Row) => of.serverCpuUs + of.databaseCpuUs;
  return { clock: row.perSecond / yardstick.perSecond, cpu: cpu(yardstick) / cpu(row) };
}

function cells(row: Row, yardstick: Row | undefined): string[] {
  const ratios = ratiosOf(row, yardstick);
  return [
    row.name,
    cell(row.perSecond, 0),
    cell(row.p50Ms, 1),
    cell(row.p99Ms, 1),
    cell(row.serverCpuUs, 0),
    cell(row.databaseCpuUs, 0),
    cell(ratios.clock, 1),
    cell(ratios.cpu, 1),
  ];
}

const head = [
  ...['', 'a second', 'p50 ms', 'p99 ms'],
  ...['server µs', 'PostgreSQL µs', '× TPC-B', '× by CPU'],
];

const kindOf = (name: string): Kind => (name.startsWith('hot') ? 'hot' : 'uniform');

/** A figure for the line of JSON; null where it could not be measured. */
function figure(value: number, digits: number): number | null {
  return Number.isFinite(value) ? rounded(value, digits) : null;
}

function json(rows: ReadonlyMap<string, Row>, tpcb: Partial<Record<Kind, Row>>) {
  const row = (name: string) => rows.get(name) as Row;
  const ratios = (by: 'clock' | 'cpu') => {
    const ratio = (name: string, kind: Kind) => figure(ratiosOf(row(name), tpcb[kind])[by], 2);
    return {
      uniform1024VsTpcb: ratio('uniform 1024', 'uniform'),
      hot1024VsTpcb: ratio('hot 1024', 'hot'),
      uniform64VsTpcb: ratio('uniform 64', 'uniform'),
      hot1024VsTpcbUniform: ratio('hot 1024', 'uniform'),
    };
  };
  const byName = (of: (row: Row) => number, digits: number) =>
    Object.fromEntries([...rows].map(([name, one]) => [name, figure(of(one), digits)]));
  return {
    ratios: ratios('clock'),
    ratiosByCpu: ratios('cpu'),
    tpcbPerSecond: {
      scale10: figure(tpcb.uniform?.perSecond ?? Number.NaN, 0),
      scale1: figure(tpcb.hot?.perSecond ?? Number.NaN, 0),
    },
    perSecond: byName(({ perSecond }) => perSecond, 0),
    p50Ms: byName(({ p50Ms }) => p50Ms, 1),
    p99Ms: byName(({ p99Ms }) => p99Ms, 1),
    serverCpuUs: byName(({ serverCpuUs }) => serverCpuUs, 1),
    databaseCpuUs: byName(({ databaseCpuUs }) => databaseCpuUs, 1),
  };
}

/** Prints the table, and the line of JSON last. */
export function report({ lane, batched, tpcb }: Done, about: object): void {
  const yardsticks: Partial<Record<Kind, Row>> =
    tpcb === null
      ? {}
      : {
          uniform: summary('TPC-B, 10 branches', tpcb.uniform),
          hot: summary('TPC-B, 1 branch', tpcb.hot),
        };
  const rows = new Map([...lane].map(([name, rounds]) => [name, summary(name, rounds)]));
  rows.set('batched', summary('batched', batched));
  printTable([
    head,
    ...Object.values(yardsticks).map((row) => cells(row, row)),
    ...[...rows].map(([name, row]) => cells(row, yardsticks[kindOf(name)])),
  ]);
  console.log(JSON.stringify({ bench: 'ledger', ...json(rows, yardsticks), ...about }));
}
