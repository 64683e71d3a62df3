import type { ConversationId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';

/** Where something was noted under this id; null: not yet. The conversation is locked. */
export async function selectNoteSeq(
  tx: Tx,
  conversationId: ConversationId,
  noteId: string,
): Promise<number | null> {
  const { rows } = await tx.query<{ seq: number }>(
    'select seq::float8 from chat_note where conversation_id = $1 and note_id = $2',
    [conversationId, noteId],
  );
  return rows[0]?.seq ?? null;
}

export async function insertNote(
  tx: Tx,
  row: { conversationId: ConversationId; noteId: string; seq: number },
): Promise<void> {
  await tx.query('insert into chat_note (conversation_id, note_id, seq) values ($1, $2, $3)', [
    row.conversationId,
    row.noteId,
    row.seq,
  ]);
}
