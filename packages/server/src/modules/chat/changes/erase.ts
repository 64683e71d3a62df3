import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Remove } from '../gone.ts';
import { lockLog } from '../store/conversations.ts';
import { selectEntriesAt, selectSeqsOf } from '../store/entries.ts';
import { deleteTouches, selectTouched } from '../store/holding.ts';
import { recountPoll } from './polls.ts';
import { recountReactions } from './reactions.ts';

const pageSize = 1_000;

export type EraseDeps = { db: Database; remove: Remove };

/**
 * Takes a person's reactions and votes off others' messages. Each conversation in a transaction of
 * its own: what is shown is counted anew under the lock of its log, which nobody may hold for long.
 */
export async function eraseTouches(
  db: Database,
  personId: PersonId,
  ids: readonly ConversationId[],
): Promise<void> {
  for (const conversationId of ids) {
    const touched = await selectTouched(db, personId, conversationId);
    if (touched.length === 0) continue;
    await db.tx(async (tx) => {
      await lockLog(tx, conversationId);
      await deleteTouches(tx, personId, conversationId);
      for (const entry of await selectEntriesAt(tx, conversationId, touched)) {
        const place = { conversationId, seq: entry.seq };
        const { body, extra } = entry;
        if (body.type !== 'message') continue;
        if (body.message.type === 'poll') {
          const isClosed = extra?.poll?.closed ?? false;
          await recountPoll(tx, place, { entry, poll: body.message, isClosed });
        }
        const [now = entry] = await selectEntriesAt(tx, conversationId, [entry.seq]);
        await recountReactions(tx, place, now);
      }
    });
  }
}

/** Takes the content out of everything that a person wrote in these conversations. */
export async function eraseMessages(
  tx: Tx,
  remove: Remove,
  { personId, ids }: { personId: PersonId; ids: readonly ConversationId[] },
): Promise<void> {
  for (const conversationId of ids) {
    for (;;) {
      const seqs = await selectSeqsOf(tx, { conversationId, senderId: personId }, pageSize);
      if (seqs.length === 0) break;
      await remove(tx, { conversationId, seqs, why: 'erased' }, { type: 'erased' });
    }
  }
}
