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

/** Somebody in a conversation. */
export type Seat = { personId: PersonId; conversationId: ConversationId };

/**
 * Where people stand, each in a conversation, in the order asked for; null: they never were. Of a
 * group only those are looked at who are named, however many are in it.
 */
export async function selectCallingPlaces(
  db: Pick<Database, 'query'>,
  seats: readonly Seat[],
  named: readonly PersonId[],
): Promise<(CallingPlace | null)[]> {
  const { rows } = await db.query<CallingPlace & { place: number }>(
    `select q.place::int, c.kind, c.dissolved_at is not null as "isDissolved",
       c.mute_all as "muteAll", m.role, m.left_seq is null as "isIn", m.may_send as "maySend",
       coalesce(o.others, '{}') as others, coalesce(o.may, true) as "mayAnswer"
     from unnest($1::uuid[], $2::uuid[]) with ordinality as q (conversation_id, person_id, place)
     join chat_conversation c on c.conversation_id = q.conversation_id
     join chat_member m on m.conversation_id = c.conversation_id and m.person_id = q.person_id
     cross join lateral (
       select array_agg(o.person_id order by o.person_id) as others,
         bool_and(c.kind <> 'direct' or o.may_send = 'yes') as may
       from (
         select * from chat_member d
         where c.kind = 'direct' and d.conversation_id = c.conversation_id
         union all
         select * from chat_member g
         where c.kind <> 'direct' and g.conversation_id = c.conversation_id
           and g.person_id = any($3::uuid[])
       ) o
       where o.person_id <> q.person_id and o.left_seq is null
     ) o`,
    [seats.map((seat) => seat.conversationId), seats.map((seat) => seat.personId), named],
  );
  const places = new Map(rows.map(({ place, ...found }) => [place, found]));
  return seats.map((_, index) => places.get(index + 1) ?? null);
}
