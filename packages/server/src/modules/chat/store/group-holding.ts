import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

/** The tables of groups alone. */
export const groupTables = [
  'chat_join_link',
  'chat_invite',
  'chat_join_request',
  'chat_announcement_read',
  'chat_meeting',
];

/** Drops what is over: links, invitations and meetings. */
export async function deleteOver(db: Db, at: Date): Promise<void> {
  for (const table of ['chat_join_link', 'chat_invite', 'chat_meeting']) {
    await db.query(`delete from ${table} where expires_at <= $1`, [at]);
  }
}

/** What is kept of a person as one who opens or goes a way into a group. */
export async function selectWaysOf(db: Db, personId: PersonId): Promise<Record<string, unknown>> {
  const list = async (text: string) => (await db.query(text, [personId])).rows as unknown[];
  return {
    links: await list(
      `select conversation_id as "conversationId", expires_at as "expiresAt"
       from chat_join_link where maker_id = $1`,
    ),
    invites: await list(
      `select conversation_id as "conversationId", inviter_id as "inviterId",
         invitee_id as "inviteeId", expires_at as "expiresAt"
       from chat_invite where inviter_id = $1 or invitee_id = $1`,
    ),
    requests: await list(
      `select conversation_id as "conversationId", via, reason, asked_at as at
       from chat_join_request where person_id = $1`,
    ),
    readAnnouncements: await list(
      `select conversation_id as "conversationId", seq::float8 as seq, read_at as at
       from chat_announcement_read where person_id = $1`,
    ),
    nicknames: await list(
      `select conversation_id as "conversationId", nickname from chat_member
       where person_id = $1 and nickname <> ''`,
    ),
  };
}

/** Groups in which somebody waits who is about to be erased: their leaders are told. */
export async function deleteWaysOf(tx: Tx, personId: PersonId): Promise<ConversationId[]> {
  const run = async (text: string) => tx.query<{ id: ConversationId }>(text, [personId]);
  await run('delete from chat_join_link where maker_id = $1');
  await run('delete from chat_invite where inviter_id = $1 or invitee_id = $1');
  await run('update chat_join_request set inviter_id = null where inviter_id = $1');
  await run('delete from chat_announcement_read where person_id = $1');
  await run('delete from chat_meeting where founder_id = $1');
  await run(`update chat_member set nickname = '' where person_id = $1 and nickname <> ''`);
  const { rows } = await run(
    'delete from chat_join_request where person_id = $1 returning conversation_id as id',
  );
  return rows.map(({ id }) => id);
}

/** Takes the words of a person out of what the log tells of groups. */
export async function blankGroupWords(
  tx: Tx,
  personId: PersonId,
  conversationIds: readonly ConversationId[],
): Promise<void> {
  await tx.query(
    `update chat_entry set body = jsonb_set(body, '{text}', '""')
     where conversation_id = any($1::uuid[]) and sender_id = $2 and type = 'announced'`,
    [conversationIds, personId],
  );
  await tx.query(
    `update chat_entry set body = jsonb_set(body, '{nickname}', '""')
     where conversation_id = any($1::uuid[]) and sender_id = $2 and type = 'nicknameSet'`,
    [conversationIds, personId],
  );
}
