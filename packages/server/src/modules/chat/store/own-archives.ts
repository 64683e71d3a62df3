import type { ConversationId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';

/** Deletes archives with all that is in them, and gives how long each of them was. */
export async function deleteArchives(
  tx: Tx,
  ids: readonly ConversationId[],
): Promise<{ conversationId: ConversationId; lastSeq: number }[]> {
  // The lock comes first, so that no batch is added to what is going.
  const { rows } = await tx.query<{ conversationId: ConversationId; lastSeq: number }>(
    `select conversation_id as "conversationId", last_seq::float8 as "lastSeq"
     from chat_conversation where conversation_id = any($1::uuid[]) and kind = 'archive'
     order by conversation_id for update`,
    [ids],
  );
  const found = rows.map(({ conversationId }) => conversationId);
  await tx.query('delete from chat_entry where conversation_id = any($1::uuid[])', [found]);
  await tx.query('delete from chat_member where conversation_id = any($1::uuid[])', [found]);
  await tx.query('delete from chat_conversation where conversation_id = any($1::uuid[])', [found]);
  return rows;
}
