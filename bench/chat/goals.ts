import { rounded } from '../lib/figures.ts';
import type { Row } from './report.ts';
import type { Outcome } from './run.ts';
import type { TargetName } from './target.ts';

export type Ratios = Record<string, number | null>;

type Goal = { ratio: string; says: string; isMet: (value: number) => boolean };

const atLeast = (ratio: string, least: number): Goal => ({
  ...{ ratio, says: `≥ ${least}`, isMet: (value) => value >= least },
});
const atMost = (ratio: string, most: number): Goal => ({
  ...{ ratio, says: `≤ ${most}`, isMet: (value) => value <= most },
});

/** What the product must reach, with everything on. */
const goals: readonly Goal[] = [
  atLeast('durable1to1VsEjabberdSql', 6),
  atMost('cpuPerMessageVsEjabberdSql', 0.167),
  atMost('p99AtRateVsEjabberdSql', 0.75),
  atLeast('group500VsEjabberdSql', 10),
  atLeast('group500VsMosquitto', 1.5),
  atLeast('group500OneVsEjabberdSql', 2.5),
  atMost('idleKibPerConnection', 10),
  atLeast('pagesVsEjabberdSql', 6),
  atMost('secondNodeCpuPerMessage', 1.6),
];

type Of = (row: Row) => number;
const rate: Of = ({ perSecond }) => perSecond;
const tail: Of = ({ p99Ms }) => p99Ms;
const cost: Of = ({ serverCpuUs, databaseCpuUs }) => serverCpuUs + databaseCpuUs;

/** Ratios of the product and its peers, each of the same measure in the same run. */
export function ratiosOf(rows: readonly Row[], { idle }: Outcome): Ratios {
  const between = (measure: string, of: Of, names: [TargetName, TargetName]): number | null => {
    const [one, other] = names.map((name) =>
      rows.find((row) => row.measure.startsWith(measure) && row.target === name),
    );
    return one && other ? rounded(of(one) / of(other), 3) : null;
  };
  const ejabberd = ['plaza', 'ejabberd-sql'] as [TargetName, TargetName];
  const nodes = ['plaza-2-nodes', 'plaza'] as [TargetName, TargetName];
  const tails = [500, 1_000].map((n) => between(`${n} a second`, tail, ejabberd));
  const worst = tails.filter((value) => value !== null);
  const mine = idle.get('plaza')?.collectedKibEach ?? undefined;
  const theirs = idle.get('ejabberd-sql')?.kibEach;
  return {
    durable1to1VsEjabberdSql: between('1:1, 400', rate, ejabberd),
    durable1to1Of1000VsEjabberdSql: between('1:1, 1000', rate, ejabberd),
    cpuPerMessageVsEjabberdSql: between('1:1, 400', cost, ejabberd),
    cpuPerMessageOf1000VsEjabberdSql: between('1:1, 1000', cost, ejabberd),
    p99AtRateVsEjabberdSql: worst.length === 0 ? null : Math.max(...worst),
    p99At500VsEjabberdSql: tails[0] ?? null,
    p99At1000VsEjabberdSql: tails[1] ?? null,
    group500VsEjabberdSql: between('group of 500, 8', rate, ejabberd),
    group500OneVsEjabberdSql: between('group of 500, 1', rate, ejabberd),
    group500VsMosquitto: between('group of 500, 8', rate, ['plaza', 'mosquitto']),
    group100VsEjabberdSql: between('group of 100, 8', rate, ejabberd),
    cpuPerDeliveryVsEjabberdSql: between('group of 500, 8', cost, ejabberd),
    pagesVsEjabberdSql: between('newest 50', rate, ejabberd),
    idleKibPerConnection: mine === undefined ? null : rounded(mine),
    idleMemoryVsEjabberdSql: mine === undefined || !theirs ? null : rounded(mine / theirs, 3),
    secondNodeCpuPerMessage: between('1:1, 400', cost, nodes),
    secondNodeCpuPerDelivery: between('group of 500, 8', cost, nodes),
  };
}

export type Judged = { ratio: string; value: number; goal: string; isMet: boolean };

/** Compares with the goals; what was not measured is not judged. */
export function judge(ratios: Ratios): Judged[] {
  return goals.flatMap(({ ratio, says, isMet }) => {
    const value = ratios[ratio] ?? null;
    return value === null ? [] : [{ ratio, value, goal: says, isMet: isMet(value) }];
  });
}
