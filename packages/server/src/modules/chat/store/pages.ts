import type { ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';

/** A stretch of a log, as far as its viewer was there, already written as it is answered. */
export type WrittenPage = {
  /** The entries in order, as JSON without the brackets. */
  entries: string;
  /** The first of them; null: there is none. */
  firstSeq: number | null;
  /** Whether each is shown as it is stored; if not, `entries` lacks some. */
  isPlain: boolean;
  /** The first of the entries that were changed by others of the page; null: none. */
  targetSeq: number | null;
  /** What the viewer may see at all, but for what they cleared: `joinedSeq < seq <= endSeq`. */
  joinedSeq: number;
  endSeq: number;
};

export type PageRange = { low: number; high: number; limit: number; end: 'first' | 'last' };

// What names people, what is over and what a viewer who left may know in other words only is not
// for the database to show. An entry is the same for all others, and so is its JSON.
const plain = `case e.type
  when 'message' then e.body #>> '{message,type}' <> 'contact'
    and (e.expires_at is null or e.expires_at > $6)
    and (m.left_seq is null or e.extra is null or not e.extra ? 'editedAt')
  else e.type = any($7::text[])
end`;
// Writing times as ISO 8601 takes the database longer than all the rest of a page; so it gives
// milliseconds between two signs that JSON text never holds, and `withTimes` puts the words there.
const time = (column: string) =>
  `chr(1) || round(date_part('epoch', ${column}) * 1000)::bigint || chr(1)`;
const json = `'{"seq":' || e.seq || ',"senderId":"' || e.sender_id
  || coalesce('","clientId":"' || e.client_id || '","at":', '","clientId":null,"at":')
  || ${time('e.at')} || ',"body":' || e.body
  || case when e.extra is null or e.extra = '{}' then ''
       else ',' || substring(e.extra::text from 2 for length(e.extra::text) - 2) end
  || coalesce(',"expiresAt":' || ${time('e.expires_at')}, '') || '}'`;

function withTimes(entries: string): string {
  const [first = '', ...rest] = entries.split('\u0001');
  // Every second piece is a time.
  return rest.reduce(
    (text, piece, index) =>
      text + (index % 2 === 0 ? `"${new Date(Number(piece)).toISOString()}"` : piece),
    first,
  );
}

/**
 * One page of a viewer's stretch, with the stretch itself, in one look at the conversation's shard.
 * Null for who never was in it.
 */
export async function selectPage(
  db: Pick<Database, 'query'>,
  { conversationId, personId }: { conversationId: ConversationId; personId: PersonId },
  { low, high, limit, end }: PageRange,
  shown: { at: Date; types: readonly string[] },
): Promise<WrittenPage | null> {
  const order = end === 'first' ? 'asc' : 'desc';
  const { rows } = await db.query<WrittenPage>({
    name: `chat_page_${order}`,
    text: `select m.joined_seq::float8 as "joinedSeq",
             coalesce(m.left_seq, c.last_seq)::float8 as "endSeq", p.entries,
             p.first_seq::float8 as "firstSeq", p.is_plain as "isPlain",
             p.target_seq::float8 as "targetSeq"
           from chat_member m
           join chat_conversation c on c.conversation_id = m.conversation_id
           cross join lateral (
             select coalesce(string_agg(case when is_plain then json end, ',' order by seq), '')
                 as entries,
               min(seq) as first_seq, coalesce(bool_and(is_plain), true) as is_plain,
               min(target_seq) as target_seq
             from (
               select e.seq, ${plain} as is_plain, ${json} as json,
                 case when e.type = 'changed' then (e.body ->> 'seq')::bigint end as target_seq
               from chat_entry e
               where e.conversation_id = $1 and e.seq > greatest($3, m.joined_seq)
                 and e.seq <= least($4, coalesce(m.left_seq, c.last_seq))
               order by e.seq ${order} limit $5
             ) e
           ) p
           where m.conversation_id = $1 and m.person_id = $2`,
    values: [conversationId, personId, low, high, limit, shown.at, shown.types],
  });
  const [page] = rows;
  return page === undefined ? null : { ...page, entries: withTimes(page.entries) };
}
