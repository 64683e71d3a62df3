import type { Timer } from '@plaza/base';
import type { Arriving } from './arriving.ts';
import type { Commands } from './commands.ts';
import type { PayDeps } from './deps.ts';
import type { Erasing } from './erasing.ts';
import type { Flows } from './flows.ts';

const everyMs = 2_000;
const manyRounds = 10_000;

export type Sweeper = {
  start(): void;
  stop(): Promise<void>;
  wake(): void;
  /** For tests: completes everything now, due or not, and rejects when something fails. */
  drain(): Promise<boolean>;
};

/** Looks for what a killed process, or a ledger that did not answer, left half done. */
export function createSweeper(
  { clock, log }: Pick<PayDeps, 'clock' | 'log'>,
  parts: { commands: Commands; erasing: Erasing; arriving: Arriving; flows: Flows },
): Sweeper {
  let timer: Timer | null = null;
  let working: Promise<void> | null = null;
  let stopped = true;

  async function sweep(): Promise<void> {
    try {
      await parts.commands.sweep(false);
      await parts.arriving.sweep(false);
      for (const flow of parts.flows.all()) await flow.sweep(false);
      await parts.erasing.sweep(false);
    } catch (error) {
      log.error({ err: error }, 'unfinished money commands could not be looked for');
    }
  }

  function wake(): void {
    if (stopped) return;
    working ??= sweep().finally(() => {
      working = null;
    });
  }

  return {
    wake,
    start() {
      stopped = false;
      timer ??= clock.every(everyMs, wake);
      wake();
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      timer = null;
      await working;
    },
    async drain() {
      let hadSome = false;
      for (let round = 0; round < manyRounds; round += 1) {
        await working;
        let found = await parts.commands.sweep(true);
        found = (await parts.arriving.sweep(true)) || found;
        for (const flow of parts.flows.all()) found = (await flow.sweep(true)) || found;
        found = (await parts.erasing.sweep(true)) || found;
        if (!found) return hadSome;
        hadSome = true;
      }
      throw new Error('money commands do not come to an end');
    },
  };
}
