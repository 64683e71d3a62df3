import type { Ask, Core } from '../core.ts';
import type { Connection } from './connection.ts';

/** After a catching up that failed for a reason that a repetition alone does not cure. */
const retryMs = 10_000;

export type CatchUpDeps = {
  core: Core;
  connection: Connection;
  run: (ask: Ask) => Promise<void>;
  /** The device knows everything that happened while it was away. */
  onDone: () => void;
};

/** One catching up at a time; asked for again meanwhile, it runs once more. */
export type CatchUp = { isRunning(): boolean; start(): Promise<void> };

export function createCatchUp({ core, connection, run, onDone }: CatchUpDeps): CatchUp {
  let running: Promise<void> | null = null;
  let isWantedAgain = false;

  async function once(): Promise<void> {
    const ask = connection.current();
    const isDone = await connection.withAsk(run);
    running = null;
    if (isWantedAgain) return start();
    if (connection.current() !== ask) return;
    if (isDone) onDone();
    else core.clock.after(retryMs, () => void start());
  }

  async function start(): Promise<void> {
    isWantedAgain = running !== null;
    if (running !== null) return running;
    if (connection.current() === null) return;
    running = once();
    return running;
  }

  return { isRunning: () => running !== null, start };
}
