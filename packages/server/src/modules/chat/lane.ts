import type { ConversationId } from '@plaza/base';
import {
  createLaneWriter,
  type LaneResult,
  type Pending,
  type Writer,
  type WriterDeps,
} from './lane-writer.ts';
import type { NewMessage } from './types.ts';

const maxBatch = 512;
/** Up to so many are not worth a commit more. */
const wholeBatch = 4;
const maxQueued = 5_000;
const maxQueuedBytes = 8 * 1024 * 1024;
/** A commit that takes so long waits for something that is not everybody's matter. */
const longMs = 50;
const writerCount = 2;

export type Lane = {
  /** Appends in the next commit; answered after it. */
  append(message: NewMessage): Promise<LaneResult>;
  queued(): number;
  /** Takes no more and writes what is queued. */
  stop(): Promise<void>;
};

type Batch = { conversations: ReadonlySet<ConversationId>; isLate: boolean };

const batchOf = (pendings: readonly Pending[]): Batch => {
  const conversations = new Set(pendings.map(({ input }) => input.conversationId));
  return { conversations, isLate: false };
};

/** A message with its body written down once. */
function inputOf({ message, shown: _, ...key }: NewMessage) {
  const bodyJson = JSON.stringify({ type: 'message', message });
  const hasMentions = 'mentions' in message || 'mentionsAll' in message;
  return { input: { ...key, bodyJson, hasMentions }, bytes: 200 + Buffer.byteLength(bodyJson) };
}

/** Once at the end of the turn: everything that the sockets brought in it is in one batch. */
function atEndOfTurn(run: () => void): () => void {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      run();
    });
  };
}

/** Messages that wait for a batch, as many as may. */
function createQueue() {
  const waiting: Pending[] = [];
  let waitingBytes = 0;
  return {
    size: () => waiting.length,
    isFullFor: (bytes: number) =>
      waiting.length >= maxQueued || waitingBytes + bytes > maxQueuedBytes,
    add(pending: Pending): void {
      waiting.push(pending);
      waitingBytes += pending.bytes;
    },
    /** The longest waiting that may be written now, in order; the others stay. */
    take(room: number, isBusy: (id: ConversationId) => boolean): Pending[] {
      const batch: Pending[] = [];
      let kept = 0;
      for (const pending of waiting) {
        const mayGo = batch.length < room && !isBusy(pending.input.conversationId);
        if (mayGo) batch.push(pending);
        else waiting[kept++] = pending;
      }
      waiting.length = kept;
      for (const { bytes } of batch) waitingBytes -= bytes;
      return batch;
    },
  };
}

/**
 * How many go into a batch: half of those that wait or have just been written, whose senders will
 * be back. So there are two halves in turn, and the database writes one while this process tells
 * of the other; with all in one batch each would stand idle while the other works.
 */
function roomFor(waiting: number, justWritten: number): number {
  return Math.min(maxBatch, Math.max(wholeBatch, Math.ceil((waiting + justWritten) / 2)));
}

/**
 * One queue and one batch in flight: what arrives while a commit is under way goes into the next
 * one, so the cost of a commit is shared by more the busier it gets. The next is on its way before
 * the one before is told. While a batch is held up, by the lock of one conversation, a second
 * connection writes those of all others. No conversation is in two batches at once, so each keeps
 * its order.
 */
export function createLane(deps: WriterDeps): Lane {
  const { clock } = deps;
  const free: Writer[] = Array.from({ length: writerCount }, () => createLaneWriter(deps));
  const writers = [...free];
  const underWay = new Set<Batch>();
  const queue = createQueue();
  const empty = Promise.withResolvers<void>();
  let isStopped = false;

  async function run(writer: Writer, pendings: Pending[]): Promise<void> {
    const batch = batchOf(pendings);
    underWay.add(batch);
    const late = clock.after(longMs, () => {
      batch.isLate = true;
      schedule();
    });
    const finish = () => {
      late.cancel();
      underWay.delete(batch);
    };
    const onCommitted = () => {
      finish();
      begin(pendings.length);
    };
    await writer.write(pendings, onCommitted).catch((error: unknown) => {
      for (const pending of pendings) pending.fail(error);
    });
    finish();
    free.push(writer);
    if (queue.size() > 0) schedule();
    else if (isStopped && underWay.size === 0) empty.resolve();
  }

  function begin(justWritten: number): void {
    const writer = queue.size() > 0 && mayBegin() ? free.pop() : undefined;
    if (writer === undefined) return;
    const all = [...underWay];
    const isBusy = (id: ConversationId) => all.some(({ conversations }) => conversations.has(id));
    const batch = queue.take(roomFor(queue.size(), justWritten), isBusy);
    if (batch.length === 0) free.push(writer);
    else void run(writer, batch);
  }

  const mayBegin = () => [...underWay].every(({ isLate }) => isLate);

  const beginSoon = atEndOfTurn(() => begin(0));
  const schedule = () => {
    if (mayBegin()) beginSoon();
  };

  return {
    append(message) {
      const { input, bytes } = inputOf(message);
      if (isStopped || queue.isFullFor(bytes)) return Promise.resolve('unavailable');
      const result = new Promise<LaneResult>((resolve, reject) => {
        queue.add({ message, input, bytes, settle: resolve, fail: reject });
      });
      schedule();
      return result;
    },
    queued: queue.size,
    async stop() {
      isStopped = true;
      if (queue.size() > 0 || underWay.size > 0) await empty.promise;
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}
