import type { Clock } from '@plaza/base';
import { isConnectionError } from './db/index.ts';

/** Asks one question; it is answered together with others that were asked in the same moment. */
export type Ask<Question, Answer> = (question: Question) => Promise<Answer>;

export type BatchOptions = {
  /** The most questions of one batch. */
  largest: number;
  /** The most batches under way; what is asked meanwhile waits and goes together. */
  underWay: number;
  /** With a clock, a batch that is stuck keeps others waiting no longer than ten seconds. */
  clock?: Pick<Clock, 'after'>;
  /**
   * For what writes: when a batch fails, each of it is tried by itself, so that one which cannot
   * be written stands in nobody else's way. A batch that failed must have left nothing behind.
   */
  thenEach?: boolean;
};

const stuckMs = 10_000;

type Waiting<Question, Answer> = {
  question: Question;
  answer(value: Answer): void;
  fail(error: unknown): void;
};

/**
 * Turns a read of many into a read of one, which is made in batches: one question alone goes at the
 * end of its turn, and the more come at once, the more share a statement. A batch begins after
 * each of its questions was asked, so an answer is never older than its question.
 */
export function inBatches<Question, Answer>(
  answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { largest, underWay, clock, thenEach = false }: BatchOptions,
): Ask<Question, Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  let running = 0;
  let isScheduled = false;

  function take(): Waiting<Question, Answer>[] {
    if (waiting.length > largest) return waiting.splice(0, largest);
    const all = waiting;
    waiting = [];
    return all;
  }

  async function runEach(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    for (const { question, answer, fail } of batch) {
      await answerAll([question]).then((answers) => answer(answers[0] as Answer), fail);
    }
  }

  async function run(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    running += 1;
    let isCounted = true;
    const free = () => {
      if (!isCounted) return;
      isCounted = false;
      running -= 1;
      schedule();
    };
    const stuck = clock?.after(stuckMs, free);
    try {
      const answers = await answerAll(batch.map(({ question }) => question));
      batch.forEach(({ answer }, index) => answer(answers[index] as Answer));
    } catch (error) {
      if (thenEach && batch.length > 1 && !isConnectionError(error)) return await runEach(batch);
      // Where the database is away, whoever waits hears it now, not after all before them.
      const others = isConnectionError(error) ? waiting.splice(0) : [];
      for (const { fail } of [...batch, ...others]) fail(error);
    } finally {
      stuck?.cancel();
      free();
    }
  }

  function begin(): void {
    isScheduled = false;
    while (running < underWay && waiting.length > 0) void run(take());
  }

  /** At the end of the turn: everything that the sockets brought in it is asked together. */
  function schedule(): void {
    if (isScheduled || running >= underWay || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(begin);
  }

  return (question) =>
    new Promise((answer, fail) => {
      waiting.push({ question, answer, fail });
      schedule();
    });
}

/**
 * Answers questions of which no two may be about the same thing in one go: those about what was
 * asked about already come in the next one. In the order of the questions.
 */
export async function inWaves<Question, Answer>(
  questions: readonly Question[],
  aboutOf: (question: Question) => string,
  answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<Answer[]> {
  const waves: number[][] = [];
  const counts = new Map<string, number>();
  questions.forEach((question, place) => {
    const about = aboutOf(question);
    const wave = counts.get(about) ?? 0;
    counts.set(about, wave + 1);
    (waves[wave] ??= []).push(place);
  });
  const answers: Answer[] = [];
  for (const places of waves) {
    const its = await answerAll(places.map((place) => questions[place] as Question));
    places.forEach((place, index) => (answers[place] = its[index] as Answer));
  }
  return answers;
}

/**
 * Lets a few run at once, in the order of their coming. What many ask for at the same moment then
 * leaves the connections of the database, and its processors, to what must not wait.
 */
export function inTurns(atOnce: number): <T>(run: () => Promise<T>) => Promise<T> {
  const waiting: { enter(): void; fail(error: unknown): void }[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve, fail) => waiting.push({ enter: resolve, fail }));
  }

  /** The place is handed on: nobody who comes later slips in before who waits. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next.enter();
  }

  return async (run) => {
    await enter();
    try {
      return await run();
    } catch (error) {
      if (isConnectionError(error)) for (const { fail } of waiting.splice(0)) fail(error);
      throw error;
    } finally {
      leave();
    }
  };
}
