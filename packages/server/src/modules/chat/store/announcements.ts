import type { ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

/** Notes that a member read the present announcement; false when it is another by now. */
export async function insertRead(
  db: Db,
  read: { conversationId: ConversationId; personId: PersonId; seq: number; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into chat_announcement_read as r (conversation_id, person_id, seq, read_at)
     select c.conversation_id, $2, c.announcement_seq, $4 from chat_conversation c
     where c.conversation_id = $1 and c.announcement_seq = $3
     on conflict (conversation_id, person_id) do update
       set seq = excluded.seq,
         read_at = case when r.seq = excluded.seq then r.read_at else excluded.read_at end`,
    [read.conversationId, read.personId, read.seq, read.at],
  );
  return rowCount === 1;
}

export type ReadPlace = { atMs: number; personId: string };

/** Members who read an announcement, in the order of reading, after a place. */
export async function selectReads(
  db: Db,
  which: { conversationId: ConversationId; seq: number },
  page: { after: ReadPlace; limit: number },
): Promise<{ personId: PersonId; at: Date }[]> {
  const { rows } = await db.query<{ personId: PersonId; at: Date }>(
    `select r.person_id as "personId", r.read_at as at from chat_announcement_read r
     join chat_member m using (conversation_id, person_id)
     where r.conversation_id = $1 and r.seq = $2 and m.left_seq is null
       and (r.read_at, r.person_id) > ($3, $4::uuid)
     order by r.read_at, r.person_id limit $5`,
    [which.conversationId, which.seq, new Date(page.after.atMs), page.after.personId, page.limit],
  );
  return rows;
}

export async function countReads(
  db: Db,
  { conversationId, seq }: { conversationId: ConversationId; seq: number },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from chat_announcement_read r
     join chat_member m using (conversation_id, person_id)
     where r.conversation_id = $1 and r.seq = $2 and m.left_seq is null`,
    [conversationId, seq],
  );
  return rows[0]?.count ?? 0;
}
