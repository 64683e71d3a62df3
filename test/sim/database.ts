import { systemClock } from '@plaza/base';
import {
  startEmbedded,
  type Embedded,
} from '../../packages/server/src/kernel/db/embedded/index.ts';

/** A PostgreSQL that several server processes share, and that may lose its power. */
export type SimDatabase = {
  url: string;
  /** Ends it as a power cut does, without a word to anybody, and starts it on what is left. */
  crash(downMs: number): Promise<void>;
  stop(): Promise<void>;
};

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

function urlOf({ host, port, user, password, database }: Embedded['connection']): string {
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}

export async function startSimDatabase(dataDir: string): Promise<SimDatabase> {
  const start = () => startEmbedded({ dataDir, maxConnections: 100, log, clock: systemClock });
  let running = await start();
  return {
    url: urlOf(running.connection),
    async crash(downMs) {
      const ended = new Promise<void>((resolve) => running.onExit(() => resolve()));
      process.kill(running.pid, 'SIGKILL');
      await ended;
      await running.stop();
      await systemClock.sleep(downMs);
      running = await start();
    },
    stop: () => running.stop(),
  };
}
