import type { ConversationId } from '@plaza/base';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Remove } from '../gone.ts';
import { lockLog } from '../store/conversations.ts';
import { selectEntryAt } from '../store/entries.ts';
import type { StoredEntry } from '../types.ts';
import { changeEntry, type ChangeDeps } from './change.ts';

/**
 * Takes a message away in the name of the city; who decided is not told. Gone already: nothing
 * more happens.
 */
export function createRemoveMessage({ db, clock, tell, remove }: ChangeDeps & { remove: Remove }) {
  return async (
    conversationId: ConversationId,
    seq: number,
  ): Promise<Outcome<object, 'message_unknown'>> => {
    type Done = { entries: StoredEntry[]; version: number } | null;
    const outcome = await decide<Done, 'message_unknown'>(db, async (tx) => {
      const conversation = await lockLog(tx, conversationId);
      const entry = await selectEntryAt(tx, conversationId, seq);
      if (conversation === null || !entry?.clientId) return no('message_unknown');
      if (entry.body.type !== 'message') return yes(null);
      const which = { conversationId, seqs: [seq], why: 'recalled' as const };
      const byId = entry.senderId;
      await remove(tx, which, { type: 'recalled', byId, byCity: true });
      const told = { targetSeq: seq, how: 'recalled', byId, at: clock.now() } as const;
      const entries = await changeEntry(tx, conversation, told);
      return yes({ entries, version: conversation.version });
    });
    if (!outcome.ok) return outcome;
    const { value } = outcome;
    if (value !== null) await tell.stored(conversationId, value.version, value.entries);
    return yes({});
  };
}
