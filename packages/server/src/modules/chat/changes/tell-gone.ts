import type { Clock } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { Sync } from '../../sync/index.ts';
import type { GoneHook } from '../gone.ts';
import { selectEntriesAt } from '../store/entries.ts';
import { touchInbox } from '../store/inbox.ts';
import { selectReaders } from '../store/members.ts';

export type TellGoneDeps = { db: Database; clock: Clock; sync: Pick<Sync, 'append'> };

/**
 * Tells the devices of those who hear of it by no entry: of a recall who has left since, of an
 * erasure everybody. What expires they know by themselves. Each person in a transaction of their
 * own; done twice, a device finds nothing left to do.
 */
export function createTellGone({ db, clock, sync }: TellGoneDeps): GoneHook {
  return async ({ conversationId, seqs, why }) => {
    if (why === 'expired') return;
    const [first] = await selectEntriesAt(db, conversationId, seqs.slice(0, 1));
    const body = first?.body;
    // Recalled and then erased: whoever tells of the erasure tells of this too.
    if (body?.type !== 'recalled' && body?.type !== 'erased') return;
    const span = { low: seqs[0] ?? 0, high: seqs.at(-1) ?? 0 };
    const readers = await selectReaders(db, conversationId, { ...span, gone: why === 'recalled' });
    for (const { personId, joinedSeq, leftSeq } of readers) {
      const seen = seqs.filter((seq) => seq > joinedSeq && (leftSeq === null || seq <= leftSeq));
      if (seen.length === 0) continue;
      await db.tx(async (tx) => {
        // Without an inbox there is nobody any more whose devices could be told.
        if (!(await touchInbox(tx, { personId, conversationId, at: clock.now() }))) return;
        const payload = { conversationId, seqs: seen, body };
        await sync.append(tx, personId, 'chat.messagesGone', payload);
      });
    }
  };
}
