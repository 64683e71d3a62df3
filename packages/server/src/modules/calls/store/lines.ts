import type { CallId, ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import type { Querying } from './calls.ts';

/** Takes the one place for a call in a conversation, or says which call has it. */
export async function takeRoom(
  tx: Tx,
  { conversationId, callId }: { conversationId: ConversationId; callId: CallId },
): Promise<CallId> {
  const { rows } = await tx.query<{ callId: CallId }>(
    `insert into calls_room as r (conversation_id, call_id) values ($1, $2)
     on conflict (conversation_id) do update set call_id = r.call_id
     returning call_id as "callId"`,
    [conversationId, callId],
  );
  return rows[0]?.callId ?? callId;
}

export async function selectRoom(
  q: Querying,
  conversationId: ConversationId,
): Promise<CallId | null> {
  const { rows } = await q.query<{ callId: CallId }>(
    'select call_id as "callId" from calls_room where conversation_id = $1',
    [conversationId],
  );
  return rows[0]?.callId ?? null;
}

export async function freeRoom(
  tx: Tx,
  { conversationId, callId }: { conversationId: ConversationId; callId: CallId },
): Promise<void> {
  await tx.query('delete from calls_room where conversation_id = $1 and call_id = $2', [
    conversationId,
    callId,
  ]);
}

/** Takes the lines of these people for a call; answers whose lines it has now. */
export async function takeLines(
  tx: Tx,
  callId: CallId,
  people: readonly PersonId[],
): Promise<Set<PersonId>> {
  if (people.length === 0) return new Set();
  const { rows } = await tx.query<{ personId: PersonId; callId: CallId }>(
    // In the order of the keys: two calls that want the same lines do not wait for each other.
    `insert into calls_line as l (person_id, call_id)
     select person_id, $2 from unnest($1::uuid[]) as p (person_id) order by person_id
     on conflict (person_id) do update set call_id = l.call_id
     returning person_id as "personId", call_id as "callId"`,
    [people, callId],
  );
  return new Set(rows.filter((row) => row.callId === callId).map(({ personId }) => personId));
}

/** Who of these is in another call. */
export async function selectBusy(
  q: Querying,
  callId: CallId,
  people: readonly PersonId[],
): Promise<Set<PersonId>> {
  const { rows } = await q.query<{ personId: PersonId }>(
    `select person_id as "personId" from calls_line
     where person_id = any($1::uuid[]) and call_id <> $2`,
    [people, callId],
  );
  return new Set(rows.map(({ personId }) => personId));
}

/** Frees what a call holds of these people's lines. */
export async function freeLines(
  tx: Tx,
  callId: CallId,
  people: readonly PersonId[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.query('delete from calls_line where person_id = any($1::uuid[]) and call_id = $2', [
    people,
    callId,
  ]);
}
