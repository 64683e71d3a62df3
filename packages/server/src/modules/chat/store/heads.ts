import { unreadTypes, type ConversationId, type PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { everybody } from '../mentions.ts';
import type { Kind, StoredEntry } from '../types.ts';
import { toEntry, type EntryRow } from './entries.ts';

/** For `x.type in (…)`: what counts as unread. */
export const unreadTypesSql = unreadTypes.map((type) => `'${type}'`).join(', ');

/** Unread messages are counted up to here; beyond it nobody reads the number. */
export const unreadCap = 100;
/** So many of the unread messages that mention me are named. */
const mentionCap = 20;

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
  mentionSeqs: number[];
  adminIds: PersonId[];
  announcement: { seq: number; byId: PersonId; text: string; at: string } | null;
  muteAll: boolean;
  joinApproval: boolean;
  timerSeconds: number | null;
  isDissolved: boolean;
};

type Row = EntryRow & {
  place: bigint;
  conversation_id: ConversationId;
  kind: Kind;
  name: string | null;
  owner_id: PersonId | null;
  member_count: number;
  peer_id: PersonId | null;
  faces: PersonId[] | null;
  end_seq: bigint;
  unread: number;
  mention_seqs: number[] | null;
  admins: PersonId[] | null;
  announcement_seq: bigint | null;
  announcement_text: string;
  announcement_by: PersonId;
  announcement_at: Date;
  mute_all: boolean;
  join_approval: boolean;
  timer_seconds: number | null;
  is_dissolved: boolean;
};

/** Counts the unread and finds the mentions among them; `x` names an entry in both. */
const unreadSql = (of: {
  conversation: string;
  me: string;
  low: string;
  end: string;
  at: string;
}) => {
  const counts = `x.type in (${unreadTypesSql}) and x.sender_id <> ${of.me}
        and (x.expires_at is null or x.expires_at > ${of.at})`;
  return `
  cross join lateral (
    select count(*)::int as unread from (
      select from chat_entry x where x.conversation_id = ${of.conversation}
        and x.seq > ${of.low} and x.seq <= ${of.end} and ${counts}
      limit ${unreadCap}
    ) x
  ) u
  cross join lateral (
    select array_agg(n.seq order by n.seq) as mention_seqs from (
      select distinct n.seq::float8 as seq from chat_mention n
      join chat_entry x on x.conversation_id = n.conversation_id and x.seq = n.seq
      where n.conversation_id = ${of.conversation} and n.person_id in (${of.me}, '${everybody}')
        and n.seq > ${of.low} and n.seq <= ${of.end} and ${counts}
      order by 1 limit ${mentionCap}
    ) n
  ) n`;
};

// Who left sees the conversation as it was then: its name, its members, its last entry; of how it
// is set now they learn nothing.
const factsSql = `
  select v.place, c.conversation_id, c.kind, v.end_seq,
    case when v.left_seq is null then c.name else me.left_name end as name,
    case when v.left_seq is null then c.owner_id end as owner_id,
    case when v.left_seq is null then c.member_count else (
      select count(*)::int from chat_member m where m.conversation_id = c.conversation_id
        and m.joined_seq < v.left_seq and coalesce(m.left_seq, v.left_seq) >= v.left_seq
    ) end as member_count,
    case v.viewer_id when c.person_a then c.person_b when c.person_b then c.person_a end as peer_id,
    case when v.left_seq is null then c.announcement_seq end as announcement_seq,
    c.announcement_text, c.announcement_by, c.announcement_at,
    v.left_seq is null and c.mute_all as mute_all,
    v.left_seq is null and c.join_approval as join_approval,
    case when v.left_seq is null then c.timer_seconds end as timer_seconds,
    v.left_seq is null and c.dissolved_at is not null as is_dissolved,
    e.seq, e.sender_id, e.client_id, e.body, e.at, e.expires_at, e.extra,
    u.unread, n.mention_seqs, f.faces, g.admins
  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
    with ordinality
    as i (viewer_id, conversation_id, joined_seq, left_seq, cleared_seq, read_seq, place)
  join chat_conversation c on c.conversation_id = i.conversation_id
  cross join lateral (
    select i.*, coalesce(i.left_seq, c.last_seq) as end_seq,
      greatest(i.joined_seq, i.cleared_seq) as low_seq
  ) v
  join chat_member me on me.conversation_id = v.conversation_id and me.person_id = v.viewer_id
  left join lateral (
    select e.* from chat_entry e
    where e.conversation_id = v.conversation_id and e.seq > v.low_seq
      and e.seq <= least(v.end_seq, c.last_shown_seq) and e.type <> 'changed'
    order by e.seq desc limit 1
  ) e on true
  ${unreadSql({
    ...{ conversation: 'v.conversation_id', me: 'v.viewer_id', end: 'v.end_seq', at: '$7' },
    low: 'greatest(v.low_seq, v.read_seq)',
  })}
  left join lateral (
    select array_agg(m.person_id order by m.joined_seq, m.person_id) as faces from (
      select m.person_id, m.joined_seq from chat_member m
      where c.kind = 'group' and m.conversation_id = c.conversation_id
        and case when v.left_seq is null then m.left_seq is null
          else m.joined_seq < v.left_seq and coalesce(m.left_seq, v.left_seq) >= v.left_seq end
      order by m.joined_seq, m.person_id limit 9
    ) m
  ) f on true
  left join lateral (
    select array_agg(m.person_id order by m.person_id) as admins from chat_member m
    where c.kind = 'group' and v.left_seq is null and m.conversation_id = c.conversation_id
      and m.admin_place is not null
  ) g on true`;

/** The facts of heads, of one viewer or of many, in one query; null where there is no head. */
export async function selectHeadFacts(
  db: Pick<Database, 'query'>,
  { views, at }: { views: readonly (View & { personId: PersonId })[]; at: Date },
): Promise<(HeadFacts | null)[]> {
  if (views.length === 0) return [];
  const { rows } = await db.query<Row>({
    name: 'chat_head_facts',
    text: factsSql,
    values: [
      views.map((view) => view.personId),
      views.map((view) => view.conversationId),
      views.map((view) => view.joinedSeq),
      views.map((view) => view.leftSeq),
      views.map((view) => view.clearedSeq),
      views.map((view) => view.readSeq),
      at,
    ],
  });
  const facts = views.map<HeadFacts | null>(() => null);
  for (const row of rows) facts[Number(row.place) - 1] = toFacts(row);
  return facts;
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
    mentionSeqs: row.mention_seqs ?? [],
    adminIds: row.admins ?? [],
    announcement:
      row.announcement_seq === null
        ? null
        : {
            seq: Number(row.announcement_seq),
            byId: row.announcement_by,
            text: row.announcement_text,
            at: row.announcement_at.toISOString(),
          },
    muteAll: row.mute_all,
    joinApproval: row.join_approval,
    timerSeconds: row.timer_seconds,
    isDissolved: row.is_dissolved,
  };
}

export type Counted = { unread: number; mentionSeqs: number[]; endSeq: number };

const countSql = `
  select v.end_seq, u.unread, n.mention_seqs
  from (
    select c.conversation_id, coalesce($3, c.last_seq) as end_seq from chat_conversation c
    where c.conversation_id = $1
  ) v
  ${unreadSql({
    ...{ conversation: 'v.conversation_id', me: '$2', low: '$4', end: 'v.end_seq', at: '$5' },
  })}`;

/** How many messages a viewer has not read, and the end of what was counted. */
export async function countUnread(
  db: Pick<Database, 'query'>,
  viewerId: PersonId,
  view: View & { at: Date },
): Promise<Counted> {
  const { rows } = await db.query<Pick<Row, 'unread' | 'end_seq' | 'mention_seqs'>>({
    name: 'chat_count_unread',
    text: countSql,
    values: [
      view.conversationId,
      viewerId,
      view.leftSeq,
      Math.max(view.joinedSeq, view.clearedSeq, view.readSeq),
      view.at,
    ],
  });
  const [row] = rows;
  return {
    unread: row?.unread ?? 0,
    mentionSeqs: row?.mention_seqs ?? [],
    endSeq: Number(row?.end_seq ?? 0n),
  };
}
