import type { Clock, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { appendBodies, type ConversationRow } from '../store/conversations.ts';
import type { Tell } from '../tell.ts';
import type { How, StoredEntry } from '../types.ts';
import { lockTarget, mayHaveSeen, type Target, type TargetReason, type Where } from './target.ts';

/** Says in the log that an earlier entry has changed; the conversation is locked by the caller. */
export async function changeEntry(
  tx: Tx,
  conversation: Pick<ConversationRow, 'conversationId'>,
  change: { targetSeq: number; how: How; byId: PersonId; at: Date },
): Promise<StoredEntry[]> {
  const { targetSeq: seq, how, byId, at } = change;
  const to = { conversationId: conversation.conversationId, senderId: byId, at };
  return appendBodies(tx, to, [{ type: 'changed', seq, how }]);
}

export type ChangeDeps = { db: Database; clock: Clock; tell: Tell };

/** What a change wrote; null: everything was so already. */
export type Written = StoredEntry[] | null;

export type ChangeMessage = <Reason extends string>(
  where: Where,
  run: (tx: Tx, target: Target, at: Date) => Promise<Outcome<Written, Reason>>,
) => Promise<Outcome<object, Reason | TargetReason>>;

/** Runs a change of a message under the lock of its log, and tells of it once it is committed. */
export function createChange({ db, clock, tell }: ChangeDeps): ChangeMessage {
  return async <Reason extends string>(
    where: Where,
    run: (tx: Tx, target: Target, at: Date) => Promise<Outcome<Written, Reason>>,
  ) => {
    const wasSeen = await mayHaveSeen(db, where);
    const outcome = await decide<{ entries: Written; version: number }, Reason | TargetReason>(
      db,
      async (tx) => {
        const at = clock.now();
        const found = await lockTarget(tx, where, at.getTime());
        if (!found.ok) return found;
        if (!wasSeen) return no('message_unknown');
        const changed = await run(tx, found.value, at);
        if (!changed.ok) return changed;
        return yes({ entries: changed.value, version: found.value.conversation.version });
      },
    );
    if (!outcome.ok) return outcome;
    const { entries, version } = outcome.value;
    if (entries !== null) await tell.stored(where.conversationId, version, entries);
    return yes({});
  };
}
