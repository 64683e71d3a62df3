import type { Tx } from '../db/index.ts';

export type JobOptions = {
  /** Not before this time; at once when absent. */
  runAt?: Date;
  /** A waiting job of the same key is replaced: the last one added wins. */
  key?: string;
};

/**
 * Work that is done later, at least once: a job that throws is tried again after growing waits, so
 * it must be idempotent. Payloads are JSON data.
 */
export type Jobs = {
  /** Says how jobs of this name run; before `start`. */
  define<Payload = unknown>(name: string, run: (payload: Payload) => Promise<void>): void;
  /** Adds a job; with `tx` only if that transaction commits. */
  add(tx: Tx | null, name: string, payload: object, options?: JobOptions): Promise<void>;
  /** Drops the waiting job of this key; one that already runs goes on. */
  cancel(tx: Tx | null, key: string): Promise<void>;
  /** Runs at the times of `cron` (five fields, UTC), on one process only; before `start`. */
  every(name: string, cron: string, run: () => Promise<void>): void;
  start(): Promise<void>;
  /** Takes no more jobs and waits for the running ones, at most 5 seconds. */
  stop(): Promise<void>;
  /** Jobs that are due later, due now, or failed and to be tried again. */
  waiting(): Promise<number>;
};
