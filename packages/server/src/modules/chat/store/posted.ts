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

type WrittenRow = NonNullable<Place['written']> & { conversationId: ConversationId };

/**
 * Keeps others from writing to these conversations until the end, and tells what is there; each
 * conversation once, locked in the order of their ids.
 */
export async function lockPlaces(tx: Tx, posts: readonly Post[]): Promise<(Place | null)[]> {
  const ids = posts.map(({ conversationId }) => conversationId);
  const senders = posts.map(({ senderId }) => senderId);
  const { rows: locked } = await tx.query<{ conversationId: ConversationId; version: number }>({
    name: 'chat_post_lock',
    text: `select conversation_id as "conversationId", membership_version::float8 as version
           from chat_conversation where conversation_id = any($1::uuid[])
           order by conversation_id for no key update`,
    values: [ids],
  });
  // Asked only now, as they are once nobody else can change them.
  const { rows: written } = await tx.query<WrittenRow>({
    name: 'chat_post_written',
    text: `select e.conversation_id as "conversationId", e.seq::float8, e.at,
             e.type <> 'message' as "isGone",
             e.type <> 'message' or e.body = i.body as "isSame"
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])
             as i (conversation_id, sender_id, client_id, body)
           join chat_entry e on e.conversation_id = i.conversation_id
             and e.sender_id = i.sender_id and e.client_id = i.client_id`,
    values: [ids, senders, posts.map(({ clientId }) => clientId), posts.map(bodyOf)],
  });
  const { rows: members } = await tx.query<{ conversationId: ConversationId; hasLeft: boolean }>({
    name: 'chat_post_sender',
    text: `select m.conversation_id as "conversationId", m.left_seq is not null as "hasLeft"
           from unnest($1::uuid[], $2::uuid[]) as i (conversation_id, person_id)
           join chat_member m on m.conversation_id = i.conversation_id
             and m.person_id = i.person_id`,
    values: [ids, senders],
  });
  const versions = new Map(locked.map((row) => [row.conversationId, row.version]));
  const known = new Map(written.map(({ conversationId, ...row }) => [conversationId, row]));
  const left = new Map(members.map((row) => [row.conversationId, row.hasLeft]));
  return ids.map((id) => {
    const version = versions.get(id);
    if (version === undefined) return null;
    const hasLeft = left.get(id);
    const sender = hasLeft === undefined ? 'unknown' : hasLeft ? 'left' : 'member';
    return { version, written: known.get(id) ?? null, sender };
  });
}

/** Appends to conversations that are locked, one to each; gives their places in the logs. */
export async function appendPosts(tx: Tx, posts: readonly Post[], at: Date): Promise<number[]> {
  if (posts.length === 0) return [];
  const { rows } = await tx.query<{ conversationId: ConversationId; seq: number }>({
    name: 'chat_post',
    text: `with input as materialized (
             select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])
               as i (conversation_id, sender_id, client_id, body)
           ), moved as (
             update chat_conversation c set last_seq = c.last_seq + 1,
               last_shown_seq = c.last_seq + 1, last_at = greatest(c.last_at, $5),
               moved_at = greatest(c.moved_at, $5)
             from input i where c.conversation_id = i.conversation_id
             returning c.conversation_id, c.last_seq
           )
           insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
           select i.conversation_id, m.last_seq, i.sender_id, i.client_id, 'message', i.body, $5
           from input i join moved m using (conversation_id)
           returning conversation_id as "conversationId", seq::float8`,
    values: [
      posts.map(({ conversationId }) => conversationId),
      posts.map(({ senderId }) => senderId),
      posts.map(({ clientId }) => clientId),
      posts.map(bodyOf),
      at,
    ],
  });
  const seqs = new Map(rows.map((row) => [row.conversationId, row.seq]));
  return posts.map(({ conversationId }) => seqs.get(conversationId) ?? 0);
}
