import type { ConversationId, PersonId, ReminderId } from '@plaza/base';
import type { Entry, MethodInput, Reminder } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectMembership } from '../store/members.ts';
import * as store from '../store/own-reminders.ts';
import { lockPlans } from '../store/own-schedules.ts';
import { isMessage, parseFuture, type OwnDeps } from './types.ts';

const maxReminders = 100;
const atOnce = 200;

type NotSet = 'conversation_unknown' | 'message_unknown' | 'time_invalid' | 'too_many_reminders';
type Listed = { reminder: Reminder; entry: Entry | null };

export type Reminders = {
  put(
    personId: PersonId,
    input: MethodInput<'chat.setReminder'>,
  ): Promise<Outcome<{ reminder: Reminder }, NotSet>>;
  remove(personId: PersonId, reminderId: ReminderId): Promise<Outcome<object, 'reminder_unknown'>>;
  list(personId: PersonId): Promise<{ reminders: Listed[] }>;
  /** Marks what is due and tells the devices; true when there may be more. */
  remindDue(): Promise<boolean>;
};

/** The messages as they are now; what is gone is not among them. */
async function readMessages(
  reading: OwnDeps['reading'],
  personId: PersonId,
  rows: readonly store.ReminderRow[],
): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  for (const [conversationId, some] of Map.groupBy(rows, (row) => row.conversationId)) {
    const seqs = [...new Set(some.map(({ seq }) => seq))];
    for (const entry of await reading.getEntries(personId, conversationId, seqs)) {
      if (isMessage(entry)) found.set(keyOf({ conversationId, seq: entry.seq }), entry);
    }
  }
  return found;
}

export function createReminders(
  deps: Pick<OwnDeps, 'db' | 'clock' | 'sync' | 'reading'>,
): Reminders {
  const { db, clock, sync, reading } = deps;

  return {
    async put(personId, { reminderId, conversationId, seq, remindAt: text, note }) {
      const remindAt = parseFuture(text, clock);
      if (remindAt === null) return no('time_invalid');
      const membership = await selectMembership(db, conversationId, personId);
      if (membership === null) return no('conversation_unknown');
      const entry = await reading.getEntry(personId, conversationId, seq);
      if (!isMessage(entry)) return no('message_unknown');
      const ids = { personId, reminderId, conversationId, seq };
      const row = { ...ids, remindAt, note, state: 'waiting' as const };
      const reminder = store.presentReminder(row);
      return decide<{ reminder: Reminder }, NotSet>(db, async (tx) => {
        await lockPlans(tx, personId);
        const known = await store.lockReminder(tx, row);
        const isSame =
          known !== null &&
          JSON.stringify(store.presentReminder(known)) === JSON.stringify(reminder);
        if (isSame) return yes({ reminder });
        const isFull = known === null && (await store.countReminders(tx, personId)) >= maxReminders;
        if (isFull) return no('too_many_reminders');
        await store.putReminder(tx, row);
        await sync.append(tx, personId, 'chat.reminderChanged', { reminder });
        return yes({ reminder });
      });
    },
    remove: (personId, reminderId) =>
      decide<object, 'reminder_unknown'>(db, async (tx) => {
        if (!(await store.deleteReminder(tx, { personId, reminderId }))) {
          return no('reminder_unknown');
        }
        await sync.append(tx, personId, 'chat.reminderEnded', { reminderId });
        return yes({});
      }),
    async list(personId) {
      const rows = await store.selectReminders(db, personId);
      const found = await readMessages(reading, personId, rows);
      const reminders = rows.map((row) => ({
        reminder: store.presentReminder(row),
        entry: found.get(keyOf(row)) ?? null,
      }));
      return { reminders };
    },
    remindDue: () =>
      db.tx(async (tx) => {
        const rows = await store.markDue(tx, { now: clock.now(), limit: atOnce });
        await sync.appendMany(
          tx,
          rows.map((row) => ({
            personId: row.personId,
            name: 'chat.reminderChanged' as const,
            payload: { reminder: store.presentReminder(row) },
          })),
        );
        return rows.length === atOnce;
      }),
  };
}

function keyOf({ conversationId, seq }: { conversationId: ConversationId; seq: number }): string {
  return `${conversationId} ${seq}`;
}
