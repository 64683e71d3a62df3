import { median, printTable, quantile, rounded } from '../lib/figures.ts';
import type { PeerAnswer } from './peer.ts';
import type { Plan } from './plan.ts';
import type { Answer } from './run.ts';

export type Index = {
  /** Microseconds for a message: by the clock, with everything in parallel, and of processors. */
  wallUs: number;
  cpuUs: number;
  bytesPerMessage: number;
  logBytesPerMessage: number;
};

export type Results = {
  plan: Plan;
  index: Index;
  answers: readonly Answer[];
  kept: { perSecond: number; refused: number; worstLagMs: number };
  peer: readonly PeerAnswer[];
  loadBefore: number;
  quick: boolean;
};

const p95 = (values: readonly number[]) => quantile(values, 0.95);
const msOf = (answers: readonly { ms: number }[]) => answers.map(({ ms }) => ms);

function rowOf(name: string, answers: readonly Answer[], peer: readonly PeerAnswer[]): string[] {
  const mine = median(msOf(answers));
  const theirs = peer.length === 0 ? null : median(msOf(peer));
  return [
    name,
    median(answers.map(({ hits }) => hits)).toFixed(0),
    mine.toFixed(1),
    p95(msOf(answers)).toFixed(1),
    Math.max(...msOf(answers)).toFixed(0),
    String(answers.filter(({ wasCut }) => wasCut).length),
    theirs === null ? '' : theirs.toFixed(0),
    theirs === null ? '' : (theirs / mine).toFixed(0),
  ];
}

/** How many messages people can see, to say what was searched. */
function visible({ talks, talksOf }: Plan): { median: number; most: number } {
  const counts = talksOf.map((mine) => mine.reduce((sum, n) => sum + (talks[n]?.count ?? 0), 0));
  return { median: median(counts), most: counts.reduce((a, b) => Math.max(a, b), 0) };
}

export function report(results: Results): void {
  const { plan, index, answers, kept, peer, loadBefore, quick } = results;
  const byClass = Map.groupBy(answers, ({ name }) => name);
  const peerByClass = Map.groupBy(peer, ({ name }) => name);
  printTable([
    ['query', 'hits', 'p50 ms', 'p95 ms', 'most ms', 'cut', 'ILIKE ms', '×'],
    ...[...byClass].map(([name, own]) => rowOf(name, own, peerByClass.get(name) ?? [])),
    rowOf('all', answers, peer),
  ]);
  const seen = visible(plan);
  console.log(
    `${plan.messages} messages in ${plan.talks.length} conversations; a person sees ` +
      `${seen.median.toFixed(0)} of them (at most ${seen.most})`,
  );
  console.log(
    `index: ${index.bytesPerMessage.toFixed(0)} bytes a message (the log: ` +
      `${index.logBytesPerMessage.toFixed(0)}), ${index.wallUs.toFixed(1)} µs by the clock, ` +
      `${index.cpuUs.toFixed(1)} µs of processors`,
  );
  console.log(
    `meanwhile ${kept.perSecond.toFixed(0)} messages a second arrived, ${kept.refused} refused, ` +
      `found after at most ${kept.worstLagMs.toFixed(0)} ms; load at the start ` +
      loadBefore.toFixed(1),
  );
  const names = [...byClass.keys()];
  const ratio = (name: string) => {
    const [own, theirs] = [byClass.get(name), peerByClass.get(name)];
    return own && theirs ? [[name, rounded(median(msOf(theirs)) / median(msOf(own)))]] : [];
  };
  console.log(
    JSON.stringify({
      bench: 'search',
      messages: plan.messages,
      p50Ms: rounded(median(msOf(answers))),
      p95Ms: rounded(p95(msOf(answers))),
      p95ByClass: Object.fromEntries(
        names.map((name) => [name, rounded(p95(msOf(byClass.get(name) ?? [])))]),
      ),
      bytesPerMessage: rounded(index.bytesPerMessage),
      usPerMessage: rounded(index.wallUs),
      cpuUsPerMessage: rounded(index.cpuUs),
      arrivalsPerSecond: rounded(kept.perSecond, 0),
      worstLagMs: rounded(kept.worstLagMs, 0),
      cut: answers.filter(({ wasCut }) => wasCut).length,
      ratios: Object.fromEntries(names.flatMap(ratio)),
      ...{ loadBefore: rounded(loadBefore), quick },
    }),
  );
}
