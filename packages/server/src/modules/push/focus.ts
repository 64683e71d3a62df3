import type { Clock, PersonId, SessionId } from '@plaza/base';
import type { Bus } from '../../kernel/events/index.ts';

// Which devices have the app in front just now. Never stored: who is unknown is called.

export const focusTopic = 'push.focus';
/** A device says so again before this time is over. */
const lastsMs = 60_000;
const maxPeople = 200_000;

type Told = { personId: PersonId; sessionId: SessionId; inFront: boolean };

export type Focus = {
  /** Tells every process of the city. */
  report(told: Told): void;
  /** Until when somebody is surely looking, as a time of the clock; null: nobody is. */
  until(personId: PersonId): number | null;
  /** The devices of a person that have the app in front. */
  sessionsOf(personId: PersonId): SessionId[];
  start(): void;
  stop(): void;
};

export function createFocus({
  clock,
  bus,
}: {
  clock: Pick<Clock, 'nowMs'>;
  bus: Pick<Bus, 'publish' | 'subscribe'>;
}): Focus {
  const people = new Map<PersonId, Map<SessionId, number>>();
  let unsubscribe: (() => void) | null = null;

  function hear({ personId, sessionId, inFront }: Told): void {
    const sessions = people.get(personId) ?? new Map<SessionId, number>();
    // Set anew, so that whoever was heard of the longest ago is forgotten first.
    people.delete(personId);
    if (inFront) sessions.set(sessionId, clock.nowMs() + lastsMs);
    else sessions.delete(sessionId);
    if (sessions.size > 0) people.set(personId, sessions);
    if (people.size > maxPeople) people.delete(people.keys().next().value as PersonId);
  }

  function liveOf(personId: PersonId): [SessionId, number][] {
    const nowMs = clock.nowMs();
    return [...(people.get(personId) ?? [])].filter(([, untilMs]) => untilMs > nowMs);
  }

  return {
    report: (told) => bus.publish(focusTopic, told),
    until(personId) {
      const ends = liveOf(personId).map(([, untilMs]) => untilMs);
      return ends.length === 0 ? null : Math.max(...ends);
    },
    sessionsOf: (personId) => liveOf(personId).map(([sessionId]) => sessionId),
    start() {
      unsubscribe ??= bus.subscribe(focusTopic, (message) => hear(message as Told));
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}
