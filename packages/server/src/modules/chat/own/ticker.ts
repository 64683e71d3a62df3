import type { Clock, Timer } from '@plaza/base';

/** So late a planned message or a reminder is at most, when nothing else holds it up. */
const everyMs = 2_000;

export type Ticker = {
  start(): void;
  stop(): Promise<void>;
  /** Does now what is due; for tests and for the end of a start. */
  run(): Promise<void>;
};

/** Looks for what is due. `works` each say whether there may be more. */
export function createTicker(
  { clock, log }: { clock: Clock; log: { warn(fields: object, text: string): void } },
  works: readonly (() => Promise<boolean>)[],
): Ticker {
  let timer: Timer | null = null;
  let working: Promise<void> | null = null;

  async function exhaust(work: () => Promise<boolean>): Promise<void> {
    while (await work());
  }

  async function run(): Promise<void> {
    await Promise.all(works.map(exhaust));
  }

  function wake(): void {
    working ??= run()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'what is due could not be looked for');
      })
      .finally(() => {
        working = null;
      });
  }

  return {
    run,
    start() {
      timer ??= clock.every(everyMs, wake);
      wake();
    },
    async stop() {
      timer?.cancel();
      timer = null;
      await working;
    },
  };
}
