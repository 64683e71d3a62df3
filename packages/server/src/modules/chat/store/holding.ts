import type { ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

/** What a person put on messages, and how their own read before, in one conversation. */
export type Touches = {
  reactions: { seq: number; emoji: string; at: Date }[];
  votes: { seq: number; options: number[]; at: Date }[];
  edits: { seq: number; text: string; at: Date }[];
};

export async function selectTouches(
  db: Db,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<Touches> {
  const values = [conversationId, personId];
  const reactions = await db.query<Touches['reactions'][number]>(
    `select seq::float8, emoji, at from chat_reaction
     where conversation_id = $1 and person_id = $2 order by seq`,
    values,
  );
  const votes = await db.query<Touches['votes'][number]>(
    `select seq::float8, options, at from chat_vote
     where conversation_id = $1 and person_id = $2 order by seq`,
    values,
  );
  const edits = await db.query<Touches['edits'][number]>(
    `select d.seq::float8, d.text, d.at from chat_edit d
     join chat_entry e on e.conversation_id = d.conversation_id and e.seq = d.seq
     where d.conversation_id = $1 and e.sender_id = $2 order by d.seq, d.n`,
    values,
  );
  return { reactions: reactions.rows, votes: votes.rows, edits: edits.rows };
}

/** The messages of others that a person reacted to or voted in. */
export async function selectTouched(
  db: Db,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<number[]> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq::float8 from chat_reaction where conversation_id = $1 and person_id = $2
     union select seq::float8 from chat_vote where conversation_id = $1 and person_id = $2`,
    [conversationId, personId],
  );
  return rows.map(({ seq }) => seq);
}

/** Removes what a person put on others' messages, and what called them. */
export async function deleteTouches(
  db: Db,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<void> {
  for (const table of ['chat_reaction', 'chat_vote', 'chat_mention']) {
    await db.query(`delete from ${table} where conversation_id = $1 and person_id = $2`, [
      conversationId,
      personId,
    ]);
  }
}
