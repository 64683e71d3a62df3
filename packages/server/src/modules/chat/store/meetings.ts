import type { ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';

export type Meeting = { conversationId: ConversationId; founderId: PersonId };

/** From here on nobody else looks for a meeting under these digits, until the end. */
export async function lockDigits(tx: Tx, digits: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('chat_meeting ' || $1, 0))`, [
    digits,
  ]);
}

/** The meeting under these digits at one of these places, the oldest if there are several. */
export async function selectMeeting(
  tx: Tx,
  digits: string,
  { places, at }: { places: readonly Buffer[]; at: Date },
): Promise<Meeting | null> {
  const { rows } = await tx.query<Meeting>(
    `select conversation_id as "conversationId", founder_id as "founderId" from chat_meeting
     where digits = $1 and place = any($2::bytea[]) and expires_at > $3
     order by expires_at, place limit 1`,
    [digits, places, at],
  );
  return rows[0] ?? null;
}

/** Opens a meeting; one that was at the same place before is over. */
export async function upsertMeeting(
  tx: Tx,
  digits: string,
  { place, meeting, expiresAt }: { place: Buffer; meeting: Meeting; expiresAt: Date },
): Promise<void> {
  await tx.query(
    `insert into chat_meeting (digits, place, conversation_id, founder_id, expires_at)
     values ($1, $2, $3, $4, $5) on conflict (digits, place) do update
       set conversation_id = excluded.conversation_id, founder_id = excluded.founder_id,
         expires_at = excluded.expires_at`,
    [digits, place, meeting.conversationId, meeting.founderId, expiresAt],
  );
}

/** Ends the meetings that lead to a group. */
export async function deleteMeetings(
  tx: Tx,
  digits: string,
  conversationId: ConversationId,
): Promise<void> {
  await tx.query('delete from chat_meeting where digits = $1 and conversation_id = $2', [
    digits,
    conversationId,
  ]);
}
