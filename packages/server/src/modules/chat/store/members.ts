import type { ConversationId, PersonId } from '@plaza/base';
import type { Role } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Kind, MaySend } from '../types.ts';

/** A person's place in a conversation, with what is asked of the conversation along with it. */
export type Membership = {
  conversationId: ConversationId;
  personId: PersonId;
  kind: Kind;
  lastSeq: number;
  version: number;
  memberCount: number;
  role: Role;
  joinedSeq: number;
  leftSeq: number | null;
  leftAt: Date | null;
  maySend: MaySend;
};

type MembershipRow = {
  kind: Kind;
  last_seq: bigint;
  membership_version: bigint;
  member_count: number;
  role: Role;
  joined_seq: bigint;
  left_seq: bigint | null;
  left_at: Date | null;
  may_send: MaySend;
};

export async function selectMembership(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  personId: PersonId,
): Promise<Membership | null> {
  const { rows } = await db.query<MembershipRow>({
    name: 'chat_membership',
    text: `select c.kind, c.last_seq, c.membership_version, c.member_count, m.role, m.joined_seq,
             m.left_seq, m.left_at, m.may_send
           from chat_member m join chat_conversation c using (conversation_id)
           where m.conversation_id = $1 and m.person_id = $2`,
    values: [conversationId, personId],
  });
  const row = rows[0];
  return row === undefined ? null : membershipOf({ conversationId, personId }, row);
}

export type Place = { conversationId: ConversationId; personId: PersonId };

function membershipOf(place: Place, row: MembershipRow): Membership {
  return {
    ...place,
    kind: row.kind,
    lastSeq: Number(row.last_seq),
    version: Number(row.membership_version),
    memberCount: row.member_count,
    role: row.role,
    joinedSeq: Number(row.joined_seq),
    leftSeq: row.left_seq === null ? null : Number(row.left_seq),
    leftAt: row.left_at,
    maySend: row.may_send,
  };
}

/** Of each of these places, in their order. */
export async function selectMemberships(
  db: Pick<Database, 'query'>,
  places: readonly Place[],
): Promise<(Membership | null)[]> {
  const { rows } = await db.query<MembershipRow & { place: bigint }>({
    name: 'chat_memberships',
    text: `select i.place, c.kind, c.last_seq, c.membership_version, c.member_count, m.role,
             m.joined_seq, m.left_seq, m.left_at, m.may_send
           from unnest($1::uuid[], $2::uuid[]) with ordinality
             as i (conversation_id, person_id, place)
           join chat_member m on m.conversation_id = i.conversation_id
             and m.person_id = i.person_id
           join chat_conversation c on c.conversation_id = i.conversation_id`,
    values: [
      places.map(({ conversationId }) => conversationId),
      places.map(({ personId }) => personId),
    ],
  });
  const found = new Map(rows.map((row) => [Number(row.place), row]));
  return places.map((place, index) => {
    const row = found.get(index + 1);
    return row === undefined ? null : membershipOf(place, row);
  });
}

export type NewMember = {
  personId: PersonId;
  role: 'owner' | 'member';
  joinedSeq: number;
  maySend: MaySend;
};

/** Adds people, also those who were in before; who is in now stays as they are. */
export async function insertMembers(
  tx: Tx,
  conversationId: ConversationId,
  members: readonly NewMember[],
): Promise<PersonId[]> {
  const { rows } = await tx.query<{ person_id: PersonId }>(
    `insert into chat_member as m (conversation_id, person_id, role, joined_seq, may_send)
     select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[])
     on conflict (conversation_id, person_id) do update
       set role = excluded.role, joined_seq = excluded.joined_seq, may_send = excluded.may_send,
         left_seq = null, left_at = null, left_name = null, was_removed = false, nickname = ''
       where m.left_seq is not null
     returning person_id`,
    [
      conversationId,
      members.map((member) => member.personId),
      members.map((member) => member.role),
      members.map((member) => member.joinedSeq),
      members.map((member) => member.maySend),
    ],
  );
  return rows.map((row) => row.person_id);
}

/** How somebody stands to a conversation that they are or were in. */
export type Standing = {
  personId: PersonId;
  role: Role;
  isIn: boolean;
  /** A leader took them out, and nobody took them in since. */
  wasRemoved: boolean;
  nickname: string;
};

/** Where these people stand; who never was in is missing. */
export async function selectStandings(
  tx: Pick<Database, 'query'>,
  conversationId: ConversationId,
  people: readonly PersonId[],
): Promise<Map<PersonId, Standing>> {
  const { rows } = await tx.query<Standing>(
    `select person_id as "personId", role, left_seq is null as "isIn",
       was_removed as "wasRemoved", nickname
     from chat_member where conversation_id = $1 and person_id = any($2::uuid[])`,
    [conversationId, people],
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function endMembership(
  tx: Tx,
  which: { conversationId: ConversationId; personId: PersonId },
  end: { leftSeq: number; at: Date; name: string | null; wasRemoved?: boolean },
): Promise<void> {
  await tx.query(
    `update chat_member set left_seq = $3, left_at = $4, left_name = $5, was_removed = $6,
       role = 'member', admin_place = null
     where conversation_id = $1 and person_id = $2 and left_seq is null`,
    [which.conversationId, which.personId, end.leftSeq, end.at, end.name, end.wasRemoved ?? false],
  );
}

/** Who comes after the owner: the admin, else the member, who has been in for the longest time. */
export async function selectHeir(
  tx: Tx,
  conversationId: ConversationId,
  except: PersonId,
): Promise<PersonId | null> {
  const { rows } = await tx.query<{ person_id: PersonId }>(
    `select person_id from chat_member
     where conversation_id = $1 and left_seq is null and person_id <> $2
     order by (role <> 'admin'), joined_seq, person_id limit 1`,
    [conversationId, except],
  );
  return rows[0]?.person_id ?? null;
}

/** The owner and the admins. */
export async function selectLeaders(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
): Promise<{ personId: PersonId; role: Role }[]> {
  const { rows } = await db.query<{ personId: PersonId; role: Role }>(
    `select person_id as "personId", role from chat_member
     where conversation_id = $1 and left_seq is null and role in ('owner', 'admin')`,
    [conversationId],
  );
  return rows;
}

/** Gives roles to members, in this order: a place must be free before somebody takes it. */
export async function updateRoles(
  tx: Tx,
  conversationId: ConversationId,
  roles: readonly { personId: PersonId; role: Role }[],
): Promise<void> {
  for (const { personId, role } of roles) {
    await tx.query(
      `update chat_member set role = $3, admin_place = case when $3 = 'admin' then (
         select min(place) from generate_series(1, 3) as p (place) where not exists (
           select from chat_member other
           where other.conversation_id = $1 and other.admin_place = place
         )
       ) end
       where conversation_id = $1 and person_id = $2 and left_seq is null`,
      [conversationId, personId, role],
    );
  }
}

export async function updateNickname(
  tx: Tx,
  which: { conversationId: ConversationId; personId: PersonId },
  nickname: string,
): Promise<void> {
  await tx.query(
    'update chat_member set nickname = $3 where conversation_id = $1 and person_id = $2',
    [which.conversationId, which.personId, nickname],
  );
}

export async function selectMaySend(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
): Promise<Map<PersonId, MaySend>> {
  const { rows } = await db.query<{ person_id: PersonId; may_send: MaySend }>(
    'select person_id, may_send from chat_member where conversation_id = $1 and left_seq is null',
    [conversationId],
  );
  return new Map(rows.map((row) => [row.person_id, row.may_send]));
}

export async function updateMaySend(
  tx: Tx,
  conversationId: ConversationId,
  verdicts: ReadonlyMap<PersonId, MaySend>,
): Promise<void> {
  await tx.query(
    `update chat_member m set may_send = u.may_send
     from unnest($2::uuid[], $3::text[]) as u (person_id, may_send)
     where m.conversation_id = $1 and m.person_id = u.person_id`,
    [conversationId, [...verdicts.keys()], [...verdicts.values()]],
  );
}

/** Who gets what is appended: everybody who is in, and who left at or after `fromSeq`. */
export type Audience = {
  version: number;
  members: { personId: PersonId; joinedSeq: number; leftSeq: number | null }[];
};

export async function selectAudience(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  fromSeq: number,
): Promise<Audience> {
  const { rows } = await db.query<{
    membership_version: bigint;
    person_id: PersonId | null;
    joined_seq: bigint;
    left_seq: bigint | null;
  }>({
    name: 'chat_audience',
    text: `select c.membership_version, m.person_id, m.joined_seq, m.left_seq
           from chat_conversation c left join chat_member m
             on m.conversation_id = c.conversation_id
               and (m.left_seq is null or m.left_seq >= $2)
           where c.conversation_id = $1`,
    values: [conversationId, fromSeq],
  });
  return {
    version: Number(rows[0]?.membership_version ?? 0n),
    members: rows.flatMap(({ person_id: personId, joined_seq, left_seq }) =>
      personId === null
        ? []
        : [
            {
              personId,
              joinedSeq: Number(joined_seq),
              leftSeq: left_seq === null ? null : Number(left_seq),
            },
          ],
    ),
  };
}

export type Reader = { personId: PersonId; joinedSeq: number; leftSeq: number | null };

/** Who sees something of a stretch of the log; with `gone` only those who are no longer in. */
export async function selectReaders(
  db: Pick<Database, 'query'>,
  conversationId: ConversationId,
  { low, high, gone }: { low: number; high: number; gone: boolean },
): Promise<Reader[]> {
  const { rows } = await db.query<Reader>(
    `select person_id as "personId", joined_seq::float8 as "joinedSeq",
       left_seq::float8 as "leftSeq"
     from chat_member
     where conversation_id = $1 and joined_seq < $3
       and case when left_seq is null then not $4 else left_seq >= $2 end
     order by person_id`,
    [conversationId, low, high, gone],
  );
  return rows;
}
