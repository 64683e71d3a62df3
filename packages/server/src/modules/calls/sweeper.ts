import type { Timer } from '@plaza/base';
import { yes } from '../../kernel/rpc/index.ts';
import { lapseMs, type Change } from './changing.ts';
import type { CallsDeps } from './deps.ts';
import { selectDue } from './store/calls.ts';

const everyMs = 1_000;
const batchSize = 200;

export type Sweeper = {
  /** Ends the ringing that is over and the parts of devices that are gone; answers of how many. */
  sweep(): Promise<number>;
  start(): void;
  /** Ends after the call at hand. */
  stop(): Promise<void>;
};

/**
 * Time is a party to every call, and says the same whoever looks: each process looks, and behind
 * the lock of a call only the first of them finds something to do.
 */
export function createSweeper(
  { db, clock, log }: Pick<CallsDeps, 'db' | 'clock' | 'log'>,
  change: Change,
): Sweeper {
  let timer: Timer | null = null;
  let sweeping: Promise<unknown> | null = null;

  async function sweep(): Promise<number> {
    const at = clock.now();
    const seenBefore = new Date(at.getTime() - lapseMs);
    const due = await selectDue(db, { at, seenBefore, limit: batchSize });
    // Nothing happens but what time has done before every step.
    for (const callId of due) await change(callId, (call) => yes(call));
    return due.length;
  }

  function tick(): void {
    sweeping ??= sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'calls could not be swept'))
      .finally(() => (sweeping = null));
  }

  return {
    sweep,
    start() {
      timer ??= clock.every(everyMs, tick);
    },
    async stop() {
      timer?.cancel();
      timer = null;
      await sweeping;
    },
  };
}
