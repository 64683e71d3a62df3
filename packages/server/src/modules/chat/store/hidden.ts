import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';

export type EntryPlace = { conversationId: ConversationId; seq: number };

const keyOf = ({ conversationId, seq }: EntryPlace) => `${conversationId} ${seq}`;

/** Of places of one viewer or of many, which of them that viewer deleted for themselves. */
export async function selectHiddenOf(
  db: Pick<Database, 'query'>,
  places: readonly (EntryPlace & { personId: PersonId })[],
): Promise<boolean[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<{ place: bigint }>({
    name: 'chat_hidden',
    text: `select i.place
           from unnest($1::uuid[], $2::uuid[], $3::bigint[]) with ordinality
             as i (person_id, conversation_id, seq, place)
           join chat_hidden h on h.person_id = i.person_id
             and h.conversation_id = i.conversation_id and h.seq = i.seq`,
    values: [
      places.map(({ personId }) => personId),
      places.map(({ conversationId }) => conversationId),
      places.map(({ seq }) => seq),
    ],
  });
  const hidden = places.map(() => false);
  for (const { place } of rows) hidden[Number(place) - 1] = true;
  return hidden;
}

/** Tells of places which of them a person deleted for themselves. */
export async function selectHidden(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  places: readonly EntryPlace[],
): Promise<(place: EntryPlace) => boolean> {
  const isHidden = await selectHiddenOf(
    db,
    places.map((place) => ({ ...place, personId })),
  );
  const hidden = new Set(places.filter((_, index) => isHidden[index]).map(keyOf));
  return (place) => hidden.has(keyOf(place));
}

/** Hides places for a person; answers those that were not hidden before. */
export async function insertHidden(
  tx: Tx,
  personId: PersonId,
  where: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<number[]> {
  const { rows } = await tx.query<{ seq: number }>(
    `insert into chat_hidden (person_id, conversation_id, seq)
     select $1, $2, unnest($3::bigint[]) on conflict do nothing returning seq::float8`,
    [personId, where.conversationId, where.seqs],
  );
  return rows.map(({ seq }) => seq).sort((a, b) => a - b);
}

export async function deleteHidden(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from chat_hidden where person_id = $1', [personId]);
}

export async function deleteHiddenIn(
  tx: Tx,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<void> {
  await tx.query('delete from chat_hidden where person_id = $1 and conversation_id = $2', [
    personId,
    conversationId,
  ]);
}
