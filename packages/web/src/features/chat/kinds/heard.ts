import type { ConversationId } from '@plaza/base';
import { inboxOf, type State } from '@plaza/client';

/** Whether a voice message was heard, here or on another device of mine. */
export function isHeard(state: State, id: ConversationId, seq: number | null): boolean {
  const inbox = inboxOf(state, id);
  if (seq === null || inbox === null) return true;
  return seq <= inbox.heardToSeq || inbox.heardSeqs.includes(seq);
}
