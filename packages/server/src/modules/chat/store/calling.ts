import type { ConversationId, PersonId } from '@plaza/base';
import type { Role } from '@plaza/contract';
import type { Database } from '../../../kernel/db/index.ts';
import type { Kind, MaySend } from '../types.ts';

/** What decides whether a person may call in a conversation, and whom. */
export type CallingPlace = {
  kind: Kind;
  isDissolved: boolean;
  muteAll: boolean;
  role: Role;
  isIn: boolean;
  maySend: MaySend;
  /** The other one of two, or who of those that were named is in the group. */
  others: PersonId[];
  /** Whether the other one of two may write back. */
  mayAnswer: boolean;
};

export async function selectCallingPlace(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  of: { personId: PersonId; named: readonly PersonId[] },
): Promise<CallingPlace | null> {
  const { rows } = await db.query<CallingPlace>(
    `select c.kind, c.dissolved_at is not null as "isDissolved", c.mute_all as "muteAll", m.role,
       m.left_seq is null as "isIn", m.may_send as "maySend",
       coalesce(o.others, '{}') as others, coalesce(o.may, true) as "mayAnswer"
     from chat_conversation c
     join chat_member m on m.conversation_id = c.conversation_id and m.person_id = $2
     cross join lateral (
       select array_agg(o.person_id order by o.person_id) as others,
         bool_and(c.kind <> 'direct' or o.may_send = 'yes') as may
       from chat_member o where o.conversation_id = c.conversation_id and o.person_id <> $2
         and o.left_seq is null and (c.kind = 'direct' or o.person_id = any($3::uuid[]))
     ) o
     where c.conversation_id = $1`,
    [conversationId, of.personId, of.named],
  );
  return rows[0] ?? null;
}
