import type { Clock, PersonId, SessionId } from '@plaza/base';
import type { Bus } from '../../kernel/events/index.ts';

// Which devices have the app in front just now. Never stored: who is unknown is called.

export const focusTopic = 'push.focus';
/** A device says so again before this time is over. */
const lastsMs = 60_000;
const maxPeople = 200_000;

/** `order` null: its line is cut, and nothing is known of it. */
type Told = { personId: PersonId; sessionId: SessionId; inFront: boolean; order: number | null };
/** The last report of a device; of one that is not in front for as long as older ones may come. */
type Last = { inFront: boolean; order: number; untilMs: number };

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
  const people = new Map<PersonId, Map<SessionId, Last>>();
  let unsubscribe: (() => void) | null = null;

  function hear({ personId, sessionId, inFront, order }: Told): void {
    const nowMs = clock.nowMs();
    const sessions = people.get(personId) ?? new Map<SessionId, Last>();
    for (const [id, { untilMs }] of sessions) if (untilMs <= nowMs) sessions.delete(id);
    if (order === null) return void sessions.delete(sessionId);
    if ((sessions.get(sessionId)?.order ?? -1) > order) return;
    // Set anew, so that whoever was heard of the longest ago is forgotten first.
    people.delete(personId);
    sessions.set(sessionId, { inFront, order, untilMs: nowMs + lastsMs });
    people.set(personId, sessions);
    if (people.size > maxPeople) people.delete(people.keys().next().value as PersonId);
  }

  function liveOf(personId: PersonId): [SessionId, Last][] {
    const nowMs = clock.nowMs();
    return [...(people.get(personId) ?? [])].filter(
      ([, { inFront, untilMs }]) => inFront && untilMs > nowMs,
    );
  }

  return {
    report: (told) => bus.publish(focusTopic, told),
    until(personId) {
      const ends = liveOf(personId).map(([, { untilMs }]) => untilMs);
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
