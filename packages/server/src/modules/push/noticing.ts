import type { Clock, PersonId } from '@plaza/base';
import type { ContactRequest, InboxItem, Reminder } from '@plaza/contract';
import type { Focus } from './focus.ts';
import { closeRead, unwantNotice, wantNotice } from './store/slots.ts';
import type { PushDeps } from './types.ts';

const livesMs = 24 * 3_600_000;

/** What follows for a person's devices from what their own log says; null: nothing. */
export type Noticing = (
  personId: PersonId,
  event: { name: string; payload: unknown },
) => (() => Promise<void>) | null;

type Deps = Pick<PushDeps, 'db'> & {
  clock: Pick<Clock, 'now' | 'nowMs'>;
  focus: Pick<Focus, 'sessionsOf'>;
};

export function createNoticing({ db, clock, focus }: Deps): Noticing {
  const notice = (personId: PersonId, slot: string, kind: 'request' | 'reminder', facts: object) =>
    wantNotice(
      db,
      { personId, slot, kind, facts },
      { at: clock.now(), expiresAt: new Date(clock.nowMs() + livesMs) },
    );

  const reactions: Record<string, (personId: PersonId, payload: never) => Promise<void>> = {
    'chat.inboxChanged': (personId, { inbox }: { inbox: InboxItem }) =>
      closeRead(
        db,
        { personId, slot: inbox.conversationId, readSeq: inbox.readSeq },
        { except: focus.sessionsOf(personId), at: clock.now() },
      ),
    async 'contacts.requestChanged'(personId, { request }: { request: ContactRequest }) {
      if (request.direction !== 'incoming') return;
      const slot = `request:${request.requestId}`;
      const facts = { personId: request.person.personId };
      if (request.state === 'pending') await notice(personId, slot, 'request', facts);
      else await unwantNotice(db, personId, slot);
    },
    async 'chat.reminderChanged'(personId, { reminder }: { reminder: Reminder }) {
      if (reminder.state !== 'due') return;
      const { reminderId, conversationId, seq, note } = reminder;
      const facts = { conversationId, seq, note };
      await notice(personId, `reminder:${reminderId}`, 'reminder', facts);
    },
  };

  return (personId, { name, payload }) => {
    const react = reactions[name];
    return react === undefined ? null : () => react(personId, payload as never);
  };
}
