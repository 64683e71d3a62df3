import type { ConversationId, PersonId, ReminderId } from '@plaza/base';
import type { Reminder } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';

export type ReminderRow = {
  personId: PersonId;
  reminderId: ReminderId;
  conversationId: ConversationId;
  seq: number;
  remindAt: Date;
  note: string;
  state: 'waiting' | 'due';
};

type Key = Pick<ReminderRow, 'personId' | 'reminderId'>;

const columns = `r.person_id as "personId", r.reminder_id as "reminderId",
  r.conversation_id as "conversationId", r.seq::float8, r.remind_at as "remindAt", r.note, r.state`;

export function presentReminder({ personId: _owner, remindAt, ...row }: ReminderRow): Reminder {
  return { ...row, remindAt: remindAt.toISOString() };
}

/** Due ones first, each kind in the order of time. */
export async function selectReminders(
  db: Pick<Database, 'query'>,
  personId: PersonId,
): Promise<ReminderRow[]> {
  const { rows } = await db.query<ReminderRow>(
    `select ${columns} from chat_reminder r where person_id = $1
     order by state, remind_at, reminder_id`,
    [personId],
  );
  return rows;
}

export async function lockReminder(tx: Tx, key: Key): Promise<ReminderRow | null> {
  const { rows } = await tx.query<ReminderRow>(
    `select ${columns} from chat_reminder r
     where person_id = $1 and reminder_id = $2 for update`,
    [key.personId, key.reminderId],
  );
  return rows[0] ?? null;
}

export async function countReminders(tx: Tx, personId: PersonId): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from chat_reminder where person_id = $1',
    [personId],
  );
  return rows[0]?.count ?? 0;
}

export async function putReminder(tx: Tx, row: ReminderRow): Promise<void> {
  await tx.query(
    `insert into chat_reminder (person_id, reminder_id, conversation_id, seq, remind_at, note,
       state)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (person_id, reminder_id) do update set
       conversation_id = excluded.conversation_id, seq = excluded.seq,
       remind_at = excluded.remind_at, note = excluded.note, state = excluded.state`,
    [row.personId, row.reminderId, row.conversationId, row.seq, row.remindAt, row.note, row.state],
  );
}

export async function deleteReminder(tx: Tx, key: Key): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from chat_reminder where person_id = $1 and reminder_id = $2',
    [key.personId, key.reminderId],
  );
  return rowCount === 1;
}

export async function deleteReminders(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from chat_reminder where person_id = $1', [personId]);
}

/** Marks what is due, each once, whoever else looks at the same time. */
export async function markDue(
  tx: Tx,
  { now, limit }: { now: Date; limit: number },
): Promise<ReminderRow[]> {
  const { rows } = await tx.query<ReminderRow>(
    `with due as (
       select person_id, reminder_id from chat_reminder
       where state = 'waiting' and remind_at <= $1
       order by remind_at limit $2 for update skip locked
     )
     update chat_reminder r set state = 'due'
     from due d where r.person_id = d.person_id and r.reminder_id = d.reminder_id
     returning ${columns}`,
    [now, limit],
  );
  return rows;
}
