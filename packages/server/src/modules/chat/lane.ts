import { createLaneWriter, type LaneResult, type Pending, type WriterDeps } from './lane-writer.ts';
import type { NewMessage } from './types.ts';

const maxBatch = 512;
const maxQueued = 5_000;
const maxQueuedBytes = 8 * 1024 * 1024;

export type Lane = {
  /** Appends in the next commit; answered after it. */
  append(message: NewMessage): Promise<LaneResult>;
  queued(): number;
  /** Takes no more and writes what is queued. */
  stop(): Promise<void>;
};

/**
 * One queue, one connection, one batch in flight: what arrives while a commit is under way goes
 * into the next one, so the cost of a commit is shared by more the busier it gets.
 */
export function createLane(deps: WriterDeps): Lane {
  const writer = createLaneWriter(deps);
  let queue: Pending[] = [];
  let queuedBytes = 0;
  let working: Promise<void> | null = null;
  let stopped = false;

  async function work(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.length > maxBatch ? queue.splice(0, maxBatch) : queue;
      if (batch === queue) queue = [];
      for (const { bytes } of batch) queuedBytes -= bytes;
      await writer.write(batch).catch((error: unknown) => {
        for (const pending of batch) pending.fail(error);
      });
    }
    working = null;
  }

  return {
    append(message) {
      const { message: said, ...key } = message;
      const bodyJson = JSON.stringify({ type: 'message', message: said });
      const bytes = 200 + Buffer.byteLength(bodyJson);
      const isFull = queue.length >= maxQueued || queuedBytes + bytes > maxQueuedBytes;
      if (stopped || isFull) return Promise.resolve('unavailable');
      queuedBytes += bytes;
      const result = new Promise<LaneResult>((resolve, reject) => {
        const hasMentions = 'mentions' in said || 'mentionsAll' in said;
        const input = { ...key, bodyJson, hasMentions };
        queue.push({ message, input, bytes, settle: resolve, fail: reject });
      });
      // One turn later, so that everything of the same read from the sockets is in the batch.
      working ??= Promise.resolve().then(work);
      return result;
    },
    queued: () => queue.length,
    async stop() {
      stopped = true;
      await working;
      await writer.close();
    },
  };
}
