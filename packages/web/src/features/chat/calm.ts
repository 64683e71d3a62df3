import type { ConversationId } from '@plaza/base';
import type { ConversationState, State } from '@plaza/client';
import { useState } from 'react';

// Every message makes a new state. Most of a thread does not show what a message changes, and must
// not be drawn again for each of fifty a second: it is given a state that stays the same one until
// something else has changed. What these lists do not name counts as something else.

const busyOfState: ReadonlySet<keyof State> = new Set([
  ...(['conversations', 'intents', 'sends', 'typing', 'personalSeq'] as const),
  ...(['watermark', 'notices'] as const),
]);
const busyOfKnown: ReadonlySet<keyof ConversationState> = new Set([
  ...(['conversation', 'inbox', 'tally', 'stale', 'held', 'entries'] as const),
  ...(['window', 'quoted', 'overSeq'] as const),
]);
const busyOfConversation: ReadonlySet<string> = new Set(['lastSeq', 'lastEntry']);
const busyOfInbox: ReadonlySet<string> = new Set([
  ...['readSeq', 'unread', 'unreadAtSeq', 'mentionSeqs'],
]);

const busyOfWish: ReadonlySet<string> = new Set(['conversationId', 'readSeq', 'heard']);

/** Whether two records have the same values, but for some of their fields. */
export function isSame<T extends object>(
  a: T | undefined,
  b: T | undefined,
  but: ReadonlySet<string> = new Set(),
): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof T & string>;
  for (const key of keys) if (!but.has(key) && !Object.is(a[key], b[key])) return false;
  return true;
}

const listOf = (values: readonly unknown[] = []) => values.join();

/** Whether nothing changed but what a new message changes, as far as one conversation goes. */
export function isCalm(before: State, now: State, id: ConversationId): boolean {
  if (!isSame(before, now, busyOfState)) return false;
  const [known, next] = [before.conversations.get(id), now.conversations.get(id)];
  const [wish, wanted] = [before.intents.get(id), now.intents.get(id)];
  return (
    isSame(known, next, busyOfKnown) &&
    isSame(known?.conversation, next?.conversation, busyOfConversation) &&
    isSame(known?.inbox, next?.inbox, busyOfInbox) &&
    listOf(wish?.heard) === listOf(wanted?.heard) &&
    isSame<object>(wish ?? {}, wanted ?? {}, busyOfWish)
  );
}

/** The state as it was when something last changed that is not the coming of messages. */
export function useCalmState(state: State, id: ConversationId): State {
  const [kept] = useState(() => ({ state }));
  if (!isCalm(kept.state, state, id)) kept.state = state;
  return kept.state;
}
