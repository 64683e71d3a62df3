import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Kind } from '../types.ts';

export type Notify = 'all' | 'mentions' | 'nothing';

export type InboxRow = {
  personId: PersonId;
  conversationId: ConversationId;
  kind: Kind;
  joinedSeq: number;
  leftSeq: number | null;
  readSeq: number;
  clearedSeq: number;
  hiddenSeq: number | null;
  pinned: boolean;
  notify: Notify;
  archived: boolean;
  /** The newest announcement that was confirmed. */
  announcementReadSeq: number;
  markedUnread: boolean;
  /** Voice messages that were heard: all up to here, and these after it, oldest first. */
  heardToSeq: number;
  heardSeqs: readonly number[];
  draft: string;
  changedAt: Date;
};

type Row = {
  person_id: PersonId;
  conversation_id: ConversationId;
  kind: Kind;
  joined_seq: bigint;
  left_seq: bigint | null;
  read_seq: bigint;
  cleared_seq: bigint;
  hidden_seq: bigint | null;
  pinned: boolean;
  notify: Notify;
  archived: boolean;
  announcement_read_seq: bigint;
  marked_unread: boolean;
  heard_to_seq: bigint;
  heard_seqs: readonly (bigint | string)[];
  draft: string;
  changed_at: Date;
};

const numberOrNull = (value: bigint | null) => (value === null ? null : Number(value));

function toInbox(row: Row): InboxRow {
  return {
    personId: row.person_id,
    conversationId: row.conversation_id,
    kind: row.kind,
    joinedSeq: Number(row.joined_seq),
    leftSeq: numberOrNull(row.left_seq),
    readSeq: Number(row.read_seq),
    clearedSeq: Number(row.cleared_seq),
    hiddenSeq: numberOrNull(row.hidden_seq),
    pinned: row.pinned,
    notify: row.notify,
    archived: row.archived,
    announcementReadSeq: Number(row.announcement_read_seq),
    markedUnread: row.marked_unread,
    heardToSeq: Number(row.heard_to_seq),
    heardSeqs: row.heard_seqs.map(Number),
    draft: row.draft,
    changedAt: row.changed_at,
  };
}

/** The inboxes of one person or of many, in no order. */
export async function selectInboxes(
  db: Pick<Database, 'query'>,
  ...people: readonly PersonId[]
): Promise<InboxRow[]> {
  const { rows } = await db.query<Row>({
    name: 'chat_inboxes',
    text: 'select * from chat_inbox where person_id = any($1::uuid[])',
    values: [people],
  });
  return rows.map(toInbox);
}

export async function selectInbox(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<InboxRow | null> {
  const { rows } = await db.query<Row>({
    name: 'chat_inbox',
    text: 'select * from chat_inbox where person_id = $1 and conversation_id = $2',
    values: [personId, conversationId],
  });
  return rows[0] ? toInbox(rows[0]) : null;
}

/** What a person has taken away from a conversation for themselves. */
export type OwnView = { clearedSeq: number; hasHidden: boolean };

/** Both facts are on the viewer's shard: asked at once, for every page that is read. */
export async function selectOwnView(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<OwnView> {
  const { rows } = await db.query<{ clearedSeq: number | null; hasHidden: boolean }>({
    name: 'chat_own_view',
    text: `select (select cleared_seq from chat_inbox
                   where person_id = $1 and conversation_id = $2)::float8 as "clearedSeq",
             exists (select from chat_hidden
                     where person_id = $1 and conversation_id = $2) as "hasHidden"`,
    values: [personId, conversationId],
  });
  const [row] = rows;
  return { clearedSeq: row?.clearedSeq ?? 0, hasHidden: row?.hasHidden ?? false };
}

/** Locks the one row (one literal key), and makes it first when it is missing. */
export async function lockInbox(
  tx: Tx,
  initial: InboxRow,
): Promise<{ row: InboxRow; isNew: boolean }> {
  const select = () =>
    tx.query<Row>(
      'select * from chat_inbox where person_id = $1 and conversation_id = $2 for update',
      [initial.personId, initial.conversationId],
    );
  const found = (await select()).rows[0];
  if (found) return { row: toInbox(found), isNew: false };
  const { rowCount } = await tx.query(
    `insert into chat_inbox (person_id, conversation_id, kind, joined_seq, left_seq, read_seq,
       cleared_seq, hidden_seq, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      initial.personId,
      initial.conversationId,
      initial.kind,
      initial.joinedSeq,
      initial.leftSeq,
      initial.readSeq,
      initial.clearedSeq,
      initial.hiddenSeq,
      initial.changedAt,
    ],
  );
  const made = (await select()).rows[0];
  return { row: made ? toInbox(made) : initial, isNew: rowCount === 1 };
}

export async function updateInbox(tx: Tx, row: InboxRow): Promise<void> {
  await tx.query(
    `update chat_inbox set joined_seq = $3, left_seq = $4, read_seq = $5, cleared_seq = $6,
       hidden_seq = $7, pinned = $8, notify = $9, marked_unread = $10, draft = $11,
       changed_at = $12, archived = $13, announcement_read_seq = $14, heard_to_seq = $15,
       heard_seqs = $16
     where person_id = $1 and conversation_id = $2`,
    [
      row.personId,
      row.conversationId,
      row.joinedSeq,
      row.leftSeq,
      row.readSeq,
      row.clearedSeq,
      row.hiddenSeq,
      row.pinned,
      row.notify,
      row.markedUnread,
      row.draft,
      row.changedAt,
      row.archived,
      row.announcementReadSeq,
      row.heardToSeq,
      row.heardSeqs,
    ],
  );
}

export async function deleteInboxes(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from chat_inbox where person_id = $1', [personId]);
}

/** Whether two people are in some group together, as far as their lists know. */
export async function selectSharesGroup(
  db: Pick<Database, 'query'>,
  one: PersonId,
  other: PersonId,
): Promise<boolean> {
  const groupsOf = async (personId: PersonId, among: readonly ConversationId[] | null) => {
    const { rows } = await db.query<{ conversation_id: ConversationId }>(
      `select conversation_id from chat_inbox
       where person_id = $1 and kind = 'group' and left_seq is null
         and ($2::uuid[] is null or conversation_id = any($2::uuid[]))
       ${among === null ? '' : 'limit 1'}`,
      [personId, among],
    );
    return rows.map((row) => row.conversation_id);
  };
  const mine = await groupsOf(one, null);
  return mine.length > 0 && (await groupsOf(other, mine)).length > 0;
}

/** Has the head fetched anew by devices that were away; false where there is no inbox. */
export async function touchInbox(
  tx: Tx,
  { personId, conversationId, at }: Pick<InboxRow, 'personId' | 'conversationId'> & { at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update chat_inbox set changed_at = greatest(changed_at, $3)
     where person_id = $1 and conversation_id = $2`,
    [personId, conversationId, at],
  );
  return rowCount === 1;
}

export async function deleteInbox(
  tx: Tx,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<void> {
  await tx.query('delete from chat_inbox where person_id = $1 and conversation_id = $2', [
    personId,
    conversationId,
  ]);
}
