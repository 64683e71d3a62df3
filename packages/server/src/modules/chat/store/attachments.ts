import type { ClientId, ConversationId, FileId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { EntryPlace } from './hidden.ts';

type Target = Pick<Database, 'query'>;
export type MessageKey = {
  conversationId: ConversationId;
  senderId: PersonId;
  clientId: ClientId;
};

/** The join of an attachment `a` with the entry of its message. */
const entryOfAttachment = `join chat_entry e on e.conversation_id = a.conversation_id
  and e.sender_id = a.sender_id and e.client_id = a.client_id`;

export async function selectAttached(target: Target, key: MessageKey): Promise<Set<FileId>> {
  const { rows } = await target.query<{ file_id: FileId }>(
    `select file_id from chat_attachment
     where conversation_id = $1 and sender_id = $2 and client_id = $3`,
    [key.conversationId, key.senderId, key.clientId],
  );
  return new Set(rows.map((row) => row.file_id));
}

/** Writes attachments, or makes them young again; answers those that were not there. */
export async function insertAttachments(
  tx: Tx,
  { conversationId, senderId, clientId }: MessageKey,
  { fileIds, at }: { fileIds: readonly FileId[]; at: Date },
): Promise<FileId[]> {
  const { rows } = await tx.query<{ file_id: FileId }>(
    `insert into chat_attachment (conversation_id, sender_id, client_id, file_id, at)
     select $1, $2, $3, unnest($4::uuid[]), $5
     on conflict (conversation_id, sender_id, client_id, file_id)
       do update set at = excluded.at, seen = false
     returning file_id, (xmax = 0) as is_new`,
    [conversationId, senderId, clientId, fileIds, at],
  );
  return (rows as { file_id: FileId; is_new: boolean }[])
    .filter((row) => row.is_new)
    .map((row) => row.file_id);
}

const gone = async (tx: Tx, statement: string, values: readonly unknown[]): Promise<FileId[]> => {
  const { rows } = await tx.query<{ file_id: FileId }>(statement, values);
  return rows.map((row) => row.file_id);
};

/** Deletes what messages showed; answers a file as often as it was shown. */
export function deleteAttachments(
  tx: Tx,
  conversationId: ConversationId,
  seqs: readonly number[],
): Promise<FileId[]> {
  return gone(
    tx,
    `delete from chat_attachment a using chat_entry e
     where e.conversation_id = $1 and e.seq = any($2::bigint[]) and a.conversation_id = $1
       and a.sender_id = e.sender_id and a.client_id = e.client_id
     returning a.file_id`,
    [conversationId, seqs],
  );
}

export function deleteAttachmentsOf(tx: Tx, senderId: PersonId): Promise<FileId[]> {
  return gone(tx, 'delete from chat_attachment where sender_id = $1 returning file_id', [senderId]);
}

export async function deleteAttachment(tx: Tx, key: MessageKey, fileId: FileId): Promise<boolean> {
  const { rowCount } = await tx.query(
    `delete from chat_attachment
     where conversation_id = $1 and sender_id = $2 and client_id = $3 and file_id = $4`,
    [key.conversationId, key.senderId, key.clientId, fileId],
  );
  return rowCount === 1;
}

/** Marks old attachments whose message is there; deletes and answers those without one. */
export async function sweepAttachments(
  tx: Tx,
  { before, limit }: { before: Date; limit: number },
): Promise<{ looked: number; gone: FileId[] }> {
  const { rows } = await tx.query<MessageRow>(
    `select a.conversation_id, a.sender_id, a.client_id, a.file_id,
       exists (
         select from chat_entry e where e.conversation_id = a.conversation_id
           and e.sender_id = a.sender_id and e.client_id = a.client_id and e.type = 'message'
       ) as is_shown
     from chat_attachment a where not a.seen and a.at < $1
     order by a.conversation_id, a.sender_id, a.client_id, a.file_id limit $2`,
    [before, limit],
  );
  const shown = rows.filter((row) => row.is_shown);
  await tx.query(`update chat_attachment a set seen = true ${sameKeys}`, keysOf(shown));
  const files = await gone(
    tx,
    `delete from chat_attachment a ${sameKeys.replace('from', 'using')} and a.at < $5
     returning a.file_id`,
    [...keysOf(rows.filter((row) => !row.is_shown)), before],
  );
  return { looked: rows.length, gone: files };
}

type MessageRow = {
  conversation_id: ConversationId;
  sender_id: PersonId;
  client_id: ClientId;
  file_id: FileId;
  is_shown: boolean;
};

const sameKeys = `from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
  as k (conversation_id, sender_id, client_id, file_id)
  where a.conversation_id = k.conversation_id and a.sender_id = k.sender_id
    and a.client_id = k.client_id and a.file_id = k.file_id`;

function keysOf(rows: readonly MessageRow[]): unknown[] {
  return [
    rows.map((row) => row.conversation_id),
    rows.map((row) => row.sender_id),
    rows.map((row) => row.client_id),
    rows.map((row) => row.file_id),
  ];
}

/** Where in this person's conversations a message shows the file, on the shard of conversations. */
export async function selectPlacesOf(
  target: Target,
  { fileId, personId, at }: { fileId: FileId; personId: PersonId; at: Date },
  limit: number,
): Promise<EntryPlace[]> {
  const { rows } = await target.query<{ conversation_id: ConversationId; seq: number }>({
    name: 'chat_attachment_places',
    text: `select e.conversation_id, e.seq::float8 as seq
           from chat_attachment a
           join chat_member m
             on m.conversation_id = a.conversation_id and m.person_id = $2
           ${entryOfAttachment}
           where a.file_id = $1 and e.type = 'message'
             and (e.expires_at is null or e.expires_at > $3)
             and e.seq > m.joined_seq and (m.left_seq is null or e.seq <= m.left_seq)
           limit $4`,
    values: [fileId, personId, at, limit],
  });
  return rows.map((row) => ({ conversationId: row.conversation_id, seq: row.seq }));
}

/** Up to where a person cleared conversations, on the shard of the person. */
export async function selectCleared(
  target: Target,
  personId: PersonId,
  conversationIds: readonly ConversationId[],
): Promise<Map<ConversationId, number>> {
  const { rows } = await target.query<{ conversation_id: ConversationId; cleared_seq: number }>(
    `select conversation_id, cleared_seq::float8 as cleared_seq from chat_inbox
     where person_id = $1 and conversation_id = any($2::uuid[])`,
    [personId, conversationIds],
  );
  return new Map(rows.map((row) => [row.conversation_id, row.cleared_seq]));
}

/** Whether a person took a file for a message that is not in the log, at least not yet. */
export async function selectIsPending(
  target: Target,
  fileId: FileId,
  senderId: PersonId,
): Promise<boolean> {
  const { rowCount } = await target.query(
    `select from chat_attachment a where a.file_id = $1 and a.sender_id = $2 and not exists (
       select from chat_entry e where e.conversation_id = a.conversation_id
         and e.sender_id = a.sender_id and e.client_id = a.client_id)
     limit 1`,
    [fileId, senderId],
  );
  return rowCount === 1;
}
