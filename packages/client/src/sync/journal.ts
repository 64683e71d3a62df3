import type { InboxItem } from '@plaza/contract';
import type { Core } from '../core.ts';

/**
 * Keeps a fetched answer from undoing what was told while it was on its way. A fetch may have
 * been read before an event was committed and arrive after it; so what came in between is
 * applied once more. Every event carries the whole of what it changes, hence repeating is safe.
 */
export type Journal = {
  /** Notes an inbox that an event brought. */
  note(inbox: InboxItem): void;
  /** Asks, applies the answer, and applies again what was told meanwhile. */
  around<T>(ask: () => Promise<T>, apply: (answer: T) => void): Promise<T>;
};

export function createJournal({ dispatch }: Pick<Core, 'dispatch'>): Journal {
  let underWay = 0;
  let noted: InboxItem[] = [];
  return {
    note(inbox) {
      if (underWay > 0) noted.push(inbox);
    },
    async around(ask, apply) {
      const start = noted.length;
      underWay += 1;
      try {
        const answer = await ask();
        apply(answer);
        for (const inbox of noted.slice(start)) dispatch({ type: 'inbox', inbox });
        return answer;
      } finally {
        underWay -= 1;
        if (underWay === 0) noted = [];
      }
    },
  };
}
