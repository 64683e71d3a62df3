import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Kind, StoredBody, StoredEntry } from '../types.ts';

export type ConversationRow = {
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
  isDissolved: boolean;
};

type Row = {
  conversation_id: ConversationId;
  kind: Kind;
  name: string | null;
  owner_id: PersonId | null;
  member_count: number;
  last_seq: bigint;
  membership_version: bigint;
  mute_all: boolean;
  join_approval: boolean;
  timer_seconds: number | null;
  announcement_seq: bigint | null;
  dissolved_at: Date | null;
};

const columns = `conversation_id, kind, name, owner_id, member_count, last_seq, membership_version,
  mute_all, join_approval, timer_seconds, announcement_seq, dissolved_at`;

function toConversation(row: Row): ConversationRow {
  return {
    conversationId: row.conversation_id,
    kind: row.kind,
    name: row.name,
    ownerId: row.owner_id,
    memberCount: row.member_count,
    lastSeq: Number(row.last_seq),
    version: Number(row.membership_version),
    muteAll: row.mute_all,
    joinApproval: row.join_approval,
    timerSeconds: row.timer_seconds,
    announcementSeq: row.announcement_seq === null ? null : Number(row.announcement_seq),
    isDissolved: row.dissolved_at !== null,
  };
}

export async function selectConversation(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  const { rows } = await db.query<Row>({
    name: 'chat_conversation',
    text: `select ${columns} from chat_conversation where conversation_id = $1`,
    values: [conversationId],
  });
  return rows[0] ? toConversation(rows[0]) : null;
}

/**
 * Takes the row for this transaction: from here on nobody else writes to the log or changes who is
 * in it. Batches that judged by the old membership will judge again.
 */
export async function lockConversation(
  tx: Tx,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  const { rows } = await tx.query<Row>(
    `update chat_conversation set membership_version = membership_version + 1
     where conversation_id = $1 returning ${columns}`,
    [conversationId],
  );
  return rows[0] ? toConversation(rows[0]) : null;
}

/**
 * Keeps others from writing to the log until the end, for what changes neither who is in nor who
 * may send: batches that wait for it go on as they were judged.
 */
export async function lockLog(
  tx: Tx,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from chat_conversation where conversation_id = $1 for no key update`,
    [conversationId],
  );
  return rows[0] ? toConversation(rows[0]) : null;
}

export type NewConversation = {
  conversationId: ConversationId;
  kind: Kind;
  name: string | null;
  ownerId: PersonId | null;
  pair: readonly [PersonId, PersonId] | null;
  memberCount: number;
  at: Date;
};

/** False when the conversation is there already. */
export async function insertConversation(tx: Tx, row: NewConversation): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into chat_conversation (conversation_id, kind, name, owner_id, person_a, person_b,
       member_count, last_at, moved_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8) on conflict (conversation_id) do nothing`,
    [
      row.conversationId,
      row.kind,
      row.name,
      row.ownerId,
      row.pair?.[0] ?? null,
      row.pair?.[1] ?? null,
      row.memberCount,
      row.at,
    ],
  );
  return rowCount === 1;
}

export async function updateGroup(
  tx: Tx,
  conversationId: ConversationId,
  change: { name: string | null; ownerId: PersonId | null; memberCount: number },
): Promise<void> {
  await tx.query(
    `update chat_conversation set name = $2, owner_id = $3, member_count = $4
     where conversation_id = $1`,
    [conversationId, change.name, change.ownerId, change.memberCount],
  );
}

/** Appends what the server itself has to say; the conversation's row is locked by the caller. */
export async function appendBodies(
  tx: Tx,
  to: { conversationId: ConversationId; senderId: PersonId; at: Date },
  bodies: readonly StoredBody[],
): Promise<StoredEntry[]> {
  const { conversationId, senderId, at } = to;
  // A change of something earlier is no news: it does not lead the list, nor is it shown in it.
  const shown = bodies.findLastIndex(({ type }) => type !== 'changed') + 1;
  const { rows } = await tx.query<{ last_seq: bigint }>(
    `update chat_conversation set last_seq = last_seq + $2, moved_at = greatest(moved_at, $3),
       last_shown_seq = case when $4 > 0 then last_seq + $4 else last_shown_seq end,
       last_at = case when $4 > 0 then greatest(last_at, $3) else last_at end
     where conversation_id = $1 returning last_seq`,
    [conversationId, bodies.length, at, shown],
  );
  const base = Number(rows[0]?.last_seq) - bodies.length;
  await tx.query(
    `insert into chat_entry (conversation_id, seq, sender_id, type, body, at)
     select $1, $2 + n, $3, body ->> 'type', body, $4
     from unnest($5::jsonb[]) with ordinality as u (body, n)`,
    [conversationId, base, senderId, at, bodies.map((body) => JSON.stringify(body))],
  );
  const rest = { senderId, clientId: null, at: at.toISOString(), expiresAt: null, extra: null };
  return bodies.map((body, n) => ({ seq: base + n + 1, body, ...rest }));
}

export async function updateTimer(
  tx: Tx,
  conversationId: ConversationId,
  seconds: number | null,
): Promise<void> {
  await tx.query('update chat_conversation set timer_seconds = $2 where conversation_id = $1', [
    conversationId,
    seconds,
  ]);
}

/** The part of a conversation that decides its place in a person's list. */
export type Activity = {
  lastSeq: number;
  activeAt: Date;
  /** Also moved by what does not lead the list. */
  movedAt: Date;
  joinedSeq: number;
  leftSeq: number | null;
};

/** Activity in places of one viewer or of many, in one query; null for who never was there. */
export async function selectActivity(
  db: Pick<Database, 'query'>,
  places: readonly { personId: PersonId; conversationId: ConversationId }[],
): Promise<(Activity | null)[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<{
    place: bigint;
    last_seq: bigint;
    active_at: Date;
    moved_at: Date;
    joined_seq: bigint;
    left_seq: bigint | null;
  }>({
    name: 'chat_activity',
    text: `select i.place, c.last_seq, coalesce(m.left_at, c.last_at) as active_at,
             coalesce(m.left_at, c.moved_at) as moved_at, m.joined_seq, m.left_seq
           from unnest($1::uuid[], $2::uuid[]) with ordinality
             as i (person_id, conversation_id, place)
           join chat_conversation c on c.conversation_id = i.conversation_id
           join chat_member m on m.conversation_id = i.conversation_id
             and m.person_id = i.person_id`,
    values: [
      places.map(({ personId }) => personId),
      places.map(({ conversationId }) => conversationId),
    ],
  });
  const activities = places.map<Activity | null>(() => null);
  for (const row of rows) {
    activities[Number(row.place) - 1] = {
      lastSeq: Number(row.last_seq),
      activeAt: row.active_at,
      movedAt: row.moved_at,
      joinedSeq: Number(row.joined_seq),
      leftSeq: row.left_seq === null ? null : Number(row.left_seq),
    };
  }
  return activities;
}

/** The newest message of a conversation, for who may show that they type. */
export async function selectLastMessage(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
): Promise<{ senderId: PersonId; at: Date } | null> {
  const { rows } = await db.query<{ sender_id: PersonId; at: Date }>(
    `select sender_id, at from (
       select sender_id, at, type from chat_entry where conversation_id = $1
       order by seq desc limit 20
     ) e where type = 'message' limit 1`,
    [conversationId],
  );
  const row = rows[0];
  return row ? { senderId: row.sender_id, at: row.at } : null;
}
