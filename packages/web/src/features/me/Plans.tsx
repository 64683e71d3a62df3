import { Trans, useLingui } from '@lingui/react/macro';
import type { ReminderId, ScheduleId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Reminder, Schedule } from '@plaza/contract';
import { AlarmClock, CalendarClock } from 'lucide-react';
import { useLocation } from 'wouter';
import { formatDateTime } from '../../i18n/format.ts';
import { explain } from '../../i18n/refusals.ts';
import { useClient, useClientState, useTask } from '../../state/index.ts';
import { Button, EmptyState, FormError, SectionCard } from '../../ui/index.ts';
import { jumpTo, orThrow, titleOf, wordsOfMessage } from '../chat/index.ts';
import { Page } from './Page.tsx';

const whole = (state: State) => state;

function placeOf(state: State, id: Schedule['conversationId']): string {
  const conversation = state.conversations.get(id)?.conversation;
  return conversation === undefined ? '' : titleOf(state, conversation);
}

type ScheduledProps = { schedule: Schedule; state: State; cancel(id: ScheduleId): void };

function Scheduled({ schedule, state, cancel }: ScheduledProps) {
  const { scheduleId, conversationId, message, sendAt, failure } = schedule;
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="min-w-[min(10rem,100%)] flex-1">
        <p dir="auto" className="line-clamp-2">
          {wordsOfMessage(message)}
        </p>
        <p className="text-sm text-muted">
          <bdi>{placeOf(state, conversationId)}</bdi> · {formatDateTime(sendAt)}
        </p>
        {failure === null ? null : (
          <p className="text-sm text-danger">{explain({ error: failure })}</p>
        )}
      </div>
      <Button tone="plain" onClick={() => cancel(scheduleId)}>
        <Trans>Cancel</Trans>
      </Button>
    </li>
  );
}

type RemindedProps = { reminder: Reminder; state: State; remove(id: ReminderId): void };

function Reminded({ reminder, state, remove }: RemindedProps) {
  const [, navigate] = useLocation();
  const { reminderId, conversationId, seq, remindAt, note, state: standing } = reminder;
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <button
        type="button"
        className="min-h-11 min-w-[min(10rem,100%)] flex-1 text-start"
        onClick={() => {
          jumpTo(conversationId, seq);
          navigate(`/chats/${conversationId}`);
        }}
      >
        <span dir="auto" className="block font-medium">
          {note === '' ? <Trans>A message in {placeOf(state, conversationId)}</Trans> : note}
        </span>
        <span className="block text-sm text-muted">
          {standing === 'due' ? (
            <strong className="text-accent-text">
              <Trans>Now</Trans>
            </strong>
          ) : (
            formatDateTime(remindAt)
          )}
        </span>
      </button>
      <Button tone="plain" onClick={() => remove(reminderId)}>
        {standing === 'due' ? <Trans>Done</Trans> : <Trans>Remove</Trans>}
      </Button>
    </li>
  );
}

/** What waits for its time: messages to send, messages to be reminded of. */
export default function Plans() {
  const { t } = useLingui();
  const { commands } = useClient();
  const state = useClientState(['plans', 'list', 'contacts', 'people', 'me'], whole);
  const task = useTask();
  const schedules = [...state.schedules.values()].toSorted((a, b) =>
    a.sendAt < b.sendAt ? -1 : 1,
  );
  const reminders = [...state.reminders.values()].toSorted((a, b) =>
    a.remindAt < b.remindAt ? -1 : 1,
  );
  const cancel = (id: ScheduleId) =>
    void task.run(async () => void orThrow(await commands.cancelSchedule(id)));
  const remove = (id: ReminderId) =>
    void task.run(async () => void orThrow(await commands.removeReminder(id)));
  return (
    <Page title={t`Planned and reminders`}>
      <FormError>{task.failure?.text}</FormError>
      {schedules.length === 0 && reminders.length === 0 ? (
        <EmptyState icon={AlarmClock} title={<Trans>Nothing is planned</Trans>}>
          <Trans>
            Send later from the plus of a conversation; be reminded from a message’s menu.
          </Trans>
        </EmptyState>
      ) : null}
      {reminders.length === 0 ? null : (
        <SectionCard title={<Trans>Reminders</Trans>}>
          <ul className="divide-y divide-line">
            {reminders.map((reminder) => (
              <Reminded key={reminder.reminderId} {...{ reminder, state, remove }} />
            ))}
          </ul>
        </SectionCard>
      )}
      {schedules.length === 0 ? null : (
        <SectionCard
          title={
            <>
              <CalendarClock aria-hidden="true" className="me-1.5 inline size-4" />
              <Trans>To be sent</Trans>
            </>
          }
        >
          <ul className="divide-y divide-line">
            {schedules.map((schedule) => (
              <Scheduled key={schedule.scheduleId} {...{ schedule, state, cancel }} />
            ))}
          </ul>
        </SectionCard>
      )}
    </Page>
  );
}
