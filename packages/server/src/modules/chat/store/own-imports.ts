import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { StoredBody } from '../types.ts';

export type ImportRow = {
  conversationId: ConversationId;
  source: 'whatsapp' | 'telegram';
  begunAt: Date;
};

export async function selectImports(
  db: Pick<Database, 'query'>,
  personId: PersonId,
): Promise<ImportRow[]> {
  const { rows } = await db.query<ImportRow>(
    `select conversation_id as "conversationId", source, begun_at as "begunAt"
     from chat_import where person_id = $1 order by begun_at, conversation_id`,
    [personId],
  );
  return rows;
}

export async function insertImport(
  tx: Tx,
  personId: PersonId,
  { conversationId, source, begunAt }: ImportRow,
): Promise<void> {
  await tx.query(
    `insert into chat_import (person_id, conversation_id, source, begun_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [personId, conversationId, source, begunAt],
  );
}

export type Batch = {
  conversationId: ConversationId;
  /** How many messages are in the archive, as the caller thinks. */
  from: number;
  /** The most that an archive holds. */
  most: number;
  at: Date;
};

/** Makes room for a batch that follows on what is there; null when it does not, or is too much. */
export async function allotImported(
  tx: Tx,
  { conversationId, from, most, at }: Batch,
  count: number,
): Promise<{ version: number } | null> {
  const { rows } = await tx.query<{ version: number }>(
    `update chat_conversation set last_seq = last_seq + $3, last_shown_seq = last_seq + $3,
       last_at = greatest(last_at, $4), moved_at = greatest(moved_at, $4)
     where conversation_id = $1 and kind = 'archive' and last_seq = $2 and last_seq + $3 <= $5
     returning membership_version::float8 as version`,
    [conversationId, from, count, at, most],
  );
  return rows[0] ?? null;
}

/** Appends what was allotted, in one statement. */
export async function insertImported(
  tx: Tx,
  personId: PersonId,
  { conversationId, from, at }: Batch,
  items: readonly { clientId: ClientId; body: StoredBody }[],
): Promise<void> {
  await tx.query(
    `insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
     select $1, $2 + n, $3, client_id, 'message', body, $4
     from unnest($5::uuid[], $6::jsonb[]) with ordinality as u (client_id, body, n)`,
    [
      conversationId,
      from,
      personId,
      at,
      items.map((item) => item.clientId),
      items.map((item) => JSON.stringify(item.body)),
    ],
  );
}

export async function deleteImports(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from chat_import where person_id = $1', [personId]);
}

/** Takes one archive off the record; true while another call has not done so. */
export async function deleteImport(
  tx: Tx,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from chat_import where person_id = $1 and conversation_id = $2',
    [personId, conversationId],
  );
  return rowCount === 1;
}
