import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import type { Told } from '../state/conversation.ts';
import { inboxOf, visibleSpan } from '../state/select.ts';
import type { ConversationState } from '../state/types.ts';
import { asAction } from './entries.ts';

/** A hole larger than this is not filled: the newest page starts the held stretch over … */
export const largestHole = 200;
/** … unless much more than the hole is held already: that is not thrown away for it. */
const mostFilled = 2_000;
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
  /** Fetches the page before `seq` for the store alone; false when there is nothing. */
  keepBefore(ask: Ask, conversationId: ConversationId, seq: number): Promise<boolean>;
  /** Fetches the page before `seq`; false when there is nothing before it. */
  before(ask: Ask, conversationId: ConversationId, seq: number): Promise<boolean>;
};

/** Where the held stretch should end: at the last entry that the viewer may see. */
export function goalOf({
  conversation,
  inbox,
}: Pick<ConversationState, 'conversation' | 'inbox'>): number {
  return Math.min(conversation.lastSeq, inbox.leftSeq ?? conversation.lastSeq);
}

/** Whether the held stretch lags behind what is known to be in the log. */
export function lags(known: ConversationState): boolean {
  return known.held !== null && known.held.to < goalOf(known);
}

type PageAction = 'page' | 'newestPage' | 'kept';

/** The entries of a page one by one, each with what it changes. */
function inTurn(entries: readonly Entry[], targets: readonly Entry[]): Told[] {
  const bySeq = new Map([...targets, ...entries].map((entry) => [entry.seq, entry]));
  return entries.map((entry) => ({
    entry,
    target: entry.body.type === 'changed' ? bySeq.get(entry.body.seq) : undefined,
  }));
}

type At = { after?: number; before?: number; limit?: number };
type Wanted = { at: At; type: PageAction };

/** Reads a page and takes it in; what was told meanwhile is told over it again. */
function readPage(core: Core, ask: Ask, { id, at, type }: Wanted & { id: ConversationId }) {
  const limit = at.after === undefined ? firstPageLength : pageLength;
  return core.journal.read(
    () => ask('chat.listEntries', { conversationId: id, limit, ...at }),
    ({ entries, targets }) => core.dispatch({ type, conversationId: id, entries, targets }),
  );
}

/** The one entry that is missing, where the head shows it: it need not be asked for. */
function shownByHead({ conversation, inbox, held }: ConversationState): Entry | null {
  const { lastSeq, lastEntry } = conversation;
  if (held === null || lastEntry === null || inbox.leftSeq !== null) return null;
  return lastEntry.seq === lastSeq && lastSeq === held.to + 1 ? lastEntry : null;
}

/** Whether the hole after the held stretch can be filled page by page. */
function isFillable(known: ConversationState, heldTo: number): boolean {
  const { after } = visibleSpan(known.inbox);
  const length = heldTo - (known.held?.from ?? heldTo);
  const most = Math.max(largestHole, Math.min(mostFilled, length / 4));
  return heldTo >= after && goalOf(known) - heldTo <= most;
}

async function advance(core: Core, ask: Ask, conversationId: ConversationId): Promise<boolean> {
  const lastSeqOf = () => core.getState().conversations.get(conversationId)?.conversation.lastSeq;
  for (;;) {
    const after = lastSeqOf();
    if (after === undefined) return true;
    const input = { conversationId, limit: pageLength, after };
    const { entries, targets, lastSeq } = await ask('chat.listEntries', input);
    if (lastSeq - after > largestHole) return false;
    // What I cleared is not told any more, so only the head can lead over it.
    if (lastSeq > after && entries[0]?.seq !== after + 1) return false;
    for (const told of inTurn(entries, targets)) core.dispatch(asAction(conversationId, told));
    const reached = lastSeqOf() ?? 0;
    if (reached >= lastSeq || reached === after) return true;
  }
}

export function createLog(core: Core): Log {
  const find = (id: ConversationId) => core.getState().conversations.get(id);

  const page = (ask: Ask, id: ConversationId, wanted: Wanted) =>
    readPage(core, ask, { id, ...wanted });

  async function startOver(ask: Ask, conversationId: ConversationId): Promise<void> {
    const known = find(conversationId);
    if (known === undefined) return;
    const at = { before: goalOf(known) + 1 };
    await page(ask, conversationId, { at, type: 'newestPage' });
  }

  async function fill(ask: Ask, conversationId: ConversationId): Promise<void> {
    for (;;) {
      const known = find(conversationId);
      const held = known?.held ?? null;
      if (known === undefined || held === null || held.to >= goalOf(known)) return;
      const shown = shownByHead(known);
      if (shown !== null) {
        core.dispatch({ type: 'page', conversationId, entries: [shown], targets: [] });
      } else if (!isFillable(known, held.to)) {
        await startOver(ask, conversationId);
      } else {
        await page(ask, conversationId, { at: { after: held.to }, type: 'page' });
      }
      // Nothing came where something should be: another fetch would bring no more.
      if (find(conversationId)?.held?.to === held.to) return;
    }
  }

  async function before(ask: Ask, conversationId: ConversationId, seq: number): Promise<boolean> {
    const inbox = inboxOf(core.getState(), conversationId);
    if (inbox === null || seq <= visibleSpan(inbox).after + 1) return false;
    const { entries } = await page(ask, conversationId, { at: { before: seq }, type: 'page' });
    return entries.length > 0;
  }

  return {
    fill,
    before,
    advance: (ask, conversationId) => advance(core, ask, conversationId),
    async keepBefore(ask, conversationId, seq) {
      const at = { before: seq, limit: pageLength };
      const { entries } = await page(ask, conversationId, { at, type: 'kept' });
      return entries.length > 0;
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
