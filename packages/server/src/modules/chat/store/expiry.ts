import type { ConversationId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';

type Due = { at: Date; limit: number };

/** Conversations of some of the messages whose time is over, the first one first. */
export async function selectExpired(
  db: Pick<Database, 'query'>,
  { at, limit }: Due,
): Promise<ConversationId[]> {
  const { rows } = await db.query<{ conversation_id: ConversationId }>(
    `select conversation_id from (
       select conversation_id, expires_at from chat_entry
       where type = 'message' and expires_at <= $1 order by expires_at limit $2
     ) e group by conversation_id order by min(expires_at)`,
    [at, limit],
  );
  return rows.map((row) => row.conversation_id);
}

export async function selectExpiredIn(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  { at, limit }: Due,
): Promise<number[]> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq::float8 from chat_entry
     where conversation_id = $1 and type = 'message' and expires_at <= $2
     order by expires_at limit $3`,
    [conversationId, at, limit],
  );
  return rows.map(({ seq }) => seq);
}
