import type { ConversationId } from '@plaza/base';
import type { Message } from './sketch.ts';
import type { BlockRow } from './store.ts';

/** How far a log is indexed, and its newest block as long as that may grow. */
export type Tail = {
  block: number;
  endSeq: number;
  /** Null: complete. It grows in place, also when it cannot be written then. */
  row: BlockRow | null;
  /** All of the block's messages, where they are known: without them it is read to be made anew. */
  messages: readonly Message[] | null;
};

/** What the one who fills the index knows of it: nobody else writes it. */
export type Tails = {
  find(conversationId: ConversationId): Tail | undefined;
  put(conversationId: ConversationId, tail: Tail): void;
};

const mostBytes = 32 * 1024 * 1024;
/** Objects and their headers, about. */
const tailBytes = 600;
const messageBytes = 150;

function sizeOf({ row, messages }: Tail): number {
  let bytes = tailBytes;
  if (row !== null) bytes += row.sketch.length + row.slices.length + row.times.length;
  for (const { tokens } of messages ?? []) bytes += messageBytes + tokens.byteLength;
  return bytes;
}

/** Those that were used last, of bounded size. */
export function createTails(most = mostBytes): Tails & { bytes(): number } {
  const tails = new Map<ConversationId, { tail: Tail; bytes: number }>();
  let bytes = 0;

  function drop(conversationId: ConversationId): void {
    bytes -= tails.get(conversationId)?.bytes ?? 0;
    tails.delete(conversationId);
  }

  return {
    find: (conversationId) => tails.get(conversationId)?.tail,
    put(conversationId, tail) {
      drop(conversationId);
      const own = sizeOf(tail);
      tails.set(conversationId, { tail, bytes: own });
      bytes += own;
      for (const oldest of tails.keys()) {
        if (bytes <= most || oldest === conversationId) return;
        drop(oldest);
      }
    },
    bytes: () => bytes,
  };
}
