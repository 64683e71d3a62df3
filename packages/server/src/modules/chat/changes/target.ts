import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { isExpired } from '../present.ts';
import { lockLog, type ConversationRow } from '../store/conversations.ts';
import { selectEntryAt } from '../store/entries.ts';
import { selectHidden } from '../store/hidden.ts';
import { selectInbox } from '../store/inbox.ts';
import { selectMembership, type Membership } from '../store/members.ts';
import type { StoredEntry, StoredMessage } from '../types.ts';

export type Where = { viewerId: PersonId; conversationId: ConversationId; seq: number };
export type TargetReason = 'conversation_unknown' | 'not_member' | 'message_unknown' | 'read_only';

/** A message that somebody is about to change, in a conversation that is theirs until the end. */
export type Target = {
  conversation: ConversationRow;
  membership: Membership;
  entry: StoredEntry;
  /** Null when its content is gone. */
  message: StoredMessage | null;
};

/** What is on the shard of the viewer is asked before anything is locked. */
export async function mayHaveSeen(
  db: Pick<Database, 'query'>,
  { viewerId, conversationId, seq }: Where,
): Promise<boolean> {
  const inbox = await selectInbox(db, viewerId, conversationId);
  if (seq <= (inbox?.clearedSeq ?? 0)) return false;
  return !(await selectHidden(db, viewerId, [{ conversationId, seq }]))({ conversationId, seq });
}

/**
 * Locks the log and finds the message in it. Everything that changes a message comes through here,
 * so that of two changes the second one always sees the first.
 */
export async function lockTarget(
  tx: Tx,
  { viewerId, conversationId, seq }: Where,
  nowMs: number,
): Promise<Outcome<Target, TargetReason>> {
  const conversation = await lockLog(tx, conversationId);
  const membership = await selectMembership(tx, conversationId, viewerId);
  if (conversation === null || membership === null) return no('conversation_unknown');
  if (membership.leftSeq !== null) return no('not_member');
  const entry = seq > membership.joinedSeq ? await selectEntryAt(tx, conversationId, seq) : null;
  // Only messages were sent under an id, and keep it when their content is gone.
  if (entry === null || entry.clientId === null) return no('message_unknown');
  if (conversation.kind === 'archive' || conversation.isDissolved) return no('read_only');
  const hasContent = entry.body.type === 'message' && !isExpired(entry, nowMs);
  const message = hasContent && entry.body.type === 'message' ? entry.body.message : null;
  return yes({ conversation, membership, entry, message });
}
