import type { ConversationId } from '@plaza/base';
import type { Ask, Core } from '../core.ts';
import { inboxOf, visibleSpan } from '../state/select.ts';
import type { ConversationState } from '../state/types.ts';

/** A hole larger than this is not filled: the newest page starts the held stretch over. */
export const largestHole = 200;
const pageLength = 100;
const firstPageLength = 60;

/** Fetches stretches of conversations' logs. */
export type Log = {
  /** Applies what follows the last known entry, in order; false when that is too much. */
  advance(ask: Ask, conversationId: ConversationId): Promise<boolean>;
  /** Brings the held stretch up to the last known entry. */
  fill(ask: Ask, conversationId: ConversationId): Promise<void>;
  /** Makes sure that at least `count` of the newest entries are held. */
  deepen(ask: Ask, conversationId: ConversationId, count: number): Promise<void>;
  /** Fetches the page before `seq`; false when there is nothing before it. */
  before(ask: Ask, conversationId: ConversationId, seq: number): Promise<boolean>;
};

/** Where the held stretch should end: at the last entry that the viewer may see. */
export function goalOf({ conversation, inbox }: ConversationState): number {
  return Math.min(conversation.lastSeq, inbox.leftSeq ?? conversation.lastSeq);
}

/** Whether the held stretch lags behind what is known to be in the log. */
export function lags(known: ConversationState): boolean {
  return known.held !== null && known.held.to < goalOf(known);
}

export function createLog(core: Core): Log {
  const find = (id: ConversationId) => core.getState().conversations.get(id);

  function page(ask: Ask, conversationId: ConversationId, at: { after?: number; before?: number }) {
    const limit = at.after === undefined ? firstPageLength : pageLength;
    return ask('chat.listEntries', { conversationId, limit, ...at });
  }

  async function startOver(ask: Ask, conversationId: ConversationId): Promise<void> {
    const known = find(conversationId);
    if (known === undefined) return;
    const { entries } = await page(ask, conversationId, { before: goalOf(known) + 1 });
    core.dispatch({ type: 'newestPage', conversationId, entries });
  }

  /** Whether the hole after the held stretch can be filled page by page. */
  function isFillable(known: ConversationState, heldTo: number): boolean {
    const { after } = visibleSpan(known.inbox);
    return heldTo >= after && goalOf(known) - heldTo <= largestHole;
  }

  async function fill(ask: Ask, conversationId: ConversationId): Promise<void> {
    for (;;) {
      const known = find(conversationId);
      const held = known?.held ?? null;
      if (known === undefined || held === null || held.to >= goalOf(known)) return;
      if (!isFillable(known, held.to)) {
        await startOver(ask, conversationId);
      } else {
        const { entries } = await page(ask, conversationId, { after: held.to });
        core.dispatch({ type: 'page', conversationId, entries });
      }
      // Nothing came where something should be: another fetch would bring no more.
      if (find(conversationId)?.held?.to === held.to) return;
    }
  }

  async function before(ask: Ask, conversationId: ConversationId, seq: number): Promise<boolean> {
    const inbox = inboxOf(core.getState(), conversationId);
    if (inbox === null || seq <= visibleSpan(inbox).after + 1) return false;
    const { entries } = await page(ask, conversationId, { before: seq });
    core.dispatch({ type: 'page', conversationId, entries });
    return entries.length > 0;
  }

  return {
    fill,
    before,
    async advance(ask, conversationId) {
      for (;;) {
        const after = find(conversationId)?.conversation.lastSeq;
        if (after === undefined) return true;
        const { entries, lastSeq } = await page(ask, conversationId, { after });
        if (lastSeq - after > largestHole) return false;
        // What I cleared is not told any more, so only the head can lead over it.
        if (lastSeq > after && entries[0]?.seq !== after + 1) return false;
        for (const entry of entries) core.dispatch({ type: 'entry', conversationId, entry });
        const reached = find(conversationId)?.conversation.lastSeq ?? 0;
        if (reached >= lastSeq || reached === after) return true;
      }
    },
    async deepen(ask, conversationId, count) {
      const known = find(conversationId);
      if (known === undefined) return;
      const { held } = known;
      if (held === null) return startOver(ask, conversationId);
      if (held.to - held.from + 1 < count) await before(ask, conversationId, held.from);
    },
  };
}
