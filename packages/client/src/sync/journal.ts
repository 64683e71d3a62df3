import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Action } from '../state/actions.ts';
import type { State } from '../state/types.ts';

/**
 * Keeps an answer from undoing what was told while it was on its way. It may have been read
 * before an event was committed and arrive after it; so what came in between is applied once
 * more. Every event carries the whole of what it changes, hence repeating is safe. A snapshot
 * leaps over events, so an answer that is older than one cannot be mended and is not applied.
 */
export type Journal = {
  /** Notes what was just told, in case an answer under way is older. */
  note(action: Action): void;
  /** Notes that a snapshot took the place of events. */
  leap(): void;
  /** Reads: asks, applies the answer, and asks again when a snapshot came in between. */
  read<T>(ask: () => Promise<T>, apply: (answer: T) => void): Promise<T>;
  /** Acts, once; an answer that a snapshot overtook is only returned. */
  act<T>(ask: () => Promise<T>, apply: (answer: T) => void): Promise<T>;
};

/** What is told again; `bySeq` is the entry of the log that told it. */
type Note = { action: Action; bySeq: number | null };
type TargetPage = Extract<Action, { type: 'page' | 'newestPage' | 'windowPage' | 'kept' }>;

const always = (action: Action): Note[] => [{ action, bySeq: null }];

function targetNote(conversationId: ConversationId, target: Entry, bySeq: number): Note[] {
  return [{ action: { type: 'targets', conversationId, targets: [target], bySeq }, bySeq }];
}

function ofPage({ conversationId, entries, targets }: TargetPage): Note[] {
  return targets.flatMap((target) => {
    const last = entries.findLast(({ body }) => body.type === 'changed' && body.seq === target.seq);
    if (last === undefined) return [];
    return targetNote(conversationId, target, last.seq);
  });
}

/** What of an action is to be told again over an older answer. */
function notesOf(action: Action): Note[] {
  switch (action.type) {
    case 'personal':
      return action.event.name.startsWith('chat.')
        ? always({ type: 'retold', event: action.event })
        : [];
    case 'entry': {
      const { conversationId, entry, target } = action;
      if (target === undefined) return [];
      return targetNote(conversationId, target, entry.seq);
    }
    case 'page':
    case 'newestPage':
    case 'windowPage':
    case 'kept':
      return ofPage(action);
    case 'hidden':
    case 'expired':
    case 'posts':
    case 'posted':
    case 'postGone':
      return always(action);
    default:
      return [];
  }
}

export type JournalDeps = { dispatch: (action: Action) => void; getState: () => State };

export function createJournal({ dispatch, getState }: JournalDeps): Journal {
  let underWay = 0;
  let leaps = 0;
  let noted: Note[] = [];
  let isRetelling = false;

  /** An answer holds every change that was known here when it was asked for. */
  function isNews({ action, bySeq }: Note, asked: State): boolean {
    if (bySeq === null || !('conversationId' in action)) return true;
    const known = asked.conversations.get(action.conversationId);
    return bySeq > (known?.conversation.lastSeq ?? 0);
  }

  function retell(notes: readonly Note[], asked: State): void {
    const news = notes.filter((note) => isNews(note, asked));
    // Pages come out of turn: of two that tell of one entry, the later change is the truth.
    news.sort((a, b) => (a.bySeq ?? 0) - (b.bySeq ?? 0));
    isRetelling = true;
    for (const { action } of news) dispatch(action);
    isRetelling = false;
  }

  async function attempt<T>(ask: () => Promise<T>, apply: (answer: T) => void) {
    const asked = getState();
    const start = noted.length;
    const leapsBefore = leaps;
    underWay += 1;
    try {
      const answer = await ask();
      const isOvertaken = leaps !== leapsBefore;
      if (isOvertaken) return { answer, isOvertaken };
      const since = noted.slice(start);
      apply(answer);
      retell(since, asked);
      return { answer, isOvertaken };
    } finally {
      underWay -= 1;
      if (underWay === 0) noted = [];
    }
  }

  return {
    note(action) {
      if (underWay === 0 || isRetelling) return;
      noted.push(...notesOf(action));
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
