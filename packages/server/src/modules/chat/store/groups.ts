import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Kind } from '../types.ts';

/** A conversation as those see it who change it. */
export type GroupRow = {
  conversationId: ConversationId;
  kind: Kind;
  name: string | null;
  ownerId: PersonId | null;
  memberCount: number;
  lastSeq: number;
  version: number;
  muteAll: boolean;
  joinApproval: boolean;
  timerSeconds: number | null;
  announcementSeq: number | null;
  announcementBy: PersonId | null;
  isDissolved: boolean;
};

const columns = `conversation_id as "conversationId", kind, name, owner_id as "ownerId",
  member_count as "memberCount", last_seq::float8 as "lastSeq",
  membership_version::float8 as version, mute_all as "muteAll",
  join_approval as "joinApproval", timer_seconds as "timerSeconds",
  announcement_seq::float8 as "announcementSeq", announcement_by as "announcementBy",
  dissolved_at is not null as "isDissolved"`;

export async function selectGroup(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
): Promise<GroupRow | null> {
  const { rows } = await db.query<GroupRow>(
    `select ${columns} from chat_conversation where conversation_id = $1`,
    [conversationId],
  );
  return rows[0] ?? null;
}

/**
 * Takes the row for this transaction: from here on nobody else writes to the log or changes who is
 * in it. With `rejudge`, batches that judged by what was before judge again: needed wherever it
 * changes who may write or who hears.
 */
export async function lockGroup(
  tx: Tx,
  conversationId: ConversationId,
  rejudge: boolean,
): Promise<GroupRow | null> {
  const { rows } = await tx.query<GroupRow>(
    rejudge
      ? `update chat_conversation set membership_version = membership_version + 1
         where conversation_id = $1 returning ${columns}`
      : `select ${columns} from chat_conversation where conversation_id = $1 for no key update`,
    [conversationId],
  );
  return rows[0] ?? null;
}

/** What may change of a group besides its log. */
export type GroupChange = Partial<
  Pick<GroupRow, 'name' | 'ownerId' | 'memberCount' | 'muteAll' | 'joinApproval' | 'timerSeconds'>
>;

const columnOf: Record<keyof GroupChange, string> = {
  name: 'name',
  ownerId: 'owner_id',
  memberCount: 'member_count',
  muteAll: 'mute_all',
  joinApproval: 'join_approval',
  timerSeconds: 'timer_seconds',
};

/** Writes some columns of a locked row. */
export async function updateGroup(
  tx: Tx,
  conversationId: ConversationId,
  change: GroupChange,
): Promise<void> {
  const keys = Object.keys(change) as (keyof GroupChange)[];
  if (keys.length === 0) return;
  const sets = keys.map((key, index) => `${columnOf[key]} = $${index + 2}`);
  await tx.query(`update chat_conversation set ${sets.join(', ')} where conversation_id = $1`, [
    conversationId,
    ...keys.map((key) => change[key]),
  ]);
}

export async function markDissolved(
  tx: Tx,
  conversationId: ConversationId,
  at: Date,
): Promise<void> {
  await tx.query('update chat_conversation set dissolved_at = $2 where conversation_id = $1', [
    conversationId,
    at,
  ]);
}

export type NewAnnouncement = { seq: number; text: string; byId: PersonId; at: Date };

/** Puts up an announcement; null takes down what is there. */
export async function updateAnnouncement(
  tx: Tx,
  conversationId: ConversationId,
  announcement: NewAnnouncement | null,
): Promise<void> {
  const { seq = null, text = null, byId = null, at = null } = announcement ?? {};
  await tx.query(
    `update chat_conversation set announcement_seq = $2, announcement_text = $3,
       announcement_by = $4, announcement_at = $5
     where conversation_id = $1`,
    [conversationId, seq, text, byId, at],
  );
}
