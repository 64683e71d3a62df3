import type { ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { Kind, StoredEntry } from '../types.ts';
import { toEntry, type EntryRow } from './entries.ts';

/** Unread messages are counted up to here; beyond it nobody reads the number. */
export const unreadCap = 100;

/** What a viewer may see and has read of a conversation. */
export type View = {
  conversationId: ConversationId;
  joinedSeq: number;
  leftSeq: number | null;
  clearedSeq: number;
  readSeq: number;
};

export type HeadFacts = {
  conversationId: ConversationId;
  kind: Kind;
  name: string | null;
  ownerId: PersonId | null;
  memberCount: number;
  peerId: PersonId | null;
  faceIds: PersonId[];
  /** The last sequence that the viewer may see. */
  lastSeq: number;
  lastEntry: StoredEntry | null;
  unread: number;
};

type Row = EntryRow & {
  conversation_id: ConversationId;
  kind: Kind;
  name: string | null;
  owner_id: PersonId | null;
  member_count: number;
  peer_id: PersonId | null;
  faces: PersonId[] | null;
  end_seq: bigint;
  unread: number;
};

// Who left sees the conversation as it was then: its name, its members, its last entry.
const factsSql = `
  select c.conversation_id, c.kind, v.end_seq,
    case when v.left_seq is null then c.name else me.left_name end as name,
    case when v.left_seq is null then c.owner_id end as owner_id,
    case when v.left_seq is null then c.member_count else (
      select count(*)::int from chat_member m where m.conversation_id = c.conversation_id
        and m.joined_seq < v.left_seq and coalesce(m.left_seq, v.left_seq) >= v.left_seq
    ) end as member_count,
    case $1 when c.person_a then c.person_b when c.person_b then c.person_a end as peer_id,
    e.seq, e.sender_id, e.client_id, e.body, e.at, u.unread, f.faces
  from (
    select i.*, coalesce(i.left_seq, c.last_seq) as end_seq,
      greatest(i.joined_seq, i.cleared_seq) as low_seq
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
      as i (conversation_id, joined_seq, left_seq, cleared_seq, read_seq)
    join chat_conversation c using (conversation_id)
  ) v
  join chat_conversation c on c.conversation_id = v.conversation_id
  join chat_member me on me.conversation_id = v.conversation_id and me.person_id = $1
  left join lateral (
    select e.* from chat_entry e
    where e.conversation_id = v.conversation_id and e.seq > v.low_seq and e.seq <= v.end_seq
    order by e.seq desc limit 1
  ) e on true
  cross join lateral (
    select count(*)::int as unread from (
      select from chat_entry x
      where x.conversation_id = v.conversation_id and x.type = 'message' and x.sender_id <> $1
        and x.seq > greatest(v.low_seq, v.read_seq) and x.seq <= v.end_seq
      limit ${unreadCap}
    ) x
  ) u
  left join lateral (
    select array_agg(m.person_id order by m.joined_seq, m.person_id) as faces from (
      select m.person_id, m.joined_seq from chat_member m
      where c.kind = 'group' and m.conversation_id = c.conversation_id
        and case when v.left_seq is null then m.left_seq is null
          else m.joined_seq < v.left_seq and coalesce(m.left_seq, v.left_seq) >= v.left_seq end
      order by m.joined_seq, m.person_id limit 9
    ) m
  ) f on true`;

/** The facts of these heads in one query, in no particular order. */
export async function selectHeadFacts(
  db: Pick<Database, 'query'>,
  viewerId: PersonId,
  views: readonly View[],
): Promise<Map<ConversationId, HeadFacts>> {
  if (views.length === 0) return new Map();
  const { rows } = await db.query<Row>({
    name: 'chat_head_facts',
    text: factsSql,
    values: [
      viewerId,
      views.map((view) => view.conversationId),
      views.map((view) => view.joinedSeq),
      views.map((view) => view.leftSeq),
      views.map((view) => view.clearedSeq),
      views.map((view) => view.readSeq),
    ],
  });
  return new Map(rows.map((row) => [row.conversation_id, toFacts(row)]));
}

function toFacts(row: Row): HeadFacts {
  return {
    conversationId: row.conversation_id,
    kind: row.kind,
    name: row.name,
    ownerId: row.owner_id,
    memberCount: row.member_count,
    peerId: row.peer_id,
    faceIds: row.faces ?? [],
    lastSeq: Number(row.end_seq),
    lastEntry: row.seq === null ? null : toEntry(row),
    unread: row.unread,
  };
}

/** How many messages a viewer has not read, and the end of what was counted. */
export async function countUnread(
  db: Pick<Database, 'query'>,
  viewerId: PersonId,
  view: View,
): Promise<{ unread: number; endSeq: number }> {
  const { rows } = await db.query<{ unread: number; end_seq: bigint }>({
    name: 'chat_count_unread',
    text: `select coalesce($3, c.last_seq) as end_seq, u.unread
           from chat_conversation c cross join lateral (
             select count(*)::int as unread from (
               select from chat_entry x
               where x.conversation_id = c.conversation_id and x.type = 'message'
                 and x.sender_id <> $2 and x.seq > $4 and x.seq <= coalesce($3, c.last_seq)
               limit ${unreadCap}
             ) x
           ) u where c.conversation_id = $1`,
    values: [
      view.conversationId,
      viewerId,
      view.leftSeq,
      Math.max(view.joinedSeq, view.clearedSeq, view.readSeq),
    ],
  });
  return { unread: rows[0]?.unread ?? 0, endSeq: Number(rows[0]?.end_seq ?? 0n) };
}
