import type { ConversationId, InviteId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

export type Link = { makerId: PersonId; expiresAt: Date };

/** Keeps the one link of a member; the former one is gone with it. */
export async function upsertLink(
  tx: Tx,
  link: { conversationId: ConversationId; makerId: PersonId; tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await tx.query(
    `insert into chat_join_link (conversation_id, maker_id, token_hash, expires_at)
     values ($1, $2, $3, $4) on conflict (conversation_id, maker_id) do update
       set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
    [link.conversationId, link.makerId, link.tokenHash, link.expiresAt],
  );
}

export async function selectLink(
  db: Db,
  conversationId: ConversationId,
  tokenHash: Buffer,
): Promise<Link | null> {
  const { rows } = await db.query<Link>(
    `select maker_id as "makerId", expires_at as "expiresAt" from chat_join_link
     where conversation_id = $1 and token_hash = $2`,
    [conversationId, tokenHash],
  );
  return rows[0] ?? null;
}

/** Ends the links of one member, or of everybody. */
export async function deleteLinks(
  tx: Tx,
  conversationId: ConversationId,
  makerId: PersonId | null,
): Promise<void> {
  await tx.query(
    `delete from chat_join_link
     where conversation_id = $1 and ($2::uuid is null or maker_id = $2)`,
    [conversationId, makerId],
  );
}

export type Invite = {
  inviteId: InviteId;
  inviterId: PersonId;
  inviteeId: PersonId;
  isApproved: boolean;
  expiresAt: Date;
};

const inviteColumns = `invite_id as "inviteId", inviter_id as "inviterId",
  invitee_id as "inviteeId", is_approved as "isApproved", expires_at as "expiresAt"`;

/** Keeps invitations; one that waits already lives on under its own id. */
export async function upsertInvites(
  tx: Tx,
  conversationId: ConversationId,
  { invites, at }: { invites: readonly Invite[]; at: Date },
): Promise<Invite[]> {
  const { rows } = await tx.query<Invite>(
    `insert into chat_invite as i (conversation_id, invite_id, inviter_id, invitee_id, is_approved,
       expires_at)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bool[], $6::timestamptz[])
     on conflict (conversation_id, invitee_id, inviter_id) do update
       set is_approved = i.is_approved or excluded.is_approved,
         invite_id = case when i.expires_at > $7 then i.invite_id else excluded.invite_id end,
         expires_at = excluded.expires_at
     returning ${inviteColumns}`,
    [
      conversationId,
      invites.map(({ inviteId }) => inviteId),
      invites.map(({ inviterId }) => inviterId),
      invites.map(({ inviteeId }) => inviteeId),
      invites.map(({ isApproved }) => isApproved),
      invites.map(({ expiresAt }) => expiresAt),
      at,
    ],
  );
  return rows;
}

export async function selectInvite(
  db: Db,
  conversationId: ConversationId,
  inviteId: InviteId,
): Promise<Invite | null> {
  const { rows } = await db.query<Invite>(
    `select ${inviteColumns} from chat_invite where conversation_id = $1 and invite_id = $2`,
    [conversationId, inviteId],
  );
  return rows[0] ?? null;
}

export async function deleteInvite(
  db: Db,
  conversationId: ConversationId,
  inviteId: InviteId,
): Promise<void> {
  await db.query('delete from chat_invite where conversation_id = $1 and invite_id = $2', [
    conversationId,
    inviteId,
  ]);
}

export type Via = 'add' | 'link' | 'invite';
export type JoinRequest = {
  personId: PersonId;
  inviterId: PersonId | null;
  via: Via;
  reason: string;
  at: Date;
};

const requestColumns = `person_id as "personId", inviter_id as "inviterId", via, reason,
  asked_at as at`;

/** Lets people wait for a leader. Who waits already keeps their place; their own wish counts. */
export async function upsertRequests(
  tx: Tx,
  conversationId: ConversationId,
  requests: readonly JoinRequest[],
): Promise<void> {
  await tx.query(
    `insert into chat_join_request as r (conversation_id, person_id, inviter_id, via, reason,
       asked_at)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])
     on conflict (conversation_id, person_id) do update
       set inviter_id = excluded.inviter_id, via = excluded.via, reason = excluded.reason
       where excluded.via <> 'add'`,
    [
      conversationId,
      requests.map(({ personId }) => personId),
      requests.map(({ inviterId }) => inviterId),
      requests.map(({ via }) => via),
      requests.map(({ reason }) => reason),
      requests.map(({ at }) => at),
    ],
  );
}

export async function selectRequest(
  db: Db,
  conversationId: ConversationId,
  personId: PersonId,
): Promise<JoinRequest | null> {
  const { rows } = await db.query<JoinRequest>(
    `select ${requestColumns} from chat_join_request
     where conversation_id = $1 and person_id = $2`,
    [conversationId, personId],
  );
  return rows[0] ?? null;
}

export async function selectRequests(
  db: Db,
  conversationId: ConversationId,
  limit: number,
): Promise<JoinRequest[]> {
  const { rows } = await db.query<JoinRequest>(
    `select ${requestColumns} from chat_join_request
     where conversation_id = $1 order by asked_at, person_id limit $2`,
    [conversationId, limit],
  );
  return rows;
}

export async function countRequests(db: Db, conversationId: ConversationId): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from chat_join_request where conversation_id = $1',
    [conversationId],
  );
  return rows[0]?.count ?? 0;
}

/** Takes away what waits for these people, who are in now or will not be; true: somebody waited. */
export async function deleteWaiting(
  tx: Tx,
  conversationId: ConversationId,
  people: readonly PersonId[],
): Promise<boolean> {
  await tx.query(
    'delete from chat_invite where conversation_id = $1 and invitee_id = any($2::uuid[])',
    [conversationId, people],
  );
  const { rowCount } = await tx.query(
    'delete from chat_join_request where conversation_id = $1 and person_id = any($2::uuid[])',
    [conversationId, people],
  );
  return (rowCount ?? 0) > 0;
}

/** Closes the ways into a group that one member opened; null: every way, and nobody waits. */
export async function closeWays(
  tx: Tx,
  conversationId: ConversationId,
  personId: PersonId | null,
): Promise<void> {
  await deleteLinks(tx, conversationId, personId);
  await tx.query(
    `delete from chat_invite
     where conversation_id = $1 and ($2::uuid is null or inviter_id = $2)`,
    [conversationId, personId],
  );
  if (personId !== null) return;
  await tx.query('delete from chat_join_request where conversation_id = $1', [conversationId]);
}
