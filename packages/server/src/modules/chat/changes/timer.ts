import type { Clock, ConversationId, PersonId } from '@plaza/base';
import { mayInGroup } from '@plaza/contract';
import type { Database } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import {
  appendBodies,
  lockLog,
  updateTimer,
  type ConversationRow,
} from '../store/conversations.ts';
import { selectMembership, type Membership } from '../store/members.ts';
import type { Tell } from '../tell.ts';
import type { StoredBody, StoredEntry } from '../types.ts';

type Refused = 'not_member' | 'not_contact' | 'blocked' | 'forbidden' | 'read_only';
export type TimerReason = Refused | 'conversation_unknown';
export type Seconds = Extract<StoredBody, { type: 'timerSet' }>['seconds'];

/** Why this person may not say how long messages stay; null: they may. */
export function refuseTimer(
  { kind, isDissolved }: Pick<ConversationRow, 'kind' | 'isDissolved'>,
  { role, leftSeq, maySend }: Pick<Membership, 'role' | 'leftSeq' | 'maySend'>,
): Refused | null {
  if (leftSeq !== null) return 'not_member';
  if (kind === 'archive' || isDissolved) return 'read_only';
  if (kind === 'group') return mayInGroup(role, 'setTimer') ? null : 'forbidden';
  return maySend === 'yes' ? null : maySend;
}

/** Says for how long the messages stay that are sent from now on. */
export function createSetTimer(deps: { db: Database; clock: Clock; tell: Tell }) {
  const { db, clock, tell } = deps;
  return async (
    { viewerId, conversationId }: { viewerId: PersonId; conversationId: ConversationId },
    seconds: Seconds,
  ): Promise<Outcome<object, TimerReason>> => {
    type Done = { entries: StoredEntry[]; version: number };
    const outcome = await decide<Done | null, TimerReason>(db, async (tx) => {
      const conversation = await lockLog(tx, conversationId);
      const membership = await selectMembership(tx, conversationId, viewerId);
      if (conversation === null || membership === null) return no('conversation_unknown');
      const refused = refuseTimer(conversation, membership);
      if (refused !== null) return no(refused);
      if (conversation.timerSeconds === seconds) return yes(null);
      await updateTimer(tx, conversationId, seconds);
      const to = { conversationId, senderId: viewerId, at: clock.now() };
      const entries = await appendBodies(tx, to, [{ type: 'timerSet', seconds }]);
      return yes({ entries, version: conversation.version });
    });
    if (!outcome.ok) return outcome;
    const { value } = outcome;
    if (value !== null) await tell.stored(conversationId, value.version, value.entries);
    return yes({});
  };
}
