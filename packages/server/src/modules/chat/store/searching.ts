import type { ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { Kind, StoredEntry } from '../types.ts';
import { entryColumns, toEntry, type EntryRow } from './entries.ts';
import type { EntryPlace } from './hidden.ts';

/** Where a person may look: `lowSeq < seq <= highSeq`, or to the end of the log. */
export type SearchStretch = {
  conversationId: ConversationId;
  kind: Kind;
  lowSeq: number;
  highSeq: number | null;
};

/** As the person's own side knows it; what is shown is judged by the member's row once more. */
export async function selectStretches(
  db: Pick<Database, 'query'>,
  personId: PersonId,
): Promise<SearchStretch[]> {
  const { rows } = await db.query<SearchStretch>({
    name: 'chat_search_stretches',
    text: `select conversation_id as "conversationId", kind,
             greatest(joined_seq, cleared_seq)::float8 as "lowSeq", left_seq::float8 as "highSeq"
           from chat_inbox where person_id = $1`,
    values: [personId],
  });
  return rows;
}

export type PlacedEntry = { conversationId: ConversationId; entry: StoredEntry };
type PlacedRow = EntryRow & { conversation_id: ConversationId };

const placed = (row: PlacedRow): PlacedEntry => ({
  conversationId: row.conversation_id,
  entry: toEntry(row),
});

/** Messages that lie in the member's stretch of their conversation, of many conversations. */
export async function selectPlaces(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  places: readonly EntryPlace[],
): Promise<PlacedEntry[]> {
  const { rows } = await db.query<PlacedRow>({
    name: 'chat_search_places',
    text: `select e.conversation_id, ${entryColumns}
           from unnest($2::uuid[], $3::bigint[]) as i (conversation_id, place)
           join chat_member m on m.conversation_id = i.conversation_id and m.person_id = $1
             and i.place > m.joined_seq and i.place <= coalesce(m.left_seq, i.place)
           cross join lateral (
             select * from chat_entry e
             where e.conversation_id = i.conversation_id and e.seq = i.place
               and e.type = 'message'
           ) e`,
    values: [
      personId,
      places.map(({ conversationId }) => conversationId),
      places.map(({ seq }) => seq),
    ],
  });
  return rows.map(placed);
}

export type LogRange = { conversationId: ConversationId; afterSeq: number; toSeq: number };

/** Stretches of many logs as they are stored, each in order. */
export async function selectRanges(
  db: Pick<Database, 'query'>,
  ranges: readonly LogRange[],
): Promise<PlacedEntry[]> {
  const { rows } = await db.query<PlacedRow>({
    name: 'chat_search_ranges',
    text: `select e.conversation_id, ${entryColumns}
           from unnest($1::uuid[], $2::bigint[], $3::bigint[])
             as i (conversation_id, after_seq, to_seq)
           cross join lateral (
             select * from chat_entry e
             where e.conversation_id = i.conversation_id and e.seq > i.after_seq
               and e.seq <= i.to_seq
             order by e.seq
           ) e`,
    values: [
      ranges.map(({ conversationId }) => conversationId),
      ranges.map(({ afterSeq }) => afterSeq),
      ranges.map(({ toSeq }) => toSeq),
    ],
  });
  return rows.map(placed);
}

export type MovedLog = { conversationId: ConversationId; lastSeq: number };

/** The next conversations in the order of ids whose log moved at or after a time. */
export async function selectMoved(
  db: Pick<Database, 'query'>,
  page: { since: Date; after: ConversationId; limit: number },
): Promise<MovedLog[]> {
  const { rows } = await db.query<MovedLog>(
    `select conversation_id as "conversationId", last_seq::float8 as "lastSeq"
     from chat_conversation where conversation_id > $2 and moved_at >= $1
     order by conversation_id limit $3`,
    [page.since, page.after, page.limit],
  );
  return rows;
}

export type NamedMember = { conversationId: ConversationId; personId: PersonId; nickname: string };

export async function selectGroupNames(
  db: Pick<Database, 'query'>,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, string>> {
  const { rows } = await db.query<{ conversation_id: ConversationId; name: string | null }>(
    `select conversation_id, name from chat_conversation where conversation_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.conversation_id, row.name ?? '']));
}

/** Those who are in these groups now; of each group the first `each` of them. */
export async function selectGroupMembers(
  db: Pick<Database, 'query'>,
  ids: readonly ConversationId[],
  each: number,
): Promise<NamedMember[]> {
  const { rows } = await db.query<NamedMember>(
    `select m.conversation_id as "conversationId", m.person_id as "personId", m.nickname
     from unnest($1::uuid[]) as i (conversation_id)
     cross join lateral (
       select * from chat_member m
       where m.conversation_id = i.conversation_id and m.left_seq is null
       order by m.joined_seq, m.person_id limit $2
     ) m`,
    [ids, each],
  );
  return rows;
}
