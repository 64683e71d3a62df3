import { cpus, loadavg } from 'node:os';
import { entryBytes } from '../../test/e2e/support/bytes.ts';
import { median, printTable, quantile, rounded } from '../lib/figures.ts';
import type { WebCity } from './city.ts';
import type { fillBack } from './device.ts';
import type { record } from './recorder.ts';

type Recorded = Awaited<ReturnType<typeof record>>;
type Filled = Awaited<ReturnType<typeof fillBack>>;

export type Round = {
  loadBefore: number;
  welcomeMs: number;
  welcomeJsBytes: number;
  usefulMs: number;
  filled: Filled | null;
  initialJsBytes: number;
  offlineMs: readonly number[];
  visibleMs: readonly number[];
  drifts: readonly number[];
  scrolling: Recorded;
  acting: Recorded;
  /** Messages a second that really arrived meanwhile. */
  arrived: readonly number[];
};

type Line = {
  name: string;
  text: string;
  goal: number | null;
  unit: 'ms' | 'px' | 'kB' | '';
  /** One figure for each round. */
  values: readonly number[];
};

const p95 = (values: readonly number[]) => quantile(values, 0.95);
const most = (values: readonly number[]) => Math.max(0, ...values);

type Pick = (round: Round) => number;
type Naming = [name: string, text: string, unit: Line['unit'], goal: number | null];

const perRound: readonly [Naming, Pick][] = [
  [
    ['initialJsKb', 'JavaScript of the list of chats, gzip', 'kB', 150],
    ({ initialJsBytes }) => initialJsBytes / 1000,
  ],
  [
    ['welcomeJsKb', 'JavaScript of the welcome, gzip', 'kB', 150],
    ({ welcomeJsBytes }) => welcomeJsBytes / 1000,
  ],
  [['welcomeMs', 'first visit, to the welcome', 'ms', null], ({ welcomeMs }) => welcomeMs],
  [
    ['newDeviceMs', 'new device, from the click that signs in to the list', 'ms', 3_000],
    ({ usefulMs }) => usefulMs,
  ],
  [
    ['offlineReloadMs', 'offline reload to the list, p50', 'ms', 500],
    ({ offlineMs }) => median(offlineMs),
  ],
  [
    ['offlineReloadP95Ms', 'offline reload to the list, p95', 'ms', null],
    ({ offlineMs }) => p95(offlineMs),
  ],
  [
    ['sendToVisibleP95Ms', 'from the key to the message on the screen, p95', 'ms', 50],
    ({ visibleMs }) => p95(visibleMs),
  ],
  [
    ['prependDriftPx', 'a page put in front moves the text by at most', 'px', 1],
    ({ drifts }) => most(drifts),
  ],
  [
    ['scrollP95FrameMs', 'scrolling the long thread while others write, p95 frame', 'ms', 20],
    ({ scrolling }) => p95(scrolling.framesMs),
  ],
  [
    ['inpP95Ms', 'click or key to the next frame while others write, p95', 'ms', 100],
    ({ acting }) => p95(acting.interactionsMs),
  ],
];

const ofBackfill: readonly [Naming, (filled: Filled) => number][] = [
  [
    ['backfillP95FrameMs', 'while the whole history comes: p95 frame', 'ms', 20],
    ({ framesMs }) => p95(framesMs),
  ],
  [
    ['backfillLongestTaskMs', 'while the whole history comes: longest task', 'ms', 50],
    ({ longTasksMs }) => most(longTasksMs),
  ],
];

function linesOf(rounds: readonly Round[]): Line[] {
  const line = ([name, text, unit, goal]: Naming, values: readonly number[]): Line => ({
    ...{ name, text, unit, goal, values },
  });
  const filled = rounds.flatMap((round) => round.filled ?? []);
  return [
    ...perRound.map(([naming, pick]) => line(naming, rounds.map(pick))),
    ...ofBackfill.map(([naming, pick]) => line(naming, filled.map(pick))),
  ];
}

const shown = (value: number, unit: string) => `${value.toFixed(1)} ${unit}`.trim();

/** Prints each figure as the median of the rounds, beside its goal and the worst round. */
export async function report(rounds: readonly Round[], city: WebCity, isQuick: boolean) {
  const lines = linesOf(rounds);
  printTable([
    ['figure', 'median', 'worst', 'goal'],
    ...lines.map(({ text, unit, goal, values }) => [
      text,
      shown(median(values), unit),
      shown(most(values), unit),
      goal === null ? '' : `${goal} ${unit}`,
    ]),
  ]);
  const filled = rounds.flatMap((round) => round.filled ?? [])[0];
  const arrived = median(rounds.flatMap((round) => round.arrived));
  const inRound = rounds.flatMap((round) => round.acting.interactionsMs).length;
  console.log(
    JSON.stringify({
      ...{ bench: 'web', entryJsKb: rounded((await entryBytes()) / 1000, 2) },
      ...Object.fromEntries(lines.map(({ name, values }) => [name, rounded(median(values), 2)])),
      worst: Object.fromEntries(lines.map(({ name, values }) => [name, rounded(most(values), 2)])),
      goalsMissed: lines.flatMap(({ name, goal, values }) =>
        goal !== null && !(median(values) <= goal) ? [name] : [],
      ),
      backfill: {
        messages: filled?.count ?? 0,
        of: city.messages,
        seconds: rounded(filled?.seconds ?? Number.NaN),
        longTasks: filled?.longTasksMs.length ?? 0,
      },
      arrivedPerSecond: rounded(arrived),
      interactions: inRound,
      drifts: rounds.flatMap(({ drifts }) => drifts).length,
      frames: rounds.flatMap(({ scrolling }) => scrolling.framesMs).length,
      rounds: rounds.length,
      load: [...rounds.map(({ loadBefore }) => loadBefore), loadavg()[0] ?? 0].map((n) =>
        rounded(n),
      ),
      cores: cpus().length,
      quick: isQuick,
    }),
  );
}
