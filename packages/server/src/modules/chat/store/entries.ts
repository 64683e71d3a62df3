import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { StoredBody, StoredEntry, StoredExtra } from '../types.ts';

export type EntryRow = {
  seq: bigint;
  sender_id: PersonId;
  client_id: ClientId | null;
  body: StoredBody;
  at: Date;
  expires_at: Date | null;
  extra: StoredExtra | null;
};

export const entryColumns = 'seq, sender_id, client_id, body, at, expires_at, extra';

export function toEntry(row: EntryRow): StoredEntry {
  return {
    seq: Number(row.seq),
    senderId: row.sender_id,
    clientId: row.client_id,
    body: row.body,
    at: row.at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    extra: row.extra,
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
    text: `select ${entryColumns} from chat_entry
           where conversation_id = $1 and seq > $2 and seq <= $3 order by seq ${order} limit $4`,
    values: [conversationId, range.low, range.high, range.limit],
  });
  const entries = rows.map(toEntry);
  return range.end === 'first' ? entries : entries.toReversed();
}

/** Single entries by place, in order. */
export async function selectEntriesAt(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  seqs: readonly number[],
): Promise<StoredEntry[]> {
  if (seqs.length === 0) return [];
  const { rows } = await db.query<EntryRow>({
    name: 'chat_entries_at',
    text: `select ${entryColumns} from chat_entry
           where conversation_id = $1 and seq = any($2::bigint[]) order by seq`,
    values: [conversationId, seqs],
  });
  return rows.map(toEntry);
}

export async function selectEntryAt(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  seq: number,
): Promise<StoredEntry | null> {
  return (await selectEntriesAt(db, conversationId, [seq]))[0] ?? null;
}

/** Where something was written under this id, whatever became of it; null: nowhere. */
export async function selectWrittenSeq(
  db: Pick<Database, 'query'>,
  key: { conversationId: ConversationId; senderId: PersonId; clientId: ClientId },
): Promise<number | null> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq::float8 from chat_entry
     where conversation_id = $1 and sender_id = $2 and client_id = $3`,
    [key.conversationId, key.senderId, key.clientId],
  );
  return rows[0]?.seq ?? null;
}

/** The next page of what a person wrote in a conversation and what still has its content. */
export async function selectSeqsOf(
  db: Pick<Database, 'query'>,
  { conversationId, senderId }: { conversationId: ConversationId; senderId: PersonId },
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq::float8 from chat_entry
     where conversation_id = $1 and sender_id = $2 and type = 'message' limit $3`,
    [conversationId, senderId, limit],
  );
  return rows.map(({ seq }) => seq);
}

/**
 * Puts another body in the place of a message's; the conversation is locked by the caller. False
 * when it is a message no longer: an erasure does not wait for that lock.
 */
export async function updateEntry(
  tx: Tx,
  conversationId: ConversationId,
  { seq, body, extra }: Pick<StoredEntry, 'seq' | 'body' | 'extra'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update chat_entry set body = $3, extra = $4
     where conversation_id = $1 and seq = $2 and type = 'message'`,
    [conversationId, seq, JSON.stringify(body), extra === null ? null : JSON.stringify(extra)],
  );
  return rowCount === 1;
}
