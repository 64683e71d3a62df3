import type { PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { everybody } from '../mentions.ts';
import { unreadCap, unreadTypesSql } from './heads.ts';
import type { InboxRow } from './inbox.ts';

/** The unread messages of all these conversations; of those with mentions only, the mentions. */
export async function countUnread(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  { inboxes, at }: { inboxes: readonly InboxRow[]; at: Date },
): Promise<number> {
  if (inboxes.length === 0) return 0;
  const { rows } = await db.query<{ count: number }>({
    name: 'chat_count_badge',
    text: `select coalesce(sum(greatest(u.unread, i.marked)), 0)::int as count
           from unnest($2::uuid[], $3::bigint[], $4::boolean[], $5::int[])
             as i (conversation_id, low, all_of_them, marked)
           join chat_conversation c on c.conversation_id = i.conversation_id
             and (c.last_seq > i.low or i.marked > 0)
           cross join lateral (
             select count(*)::int as unread from (
               select from chat_entry x
               where x.conversation_id = i.conversation_id and x.seq > i.low
                 and x.type in (${unreadTypesSql}) and x.sender_id <> $1
                 and (x.expires_at is null or x.expires_at > $6)
                 and (i.all_of_them or exists (
                   select from chat_mention n where n.conversation_id = x.conversation_id
                     and n.seq = x.seq and n.person_id in ($1, '${everybody}')
                 ))
               limit ${unreadCap}
             ) x
           ) u`,
    values: [
      personId,
      inboxes.map(({ conversationId }) => conversationId),
      inboxes.map(({ readSeq, clearedSeq, joinedSeq }) => Math.max(readSeq, clearedSeq, joinedSeq)),
      inboxes.map(({ notify }) => notify === 'all'),
      inboxes.map(({ markedUnread, notify }) => (markedUnread && notify === 'all' ? 1 : 0)),
      at,
    ],
  });
  return rows[0]?.count ?? 0;
}
