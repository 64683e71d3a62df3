/** A timer that has been set; `cancel` is idempotent. */
export type Timer = { cancel(): void };

/**
 * Time as a dependency. `nowMs` is wall-clock milliseconds since 1970 UTC (for display and
 * expiry), `monotonicMs` never goes back (for durations and timeouts).
 */
export type Clock = {
  nowMs(): number;
  now(): Date;
  monotonicMs(): number;
  /** Calls `run` once after `delayMs`. The timer does not keep the process alive. */
  after(delayMs: number, run: () => void): Timer;
  /** Calls `run` every `intervalMs` until cancelled. Does not keep the process alive. */
  every(intervalMs: number, run: () => void): Timer;
  /** Resolves after `delayMs`, or rejects when `signal` aborts first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
};

type Unrefable = { unref?: () => void };

function detach(handle: unknown): void {
  (handle as Unrefable).unref?.();
}

/** The machine's clock. The one place of the product that asks it. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, delayMs);
    detach(handle);
    return { cancel: () => clearTimeout(handle) };
  },
  every(intervalMs, run) {
    const handle = setInterval(run, intervalMs);
    detach(handle);
    return { cancel: () => clearInterval(handle) };
  },
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const handle = setTimeout(done, delayMs);
      function stop() {
        clearTimeout(handle);
        reject(signal?.reason as Error);
      }
      function done() {
        signal?.removeEventListener('abort', stop);
        resolve();
      }
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
