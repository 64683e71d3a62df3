import { pause, quantile } from '../lib/figures.ts';
import type { Seen, Timing } from './types.ts';

/** Called when the measured time begins and ends, so that others can look at their clocks. */
export type Signal = (what: 'began' | 'ended') => void;

/** Counts what happens within the measured time; before and after it counts nothing. */
export type Tally = {
  /** So many happened at once, after that time. */
  add(count: number, latencyMs: number | null): void;
  isOver(): boolean;
  /** Runs through warming up and the measured time. */
  run(timing: Timing, signal: Signal): Promise<Figures>;
};

export type Figures = Omit<Seen, 'lost' | 'sent' | 'closed'>;

export function createTally(): Tally {
  let count = 0;
  let isMeasuring = false;
  let isOver = false;
  const latenciesMs: number[] = [];
  return {
    add(more, latencyMs) {
      if (!isMeasuring) return;
      count += more;
      if (latencyMs !== null) latenciesMs.push(latencyMs);
    },
    isOver: () => isOver,
    async run({ warmMs, ms }, signal) {
      await pause(warmMs);
      const cpuBefore = process.cpuUsage();
      const fromMs = performance.now();
      isMeasuring = true;
      signal('began');
      await pause(ms);
      isMeasuring = false;
      isOver = true;
      const seconds = (performance.now() - fromMs) / 1000;
      const cpu = process.cpuUsage(cpuBefore);
      signal('ended');
      return {
        count,
        perSecond: count / seconds,
        p50Ms: quantile(latenciesMs, 0.5),
        p99Ms: quantile(latenciesMs, 0.99),
        maxMs: quantile(latenciesMs, 1),
        generatorCpuMs: (cpu.user + cpu.system) / 1000,
      };
    },
  };
}

const settleMs = 8_000;

/** Waits for what is still under way, and gives how much never came. */
export async function settle(missing: () => number, withinMs = settleMs): Promise<number> {
  for (let waitedMs = 0; missing() > 0 && waitedMs < withinMs; waitedMs += 20) await pause(20);
  return missing();
}
