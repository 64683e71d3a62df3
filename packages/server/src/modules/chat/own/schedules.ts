import {
  formatUuid,
  type ClientId,
  type ConversationId,
  type PersonId,
  type ScheduleId,
} from '@plaza/base';
import type { MessageBody, MethodInput, Schedule } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectMembership, type Membership } from '../store/members.ts';
import * as store from '../store/own-schedules.ts';
import { filesOf, parseFuture, type OwnDeps } from './types.ts';

const maxSchedules = 100;

export type SchedulesDeps = Pick<
  OwnDeps,
  'db' | 'clock' | 'random' | 'sync' | 'attachments' | 'files'
>;

type NotNow = 'not_member' | 'not_contact' | 'blocked' | 'read_only' | 'conversation_unknown';
/** `unavailable`: it is being sent at this moment. */
type NotPlanned =
  | NotNow
  | 'file_unknown'
  | 'invalid'
  | 'time_invalid'
  | 'too_many_scheduled'
  | 'unavailable';

export type Schedules = {
  put(
    personId: PersonId,
    input: MethodInput<'chat.scheduleMessage'>,
  ): Promise<Outcome<{ schedule: Schedule }, NotPlanned>>;
  cancel(
    personId: PersonId,
    scheduleId: ScheduleId,
  ): Promise<Outcome<object, 'schedule_unknown' | 'unavailable'>>;
  list(personId: PersonId): Promise<{ schedules: Schedule[] }>;
};

/** Spares people a plan that could not be carried out now; what counts is judged at its time. */
function judge(membership: Membership | null): NotNow | null {
  if (membership === null) return 'conversation_unknown';
  if (membership.kind === 'archive') return 'read_only';
  if (membership.leftSeq !== null) return 'not_member';
  return membership.maySend === 'yes' ? null : membership.maySend;
}

/** Whether the same is wanted again, perhaps because the first answer was lost. */
function isSame(row: store.ScheduleRow, wanted: MethodInput<'chat.scheduleMessage'>): boolean {
  return (
    row.state === 'waiting' &&
    row.conversationId === wanted.conversationId &&
    row.sendAt.toISOString() === wanted.sendAt &&
    canonical(row.message) === canonical(wanted.message)
  );
}

/** JSON that does not depend on the order in which fields were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** How a plan is written down, with the hold on its files. */
function createWriting({ attachments, files, sync }: SchedulesDeps) {
  return {
    async prepare(
      place: { senderId: PersonId; conversationId: ConversationId; clientId: ClientId },
      message: MessageBody,
    ): Promise<Outcome<MessageBody, 'file_unknown' | 'invalid'>> {
      if (filesOf(message).length === 0) return yes(message);
      const prepared = await attachments.prepare(place, message);
      // Facts of it may be corrected; it stays of its kind.
      return prepared.ok ? yes(prepared.value as MessageBody) : prepared;
    },
    async replace(
      tx: Tx,
      row: store.ScheduleRow,
      known: store.ScheduleRow | null,
    ): Promise<Outcome<{ schedule: Schedule }, 'file_unknown'>> {
      for (const fileId of row.fileIds) {
        if (!(await files.hold(tx, fileId))) return no('file_unknown');
      }
      await store.putSchedule(tx, row);
      for (const fileId of known?.fileIds ?? []) await files.letGo(tx, fileId);
      const schedule = store.presentSchedule(row);
      await sync.append(tx, row.personId, 'chat.scheduleChanged', { schedule });
      return yes({ schedule });
    },
  };
}

export function createSchedules(deps: SchedulesDeps): Schedules {
  const { db, clock, random, sync, files } = deps;
  const writing = createWriting(deps);

  // Who may read a file that waits to be sent: who planned it.
  files.allowAlso('chat', async ({ fileId }, caller) =>
    caller === null ? false : store.plansToSend(db, caller.personId, fileId),
  );

  return {
    async put(personId, input) {
      const { scheduleId, conversationId } = input;
      const sendAt = parseFuture(input.sendAt, clock);
      if (sendAt === null) return no('time_invalid');
      const refusal = judge(await selectMembership(db, conversationId, personId));
      if (refusal !== null) return no(refusal);
      // Of a version that no client may choose, so that nothing else is ever sent under it.
      const clientId = formatUuid(random.bytes(16), 8) as ClientId;
      const place = { senderId: personId, conversationId, clientId };
      const prepared = await writing.prepare(place, input.message);
      if (!prepared.ok) return prepared;
      const message = prepared.value;
      return decide<{ schedule: Schedule }, NotPlanned>(db, async (tx) => {
        await store.lockPlans(tx, personId);
        const known = await store.lockSchedule(tx, { personId, scheduleId });
        if (known?.state === 'sending') return no('unavailable');
        if (known !== null && isSame(known, { ...input, message })) {
          return yes({ schedule: store.presentSchedule(known) });
        }
        const isFull = known === null && (await store.countSchedules(tx, personId)) >= maxSchedules;
        if (isFull) return no('too_many_scheduled');
        const fileIds = filesOf(message).toSorted();
        const row = { personId, scheduleId, conversationId, clientId, message, fileIds, sendAt };
        const planned = { ...row, state: 'waiting' as const, failure: null };
        return writing.replace(tx, planned, known);
      });
    },
    async cancel(personId, scheduleId) {
      return decide<object, 'schedule_unknown' | 'unavailable'>(db, async (tx) => {
        const known = await store.lockSchedule(tx, { personId, scheduleId });
        if (known === null) return no('schedule_unknown');
        if (known.state === 'sending') return no('unavailable');
        await store.deleteSchedule(tx, known);
        for (const fileId of known.fileIds) await files.letGo(tx, fileId);
        await tellEnded(sync, tx, known);
        return yes({});
      });
    },
    async list(personId) {
      const rows = await store.selectSchedules(db, personId);
      return { schedules: rows.map(store.presentSchedule) };
    },
  };
}

/** Tells that a message no longer waits, and leaves no copy of it in the log of the person. */
export async function tellEnded(
  sync: SchedulesDeps['sync'],
  tx: Tx,
  { personId, scheduleId }: Pick<store.ScheduleRow, 'personId' | 'scheduleId'>,
): Promise<void> {
  const ended = { name: 'chat.scheduleEnded', payload: { scheduleId } } as const;
  const which = { name: 'chat.scheduleChanged', path: ['schedule', 'scheduleId'] } as const;
  await sync.append(tx, personId, ended.name, ended.payload);
  await sync.rewrite(tx, personId, { ...which, id: scheduleId }, ended);
}
