import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { StoredBody, StoredEntry } from '../types.ts';

export type EntryRow = {
  seq: bigint;
  sender_id: PersonId;
  client_id: ClientId | null;
  body: StoredBody;
  at: Date;
};

export function toEntry(row: EntryRow): StoredEntry {
  return {
    seq: Number(row.seq),
    senderId: row.sender_id,
    clientId: row.client_id,
    body: row.body,
    at: row.at.toISOString(),
  };
}

/** Entries with `low < seq <= high`, in order; the first or the last `limit` of them. */
export async function selectEntries(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  range: { low: number; high: number; limit: number; end: 'first' | 'last' },
): Promise<StoredEntry[]> {
  if (range.limit <= 0 || range.low >= range.high) return [];
  const order = range.end === 'first' ? 'asc' : 'desc';
  const { rows } = await db.query<EntryRow>({
    name: `chat_entries_${order}`,
    text: `select seq, sender_id, client_id, body, at from chat_entry
           where conversation_id = $1 and seq > $2 and seq <= $3 order by seq ${order} limit $4`,
    values: [conversationId, range.low, range.high, range.limit],
  });
  const entries = rows.map(toEntry);
  return range.end === 'first' ? entries : entries.toReversed();
}

/** Takes the text out of everything that a person wrote in these conversations. */
export async function blankMessages(
  tx: Tx,
  senderId: PersonId,
  conversationIds: readonly ConversationId[],
): Promise<void> {
  await tx.query(
    `update chat_entry set type = 'erased', body = '{"type":"erased"}'
     where conversation_id = any($1::uuid[]) and sender_id = $2 and type = 'message'`,
    [conversationIds, senderId],
  );
}
