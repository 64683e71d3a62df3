import type { ConversationId, InviteId, PersonId } from '@plaza/base';
import { openGroup, value, type City } from '../testing.ts';
import type { InGroup } from './change.ts';

/** People who are all contacts of each other. */
export function friends<N extends number>(city: City, count: N): PersonId[] & { length: N } {
  const people = Array.from({ length: count }, (_, n) => city.person(`Person ${n}`));
  city.befriend(...people);
  return people as PersonId[] & { length: N };
}

export type Cast = {
  id: ConversationId;
  owner: PersonId;
  admin: PersonId;
  member: PersonId;
  other: PersonId;
  /** A contact of all who is not in. */
  outsider: PersonId;
};

/** A group with one of each role. */
export async function openCast(city: City): Promise<Cast> {
  const [owner, admin, member, other, outsider] = friends(city, 5) as [
    ...[PersonId, PersonId, PersonId, PersonId, PersonId],
  ];
  const id = await openGroup(city, [owner, admin, member, other]);
  value(await city.chat.groups.setAdmins({ viewerId: owner, conversationId: id }, [admin]));
  return { id, owner, admin, member, other, outsider };
}

export const by = (viewerId: PersonId, conversationId: ConversationId): InGroup => ({
  viewerId,
  conversationId,
});

/** The answer as a word. */
export async function wordOf(
  run: Promise<{ ok: true } | { ok: false; reason: string }>,
): Promise<string> {
  const outcome = await run;
  return outcome.ok ? 'ok' : outcome.reason;
}

/**
 * Lets two commands come to the locked row of a group one after the other, each past its first
 * checks, and then opens it: who came first goes first.
 */
export async function inOrder(
  city: City,
  conversationId: ConversationId,
  runs: readonly (() => Promise<string>)[],
): Promise<string[]> {
  const started: Promise<string>[] = [];
  let ended = 0;
  await city.db.tx(async (tx) => {
    await tx.query('select from chat_conversation where conversation_id = $1 for update', [
      conversationId,
    ]);
    for (const run of runs) {
      started.push(run().finally(() => (ended += 1)));
      while ((await waiting(city)) + ended < started.length) await city.clock.sleep(5);
    }
  });
  return Promise.all(started);
}

async function waiting(city: City): Promise<number> {
  const { rows } = await city.db.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

/** The invitation of a person into a group, as the table knows it. */
export async function inviteOf(
  city: City,
  conversationId: ConversationId,
  inviteeId: PersonId,
): Promise<InviteId> {
  const { rows } = await city.db.query<{ invite_id: InviteId }>(
    'select invite_id from chat_invite where conversation_id = $1 and invitee_id = $2',
    [conversationId, inviteeId],
  );
  if (rows[0] === undefined) throw new Error('there is no invitation');
  return rows[0].invite_id;
}

/** Where a person stands in a group, as its own members see it. */
export async function rolesIn(
  city: City,
  viewerId: PersonId,
  conversationId: ConversationId,
): Promise<Map<PersonId, string>> {
  const page = value(await city.chat.groups.listMembers(viewerId, conversationId, undefined));
  return new Map(page.members.map(({ person, role }) => [person.personId, role]));
}

/** Groups whose row says something else than their members and their log; must be none. */
export async function contradictions(city: City): Promise<unknown[]> {
  const { rows } = await city.db.query(
    `select c.conversation_id, c.member_count, m.* from chat_conversation c
     cross join lateral (
       select count(*) as members, count(*) filter (where role = 'owner') as owners,
         count(*) filter (where role = 'admin') as admins,
         bool_and((role = 'owner') = (person_id = c.owner_id)) as agrees
       from chat_member m where m.conversation_id = c.conversation_id and left_seq is null
     ) m
     cross join lateral (
       select count(*) as entries, coalesce(max(seq), 0) as top from chat_entry e
       where e.conversation_id = c.conversation_id
     ) e
     where c.kind = 'group' and (
       m.members <> c.member_count or not coalesce(m.agrees, true) or m.admins > 3
       or m.owners <> case when m.members > 0 then 1 else 0 end
       or e.entries <> c.last_seq or e.top <> c.last_seq
     )`,
  );
  return rows;
}
