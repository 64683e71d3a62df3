import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Sync } from '../../sync/index.ts';
import { initialInbox } from '../inbox.ts';
import { selectEntriesAt } from '../store/entries.ts';
import { insertHidden } from '../store/hidden.ts';
import { lockInbox, updateInbox } from '../store/inbox.ts';
import { isWithin, type Viewing } from '../viewing.ts';

export type HideDeps = { db: Database; clock: Clock; sync: Pick<Sync, 'append'>; viewing: Viewing };

/** Deletes messages for one person: their devices are told, nobody else notices. */
export function createHide({ db, clock, sync, viewing }: HideDeps) {
  return async (
    viewerId: PersonId,
    conversationId: ConversationId,
    wanted: readonly number[],
  ): Promise<Outcome<object, 'conversation_unknown'>> => {
    const within = await viewing.stretch(viewerId, conversationId);
    if (within === null) return no('conversation_unknown');
    const visible = wanted.filter((seq) => isWithin(within, seq));
    const entries = await selectEntriesAt(db, conversationId, visible);
    const messages = entries.flatMap(({ seq, clientId }) => (clientId === null ? [] : [seq]));
    if (messages.length === 0) return yes({});
    await db.tx(async (tx) => {
      const at = clock.now();
      const { row } = await lockInbox(tx, initialInbox(within.membership, at));
      const seqs = await insertHidden(tx, viewerId, { conversationId, seqs: messages });
      if (seqs.length === 0) return;
      // The head may show one of them: a device that was away fetches it anew.
      await updateInbox(tx, { ...row, changedAt: at });
      await sync.append(tx, viewerId, 'chat.messagesHidden', { conversationId, seqs });
    });
    return yes({});
  };
}
