import type { ConversationId, FavouriteId, FileId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { foldAll } from './folding.ts';
import type { KeptMessage } from './types.ts';

export const tables = ['favourites_item', 'favourites_file'];

export type Source = { conversationId: ConversationId; seq: number; senderId: PersonId; at: Date };

export type ItemRow = {
  personId: PersonId;
  favouriteId: FavouriteId;
  kind: 'message' | 'note';
  note: string;
  message: KeptMessage | null;
  source: Source | null;
  expiresAt: Date | null;
  tags: string[];
  createdAt: Date;
};

type Row = Omit<ItemRow, 'source'> & {
  conversationId: ConversationId | null;
  seq: number | null;
  senderId: PersonId | null;
  sentAt: Date | null;
};
type Target = Pick<Database, 'query'>;
type Key = Pick<ItemRow, 'personId' | 'favouriteId'>;

const columns = `i.person_id as "personId", i.favourite_id as "favouriteId", i.kind, i.note,
  i.message, i.conversation_id as "conversationId", i.seq::float8, i.sender_id as "senderId",
  i.sent_at as "sentAt", i.expires_at as "expiresAt", i.tags, i.created_at as "createdAt"`;

function toItem({ conversationId, seq, senderId, sentAt: at, ...row }: Row): ItemRow {
  const isKnown = conversationId !== null && seq !== null && senderId !== null && at !== null;
  return { ...row, source: isKnown ? { conversationId, seq, senderId, at } : null };
}

/** One at a time may add to what a person keeps, so that the limit holds. */
export async function lockPerson(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('favourites ' || $1, 0))`, [
    personId,
  ]);
}

export async function countItems(tx: Tx, personId: PersonId): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from favourites_item where person_id = $1',
    [personId],
  );
  return rows[0]?.count ?? 0;
}

export async function lockItem(tx: Tx, key: Key): Promise<ItemRow | null> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from favourites_item i
     where person_id = $1 and favourite_id = $2 for update`,
    [key.personId, key.favouriteId],
  );
  return rows[0] ? toItem(rows[0]) : null;
}

/** Writes all of an item; of one that is there, only what its owner may change. */
export async function putItem(tx: Tx, row: ItemRow): Promise<void> {
  await tx.query(
    `insert into favourites_item (person_id, favourite_id, kind, note, message, conversation_id,
       seq, sender_id, sent_at, expires_at, tags, folded, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (person_id, favourite_id) do update set
       note = excluded.note, tags = excluded.tags, folded = excluded.folded`,
    [
      row.personId,
      row.favouriteId,
      row.kind,
      row.note,
      row.message === null ? null : JSON.stringify(row.message),
      row.source?.conversationId ?? null,
      row.source?.seq ?? null,
      row.source?.senderId ?? null,
      row.source?.at ?? null,
      row.expiresAt,
      row.tags,
      foldAll(row),
      row.createdAt,
    ],
  );
}

export async function insertFiles(tx: Tx, key: Key, fileIds: readonly FileId[]): Promise<void> {
  await tx.query(
    `insert into favourites_file (person_id, favourite_id, file_id)
     select $1, $2, unnest($3::uuid[])`,
    [key.personId, key.favouriteId, fileIds],
  );
}

/** Takes the files from items, and gives one id for each row that counted for it. */
export async function deleteFiles(tx: Tx, items: readonly Key[]): Promise<FileId[]> {
  const { rows } = await tx.query<{ fileId: FileId }>(
    `delete from favourites_file f
     using unnest($1::uuid[], $2::uuid[]) as i (person_id, favourite_id)
     where f.person_id = i.person_id and f.favourite_id = i.favourite_id
     returning f.file_id as "fileId"`,
    [items.map((item) => item.personId), items.map((item) => item.favouriteId)],
  );
  return rows.map(({ fileId }) => fileId);
}

export async function deleteItem(tx: Tx, key: Key): Promise<void> {
  await tx.query('delete from favourites_item where person_id = $1 and favourite_id = $2', [
    key.personId,
    key.favouriteId,
  ]);
}

export type Place = { createdMs: number; favouriteId: string };

export type Asked = {
  /** Folded. */
  words: string | null;
  tag: string | null;
  before: Place | null;
  now: Date;
  limit: number;
};

/** The newest first; what disappeared is found by its tags only. */
export async function selectItems(
  db: Target,
  personId: PersonId,
  { words, tag, before, now, limit }: Asked,
): Promise<ItemRow[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from favourites_item i
     where person_id = $1
       and ($2::text is null
         or (strpos(folded, $2) > 0 and (expires_at is null or expires_at > $6)))
       and ($3::text is null or $3 = any(tags))
       and ($4::timestamptz is null or (created_at, favourite_id) < ($4, $5::uuid))
     order by created_at desc, favourite_id desc limit $7`,
    [
      personId,
      words,
      tag,
      before === null ? null : new Date(before.createdMs),
      before?.favouriteId ?? null,
      now,
      limit,
    ],
  );
  return rows.map(toItem);
}

export async function selectTags(db: Target, personId: PersonId, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ tag: string }>(
    `select tag from favourites_item cross join lateral unnest(tags) as t (tag)
     where person_id = $1 group by tag order by count(*) desc, tag limit $2`,
    [personId, limit],
  );
  return rows.map(({ tag }) => tag);
}

/** Whether a person keeps a message that shows the file. */
export async function keepsFile(
  db: Target,
  { personId, fileId, now }: { personId: PersonId; fileId: FileId; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from favourites_file f join favourites_item i using (person_id, favourite_id)
     where f.person_id = $1 and f.file_id = $2
       and (i.expires_at is null or i.expires_at > $3) limit 1`,
    [personId, fileId, now],
  );
  return rowCount === 1;
}

/** Locks the next copies of these messages, of any person, in the order of their keys. */
export async function lockCopies(
  tx: Tx,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
  limit: number,
): Promise<ItemRow[]> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from favourites_item i
     where conversation_id = $1 and seq = any($2::bigint[]) and message is not null
     order by person_id, favourite_id limit $3 for update`,
    [conversationId, seqs, limit],
  );
  return rows.map(toItem);
}

/** Locks all that others keep of what a person said. */
export async function lockCopiesOf(tx: Tx, senderId: PersonId): Promise<ItemRow[]> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from favourites_item i where sender_id = $1
     order by person_id, favourite_id for update`,
    [senderId],
  );
  return rows.map(toItem);
}

/** Takes the message out of items, and with `isErased` also who said it and where. */
export async function blankItems(
  tx: Tx,
  items: readonly ItemRow[],
  { isErased }: { isErased: boolean },
): Promise<void> {
  await tx.query(
    `update favourites_item i set message = null, expires_at = null, folded = u.folded,
       conversation_id = case when $4 then null else conversation_id end,
       seq = case when $4 then null else seq end,
       sender_id = case when $4 then null else sender_id end,
       sent_at = case when $4 then null else sent_at end
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as u (person_id, favourite_id, folded)
     where i.person_id = u.person_id and i.favourite_id = u.favourite_id`,
    [
      items.map((item) => item.personId),
      items.map((item) => item.favouriteId),
      items.map((item) => foldAll({ ...item, message: null })),
      isErased,
    ],
  );
}

export async function deletePerson(tx: Tx, personId: PersonId): Promise<FileId[]> {
  const { rows } = await tx.query<{ fileId: FileId }>(
    'delete from favourites_file where person_id = $1 returning file_id as "fileId"',
    [personId],
  );
  await tx.query('delete from favourites_item where person_id = $1', [personId]);
  return rows.map(({ fileId }) => fileId);
}
