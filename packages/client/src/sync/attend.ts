import type { ConversationId } from '@plaza/base';
import type { Member } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import type { ConversationState } from '../state/types.ts';
import type { Heads } from './heads.ts';
import { visibleSpan } from '../state/select.ts';
import { goalOf, lags, type Log } from './log.ts';
import type { LiveEntries } from './entries.ts';

/**
 * Looks after one conversation after anything happened to it: whatever the reducer could not
 * settle from what it was told is asked for here.
 */
export type Attend = {
  /** Fetches what is missing, now. */
  settle(ask: Ask, id: ConversationId): Promise<void>;
  /** A gap stayed open, or the conversation is not known: pull. */
  repair(ask: Ask, id: ConversationId): Promise<void>;
  /** Whether `settle` would do anything. */
  needs(known: ConversationState): boolean;
  /** The last entry that the inbox proves to exist. */
  provenSeq(known: ConversationState): number;
};

/** As much as a screen shows at once. */
const screenful = 60;

export type AttendDeps = { core: Core; heads: Heads; log: Log; live: LiveEntries };

export function createAttend({ core, heads, log, live }: AttendDeps): Attend {
  const find = (id: ConversationId) => core.getState().conversations.get(id);

  const needsMembers = ({ members, membersStale }: ConversationState) =>
    members !== null && membersStale;

  /** How far the log of an open conversation was when all of it was last asked for. */
  const soughtTo = new Map<ConversationId, number>();

  /**
   * Opened while there was nothing, and a head told of what came: no stretch is held that could
   * lag, so it is asked for from the end, once for each end.
   */
  function isBare({ conversation, entries, held, inbox }: ConversationState): boolean {
    if (entries === null || held !== null) return false;
    const goal = goalOf({ conversation, inbox });
    if (goal <= visibleSpan(inbox).after) return false;
    return soughtTo.get(conversation.conversationId) !== goal;
  }

  async function seek(ask: Ask, id: ConversationId, known: ConversationState): Promise<void> {
    soughtTo.set(id, goalOf(known));
    await log.deepen(ask, id, screenful);
  }

  async function settle(ask: Ask, id: ConversationId): Promise<void> {
    if (find(id)?.stale === true) await heads.refresh(ask, id);
    live.drain(id);
    const known = find(id);
    if (known !== undefined && lags(known)) await log.fill(ask, id);
    if (known !== undefined && isBare(known)) await seek(ask, id, known);
    if (known !== undefined && needsMembers(known)) await fetchMembers(core, ask, id);
  }

  return {
    settle,
    needs: (known) => known.stale || lags(known) || isBare(known) || needsMembers(known),
    provenSeq: ({ inbox }) => Math.max(inbox.unreadAtSeq, inbox.leftSeq ?? 0),
    async repair(ask, id) {
      const isBridged = find(id) !== undefined && (await log.advance(ask, id));
      if (!isBridged) await heads.refresh(ask, id);
      await settle(ask, id);
    },
  };
}

/** Of a larger group only the first page is read; others are asked for by name. */
const wholeUpTo = 500;

/** Reads the members of a conversation, page by page. */
export async function fetchMembers(core: Core, ask: Ask, id: ConversationId): Promise<void> {
  const members: Member[] = [];
  let cursor: string | null = null;
  // A change that comes in while the pages are read marks the list as stale again.
  core.dispatch({ type: 'membersStale', conversationId: id, stale: false });
  try {
    do {
      const input = { conversationId: id, ...(cursor === null ? {} : { cursor }) };
      const page: { members: Member[]; next: string | null } = await ask('chat.listMembers', input);
      members.push(...page.members);
      cursor = page.next;
      const { memberCount = 0 } = core.getState().conversations.get(id)?.conversation ?? {};
      if (memberCount > wholeUpTo) break;
    } while (cursor !== null);
  } catch (error) {
    core.dispatch({ type: 'membersStale', conversationId: id, stale: true });
    throw error;
  }
  core.dispatch({ type: 'members', conversationId: id, members });
}
