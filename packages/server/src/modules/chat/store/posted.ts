import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import type { StoredMessage } from '../types.ts';

export type Post = {
  conversationId: ConversationId;
  senderId: PersonId;
  /** Chosen by whoever lets the city write: the same id again is the same message. */
  clientId: ClientId;
  message: Exclude<StoredMessage, { type: 'contact' }>;
};

export type Place = {
  version: number;
  /** What was written under this id before; `isSame` also for what is gone since. */
  written: { seq: number; at: Date; isSame: boolean; isGone: boolean } | null;
  /** Where the sender stands. */
  sender: 'member' | 'left' | 'unknown';
};

const bodyOf = ({ message }: Post) => JSON.stringify({ type: 'message', message });

/** Keeps others from writing to the conversation until the end, and tells what is there. */
export async function lockPlace(tx: Tx, post: Post): Promise<Place | null> {
  const { conversationId, senderId, clientId } = post;
  const { rows: locked } = await tx.query<{ version: number }>(
    `select membership_version::float8 as version from chat_conversation
     where conversation_id = $1 for no key update`,
    [conversationId],
  );
  if (locked[0] === undefined) return null;
  // Asked only now, as they are once nobody else can change them.
  const { rows: written } = await tx.query<NonNullable<Place['written']>>(
    `select seq::float8, at, type <> 'message' as "isGone",
       type <> 'message' or body = $4::jsonb as "isSame"
     from chat_entry where conversation_id = $1 and sender_id = $2 and client_id = $3`,
    [conversationId, senderId, clientId, bodyOf(post)],
  );
  const { rows: members } = await tx.query<{ hasLeft: boolean }>(
    `select left_seq is not null as "hasLeft" from chat_member
     where conversation_id = $1 and person_id = $2`,
    [conversationId, senderId],
  );
  const member = members[0];
  const sender = member === undefined ? 'unknown' : member.hasLeft ? 'left' : 'member';
  return { version: locked[0].version, written: written[0] ?? null, sender };
}

/** Appends to a conversation that is locked. */
export async function appendPost(tx: Tx, post: Post, at: Date): Promise<number> {
  const { conversationId, senderId, clientId } = post;
  const { rows } = await tx.query<{ seq: number }>(
    `update chat_conversation set last_seq = last_seq + 1, last_shown_seq = last_seq + 1,
       last_at = greatest(last_at, $2), moved_at = greatest(moved_at, $2)
     where conversation_id = $1 returning last_seq::float8 as seq`,
    [conversationId, at],
  );
  const seq = rows[0]?.seq ?? 0;
  await tx.query(
    `insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
     values ($1, $2, $3, $4, 'message', $5, $6)`,
    [conversationId, seq, senderId, clientId, bodyOf(post), at],
  );
  return seq;
}
