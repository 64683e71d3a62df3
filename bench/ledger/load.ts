import type { LedgerDriver } from '../../packages/server/src/modules/ledger/index.ts';
import { treeCpuMs } from '../lib/cpu.ts';
import { pause } from '../lib/figures.ts';
import { send, type Books, type Kind, type Move } from './books.ts';

export type Slice = {
  kind: Kind;
  /** Callers, each of which waits for its own durable answer before it asks again. */
  callers: number;
  /** Transfers in one request: 1, but for clients that batch by themselves. */
  perRequest: number;
  warmMs: number;
  ms: number;
};

export type Figures = {
  perSecond: number;
  latenciesMs: number[];
  /** Microseconds of processor for one transfer: this process, with its callers in it. */
  serverCpuUs: number;
  databaseCpuUs: number;
  /** Everything that was acknowledged, also before and after the measured time. */
  acknowledged: Move[];
};

export type Stage = { driver: LedgerDriver; books: Books; databasePid: number };

/** Fewer answers than these would make a figure of chance: the slice is longer for them. */
const fewestAnswers = 8;

type Mark = { ms: number; count: number; serverUs: number; databaseMs: number };

/** Runs one slice; a transfer that is not acknowledged ends the bench. */
export async function runSlice(stage: Stage, slice: Slice): Promise<Figures> {
  const { driver, books } = stage;
  const acknowledged: Move[] = [];
  const asked: { startMs: number; endMs: number }[] = [];
  let isOn = true;
  const failures: unknown[] = [];
  let onAnswer = () => undefined as void;
  // Time begins and ends with an answer, so that large requests are counted whole.
  const nextAnswer = () =>
    new Promise<void>((resolve) => {
      if (isOn) onAnswer = resolve;
      else resolve();
    });

  async function call(): Promise<void> {
    while (isOn) {
      const moves = Array.from({ length: slice.perRequest }, () => books.next(slice.kind));
      const startMs = performance.now();
      await send(driver, books, moves);
      asked.push({ startMs, endMs: performance.now() });
      for (const move of moves) acknowledged.push(move);
      onAnswer();
    }
  }
  const mark = (): Mark => {
    const { user, system } = process.cpuUsage();
    const databaseMs = treeCpuMs(stage.databasePid);
    return {
      ms: performance.now(),
      count: acknowledged.length,
      serverUs: user + system,
      databaseMs,
    };
  };

  const callers = Array.from({ length: slice.callers }, () =>
    call().catch((error: unknown) => {
      failures.push(error);
      isOn = false;
      onAnswer();
    }),
  );
  await pause(slice.warmMs);
  await nextAnswer();
  const from = mark();
  const answers = asked.length;
  await pause(slice.ms);
  do await nextAnswer();
  while (isOn && asked.length < answers + fewestAnswers);
  const to = mark();
  isOn = false;
  await Promise.all(callers);
  if (failures.length > 0) throw new Error('a caller got no answer', { cause: failures[0] });

  const count = to.count - from.count;
  const within = asked.filter(({ endMs }) => endMs > from.ms && endMs <= to.ms);
  return {
    perSecond: count / ((to.ms - from.ms) / 1000),
    latenciesMs: within.map(({ startMs, endMs }) => endMs - startMs),
    serverCpuUs: (to.serverUs - from.serverUs) / count,
    databaseCpuUs: ((to.databaseMs - from.databaseMs) * 1000) / count,
    acknowledged,
  };
}
