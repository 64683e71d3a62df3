import type { ClientId, ConversationId, FileId, PersonId, ScheduleId } from '@plaza/base';
import type { MessageBody, Schedule } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';

export type ScheduleRow = {
  personId: PersonId;
  scheduleId: ScheduleId;
  conversationId: ConversationId;
  clientId: ClientId;
  message: MessageBody;
  fileIds: FileId[];
  sendAt: Date;
  /** `sending` from before the first try until its outcome is known. */
  state: 'waiting' | 'sending' | 'failed';
  failure: string | null;
};

type Key = Pick<ScheduleRow, 'personId' | 'scheduleId'>;
type Target = Pick<Database, 'query'>;

const columns = `s.person_id as "personId", s.schedule_id as "scheduleId",
  s.conversation_id as "conversationId", s.client_id as "clientId", s.message,
  s.file_ids as "fileIds", s.send_at as "sendAt", s.state, s.failure`;

/** To its owner a message waits until it is known to be sent. */
export function presentSchedule(row: ScheduleRow): Schedule {
  const { scheduleId, conversationId, message, sendAt, failure } = row;
  const state = row.state === 'failed' ? 'failed' : 'waiting';
  return { scheduleId, conversationId, message, sendAt: sendAt.toISOString(), state, failure };
}

/** One at a time may add to what a person plans, so that the limit holds. */
export async function lockPlans(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('chat_plan ' || $1, 0))`, [
    personId,
  ]);
}

export async function countSchedules(tx: Tx, personId: PersonId): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from chat_schedule where person_id = $1',
    [personId],
  );
  return rows[0]?.count ?? 0;
}

export async function selectSchedules(db: Target, personId: PersonId): Promise<ScheduleRow[]> {
  const { rows } = await db.query<ScheduleRow>(
    `select ${columns} from chat_schedule s where person_id = $1 order by send_at, schedule_id`,
    [personId],
  );
  return rows;
}

export async function lockSchedule(tx: Tx, key: Key): Promise<ScheduleRow | null> {
  const { rows } = await tx.query<ScheduleRow>(
    `select ${columns} from chat_schedule s
     where person_id = $1 and schedule_id = $2 for update`,
    [key.personId, key.scheduleId],
  );
  return rows[0] ?? null;
}

export async function putSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  await tx.query(
    `insert into chat_schedule (person_id, schedule_id, conversation_id, client_id, message,
       file_ids, send_at, try_at, state, failure)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
     on conflict (person_id, schedule_id) do update set
       conversation_id = excluded.conversation_id, client_id = excluded.client_id,
       message = excluded.message, file_ids = excluded.file_ids, send_at = excluded.send_at,
       try_at = excluded.try_at, state = excluded.state, failure = excluded.failure`,
    [
      row.personId,
      row.scheduleId,
      row.conversationId,
      row.clientId,
      JSON.stringify(row.message),
      row.fileIds,
      row.sendAt,
      row.state,
      row.failure,
    ],
  );
}

export async function deleteSchedule(tx: Tx, key: Key): Promise<void> {
  await tx.query('delete from chat_schedule where person_id = $1 and schedule_id = $2', [
    key.personId,
    key.scheduleId,
  ]);
}

/**
 * Takes what is due, for this process alone until `leaseEnd`. `isRetry`: somebody was sending it
 * before and did not say how that ended.
 */
export async function claimSchedules(
  db: Target,
  { now, leaseEnd, limit }: { now: Date; leaseEnd: Date; limit: number },
): Promise<(ScheduleRow & { isRetry: boolean })[]> {
  const { rows } = await db.query<ScheduleRow & { isRetry: boolean }>(
    `with due as (
       select person_id, schedule_id, state from chat_schedule
       where state <> 'failed' and try_at <= $1
       order by try_at limit $3 for update skip locked
     )
     update chat_schedule s set state = 'sending', try_at = greatest($2, s.send_at)
     from due d where s.person_id = d.person_id and s.schedule_id = d.schedule_id
     returning ${columns}, d.state = 'sending' as "isRetry"`,
    [now, leaseEnd, limit],
  );
  return rows.toSorted(
    (a, b) => a.sendAt.getTime() - b.sendAt.getTime() || (a.scheduleId < b.scheduleId ? -1 : 1),
  );
}

/** Ends a sending with its outcome; false when another process did so first. */
export async function endSending(
  tx: Tx,
  { personId, scheduleId, clientId }: ScheduleRow,
  failure: string | null,
): Promise<boolean> {
  const which = `where person_id = $1 and schedule_id = $2 and client_id = $3
    and state = 'sending'`;
  const key = [personId, scheduleId, clientId];
  const { rowCount } =
    failure === null
      ? await tx.query(`delete from chat_schedule ${which}`, key)
      : await tx.query(`update chat_schedule set state = 'failed', failure = $4 ${which}`, [
          ...key,
          failure,
        ]);
  return rowCount === 1;
}

/** Whether a person plans to send a file. */
export async function plansToSend(
  db: Target,
  personId: PersonId,
  fileId: FileId,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from chat_schedule where person_id = $1 and $2 = any(file_ids) limit 1`,
    [personId, fileId],
  );
  return rowCount === 1;
}

/** Drops all that a person plans, and gives the files that were held for it. */
export async function deleteSchedules(tx: Tx, personId: PersonId): Promise<FileId[]> {
  const { rows } = await tx.query<{ fileIds: FileId[] }>(
    'delete from chat_schedule where person_id = $1 returning file_ids as "fileIds"',
    [personId],
  );
  return rows.flatMap(({ fileIds }) => fileIds);
}
