import type { InboxItem } from '@plaza/contract';
import type { Core } from '../core.ts';

/**
 * Keeps an answer from undoing what was told while it was on its way. It may have been read
 * before an event was committed and arrive after it; so what came in between is applied once
 * more. Every event carries the whole of what it changes, hence repeating is safe. A snapshot
 * leaps over events, so an answer that is older than one cannot be mended and is not applied.
 */
export type Journal = {
  /** Notes an inbox that an event brought. */
  note(inbox: InboxItem): void;
  /** Notes that a snapshot took the place of events. */
  leap(): void;
  /** Reads: asks, applies the answer, and asks again when a snapshot came in between. */
  read<T>(ask: () => Promise<T>, apply: (answer: T) => void): Promise<T>;
  /** Acts, once; an answer that a snapshot overtook is only returned. */
  act<T>(ask: () => Promise<T>, apply: (answer: T) => void): Promise<T>;
};

export function createJournal({ dispatch }: Pick<Core, 'dispatch'>): Journal {
  let underWay = 0;
  let leaps = 0;
  let noted: InboxItem[] = [];

  async function attempt<T>(ask: () => Promise<T>, apply: (answer: T) => void) {
    const start = noted.length;
    const leapsBefore = leaps;
    underWay += 1;
    try {
      const answer = await ask();
      const isOvertaken = leaps !== leapsBefore;
      if (isOvertaken) return { answer, isOvertaken };
      apply(answer);
      for (const inbox of noted.slice(start)) dispatch({ type: 'inbox', inbox });
      return { answer, isOvertaken };
    } finally {
      underWay -= 1;
      if (underWay === 0) noted = [];
    }
  }

  return {
    note(inbox) {
      if (underWay > 0) noted.push(inbox);
    },
    leap() {
      leaps += 1;
    },
    async read(ask, apply) {
      for (;;) {
        const { answer, isOvertaken } = await attempt(ask, apply);
        if (!isOvertaken) return answer;
      }
    },
    act: async (ask, apply) => (await attempt(ask, apply)).answer,
  };
}
