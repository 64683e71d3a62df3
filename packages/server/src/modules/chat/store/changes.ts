import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { StoredBody } from '../types.ts';

type Db = Pick<Database, 'query'>;
export type Place = { conversationId: ConversationId; seq: number };

/** Tables of what belongs to a message and goes with it. */
const belongings = ['chat_edit', 'chat_reaction', 'chat_vote', 'chat_mention'];

/**
 * Puts `body` in the place of messages and removes all that belongs to them; the conversation is
 * locked by the caller. Answers which of them were messages still.
 */
export async function removeContent(
  tx: Tx,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
  body: StoredBody,
): Promise<number[]> {
  if (seqs.length === 0) return [];
  const { rows } = await tx.query<{ seq: number }>(
    `update chat_entry set type = $3, body = $4, extra = null, expires_at = null
     where conversation_id = $1 and seq = any($2::bigint[]) and type = 'message'
     returning seq::float8`,
    [conversationId, seqs, body.type, JSON.stringify(body)],
  );
  const gone = rows.map(({ seq }) => seq).sort((a, b) => a - b);
  for (const table of belongings) {
    await tx.query(`delete from ${table} where conversation_id = $1 and seq = any($2::bigint[])`, [
      conversationId,
      gone,
    ]);
  }
  return gone;
}

export type Version = { text: string; at: string };

export async function selectVersions(
  db: Db,
  { conversationId, seq }: Place,
): Promise<(Version & { changeId: ClientId })[]> {
  const { rows } = await db.query<{ text: string; at: Date; change_id: ClientId }>(
    `select text, at, change_id from chat_edit where conversation_id = $1 and seq = $2 order by n`,
    [conversationId, seq],
  );
  return rows.map((row) => ({ text: row.text, at: row.at.toISOString(), changeId: row.change_id }));
}

export async function insertVersion(
  tx: Tx,
  { conversationId, seq }: Place,
  version: Version & { n: number; changeId: ClientId },
): Promise<void> {
  await tx.query(
    `insert into chat_edit (conversation_id, seq, n, text, at, change_id)
     values ($1, $2, $3, $4, $5, $6)`,
    [conversationId, seq, version.n, version.text, version.at, version.changeId],
  );
}

export async function selectReaction(
  db: Db,
  { conversationId, seq }: Place,
  personId: PersonId,
): Promise<string | null> {
  const { rows } = await db.query<{ emoji: string }>(
    `select emoji from chat_reaction where conversation_id = $1 and seq = $2 and person_id = $3`,
    [conversationId, seq, personId],
  );
  return rows[0]?.emoji ?? null;
}

/** Sets or, with null, takes back a person's one reaction. */
export async function writeReaction(
  tx: Tx,
  { conversationId, seq }: Place,
  { personId, emoji, at }: { personId: PersonId; emoji: string | null; at: Date },
): Promise<void> {
  if (emoji === null) {
    await tx.query(
      'delete from chat_reaction where conversation_id = $1 and seq = $2 and person_id = $3',
      [conversationId, seq, personId],
    );
    return;
  }
  await tx.query(
    `insert into chat_reaction (conversation_id, seq, person_id, emoji, at)
     values ($1, $2, $3, $4, $5)
     on conflict (conversation_id, seq, person_id) do update
       set emoji = excluded.emoji, at = excluded.at`,
    [conversationId, seq, personId, emoji, at],
  );
}

/** The emoji under a message, the first one first, each with who was first to choose it. */
export async function selectReactions(
  db: Db,
  { conversationId, seq }: Place,
  named: number,
): Promise<{ emoji: string; count: number; personIds: PersonId[] }[]> {
  const { rows } = await db.query<{ emoji: string; count: number; personIds: PersonId[] }>(
    `select emoji, count(*)::int as count,
       (array_agg(person_id order by at, person_id))[1:$3] as "personIds"
     from chat_reaction where conversation_id = $1 and seq = $2
     group by emoji order by min(at), emoji`,
    [conversationId, seq, named],
  );
  return rows;
}

export async function selectVote(
  db: Db,
  { conversationId, seq }: Place,
  personId: PersonId,
): Promise<number[]> {
  const { rows } = await db.query<{ options: number[] }>(
    `select options from chat_vote where conversation_id = $1 and seq = $2 and person_id = $3`,
    [conversationId, seq, personId],
  );
  return rows[0]?.options ?? [];
}

/** Sets a person's choice; an empty one takes it back. */
export async function writeVote(
  tx: Tx,
  { conversationId, seq }: Place,
  { personId, options, at }: { personId: PersonId; options: readonly number[]; at: Date },
): Promise<void> {
  if (options.length === 0) {
    await tx.query(
      'delete from chat_vote where conversation_id = $1 and seq = $2 and person_id = $3',
      [conversationId, seq, personId],
    );
    return;
  }
  await tx.query(
    `insert into chat_vote (conversation_id, seq, person_id, options, at)
     values ($1, $2, $3, $4, $5)
     on conflict (conversation_id, seq, person_id) do update
       set options = excluded.options, at = excluded.at`,
    [conversationId, seq, personId, options, at],
  );
}

export type Tally = {
  voters: number;
  byOption: Map<number, { count: number; personIds: PersonId[] }>;
};

export async function selectTally(
  db: Db,
  { conversationId, seq }: Place,
  named: number,
): Promise<Tally> {
  const { rows: all } = await db.query<{ voters: number }>(
    'select count(*)::int as voters from chat_vote where conversation_id = $1 and seq = $2',
    [conversationId, seq],
  );
  const { rows } = await db.query<{ option: number; count: number; personIds: PersonId[] }>(
    `select option, count(*)::int as count,
       (array_agg(person_id order by at, person_id))[1:$3] as "personIds"
     from chat_vote, unnest(options) as option
     where conversation_id = $1 and seq = $2 group by option`,
    [conversationId, seq, named],
  );
  const byOption = new Map(
    rows.map(({ option, count, personIds }) => [option, { count, personIds }]),
  );
  return { voters: all[0]?.voters ?? 0, byOption };
}

/** Who reacted with one emoji, or chose one option, in the order of ids. */
export async function selectChoosers(
  db: Db,
  { conversationId, seq }: Place,
  of: { emoji: string } | { option: number },
  page: { after: string; limit: number },
): Promise<PersonId[]> {
  const [table, condition, value] =
    'emoji' in of
      ? ['chat_reaction', 'emoji = $3', of.emoji]
      : ['chat_vote', '$3 = any(options)', of.option];
  const { rows } = await db.query<{ person_id: PersonId }>(
    `select person_id from ${table}
     where conversation_id = $1 and seq = $2 and ${condition} and person_id > $4::uuid
     order by person_id limit $5`,
    [conversationId, seq, value, page.after, page.limit],
  );
  return rows.map((row) => row.person_id);
}

/** How often each of these messages was edited up to a place of the log. */
export async function countEditsUpTo(
  db: Db,
  conversationId: ConversationId,
  { seqs, upTo }: { seqs: readonly number[]; upTo: number },
): Promise<Map<number, number>> {
  const { rows } = await db.query<{ seq: number; edits: number }>(
    `select (body ->> 'seq')::float8 as seq, count(*)::int as edits from chat_entry
     where conversation_id = $1 and type = 'changed' and body ->> 'how' = 'edited'
       and seq > $2 and seq <= $3 and (body ->> 'seq')::bigint = any($4::bigint[])
     group by 1`,
    [conversationId, Math.min(...seqs), upTo, seqs],
  );
  return new Map(rows.map(({ seq, edits }) => [seq, edits]));
}
