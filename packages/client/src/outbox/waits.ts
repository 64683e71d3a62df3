import type { Clock } from '@plaza/base';

/** Waits that can be cut short: a connection that is back is a reason to try at once. */
export type Waits = {
  pause(delayMs: number): Promise<void>;
  wake(): void;
};

export function createWaits(clock: Clock): Waits {
  const sleepers = new Set<() => void>();
  return {
    pause: (delayMs) =>
      new Promise((resolve) => {
        const timer = clock.after(delayMs, done);
        function done() {
          timer.cancel();
          sleepers.delete(done);
          resolve();
        }
        sleepers.add(done);
      }),
    wake() {
      for (const done of [...sleepers]) done();
    },
  };
}
