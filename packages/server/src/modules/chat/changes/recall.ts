import { mayInGroup, recallMinutes } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Remove } from '../gone.ts';
import type { StoredMessage } from '../types.ts';
import { changeEntry, type ChangeMessage } from './change.ts';
import type { Target, TargetReason, Where } from './target.ts';

export type RecallReason = TargetReason | 'forbidden' | 'recall_too_late';

/** What speaks of something that has happened elsewhere: nobody takes it back. */
const lasting: ReadonlySet<StoredMessage['type']> = new Set([
  'transfer',
  'transferSettled',
  'packet',
  'packetTaken',
  'bill',
  'billReminder',
  'groupInvite',
  'imported',
]);

/** Why this person may not take back this message now; null: they may. */
export function refuseRecall(
  { conversation, membership, entry, message }: Target,
  nowMs: number,
): 'forbidden' | 'recall_too_late' | null {
  if (message !== null && lasting.has(message.type)) return 'forbidden';
  const { kind } = conversation;
  if (kind === 'group' && mayInGroup(membership.role, 'recallOthers')) return null;
  if (entry.senderId !== membership.personId) return 'forbidden';
  const ageMs = nowMs - Date.parse(entry.at);
  return ageMs > recallMinutes * 60_000 ? 'recall_too_late' : null;
}

export function createRecall({ change, remove }: { change: ChangeMessage; remove: Remove }) {
  return (where: Where): Promise<Outcome<object, RecallReason>> =>
    change(where, async (tx, target, at) => {
      const { conversation, entry, message } = target;
      if (entry.body.type === 'recalled') return yes(null);
      if (message === null) return no('message_unknown');
      const refused = refuseRecall(target, at.getTime());
      if (refused !== null) return no(refused);
      const { viewerId: byId, conversationId, seq } = where;
      const which = { conversationId, seqs: [seq], why: 'recalled' as const };
      await remove(tx, which, { type: 'recalled', byId });
      return yes(
        await changeEntry(tx, conversation, { targetSeq: seq, how: 'recalled', byId, at }),
      );
    });
}
