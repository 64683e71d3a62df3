import { isUuid, type ConversationId } from '@plaza/base';

/**
 * Where a message stands among those of all conversations: newest first, equal times by
 * conversation, and within one in the order of its log.
 */
export type Place = { atMs: number; conversationId: ConversationId; seq: number };

/** Negative: `a` comes first. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.atMs !== b.atMs) return b.atMs - a.atMs;
  if (a.conversationId !== b.conversationId) return a.conversationId < b.conversationId ? 1 : -1;
  return b.seq - a.seq;
}

export const writeCursor = ({ atMs, conversationId, seq }: Place): string =>
  `${atMs}.${conversationId}.${seq}`;

export function parseCursor(cursor: string): Place | null {
  const [atMs = '', conversationId = '', seq = ''] = cursor.split('.', 3);
  if (!/^\d{1,15}$/.test(atMs) || !/^\d{1,15}$/.test(seq) || !isUuid(conversationId)) return null;
  return {
    atMs: Number(atMs),
    conversationId: conversationId as ConversationId,
    seq: Number(seq),
  };
}
