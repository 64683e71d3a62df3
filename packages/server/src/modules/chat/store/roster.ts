import type { ConversationId, PersonId } from '@plaza/base';
import type { Role } from '@plaza/contract';
import type { Database } from '../../../kernel/db/index.ts';

export type ListedMember = {
  personId: PersonId;
  role: Role;
  nickname: string;
  joinedSeq: number;
};

type Db = Pick<Database, 'query'>;

const columns = 'person_id as "personId", role, nickname, joined_seq::float8 as "joinedSeq"';

// With $2, those who were in at that entry, as far as is still known: for who left there and may
// not see what came later.
const isIn = `case when $2::bigint is null then left_seq is null
  else joined_seq < $2 and coalesce(left_seq, $2) >= $2 end`;

/** Members in the order of joining, after a place. */
export async function selectMembers(
  db: Db,
  conversationId: ConversationId,
  page: {
    asOf: number | null;
    /** Without those who lead; to who left, nobody leads. */
    role: 'member' | null;
    after: { joinedSeq: number; personId: string };
    limit: number;
  },
): Promise<ListedMember[]> {
  const { asOf, role, after, limit } = page;
  const { rows } = await db.query<ListedMember>(
    `select ${columns} from chat_member
     where conversation_id = $1 and ${isIn} and (joined_seq, person_id) > ($3, $4::uuid)
       and ($5::text is null or role = $5)
     order by joined_seq, person_id limit $6`,
    [conversationId, asOf, after.joinedSeq, after.personId, role, limit],
  );
  return rows;
}

/** The owner, then the admins in the order of joining. */
export async function selectListedLeaders(
  db: Db,
  conversationId: ConversationId,
): Promise<ListedMember[]> {
  const { rows } = await db.query<ListedMember>(
    `select ${columns} from chat_member
     where conversation_id = $1 and left_seq is null and role in ('owner', 'admin')
     order by (role <> 'owner'), joined_seq, person_id`,
    [conversationId],
  );
  return rows;
}

/** Those of these people who are in, or were at `asOf`. */
export async function selectSomeMembers(
  db: Db,
  conversationId: ConversationId,
  which: { asOf: number | null; people: readonly PersonId[] },
): Promise<ListedMember[]> {
  const { rows } = await db.query<ListedMember>(
    `select ${columns} from chat_member
     where conversation_id = $1 and ${isIn} and person_id = any($3::uuid[])
     order by joined_seq, person_id`,
    [conversationId, which.asOf, which.people],
  );
  return rows;
}
