import type { ConversationId, PersonId } from '@plaza/base';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { deleteHiddenIn } from '../store/hidden.ts';
import { deleteInbox } from '../store/inbox.ts';
import { selectMembership } from '../store/members.ts';
import { deleteImport, selectImports } from '../store/own-imports.ts';
import { lockPlans } from '../store/own-schedules.ts';
import { dropArchives } from './keeping.ts';
import type { OwnDeps } from './types.ts';

export const archiveRemovedTopic = 'chat.archiveRemoved';
export type ArchiveRemoved = { personId: PersonId; conversationId: ConversationId };

export type RemovingDeps = Pick<OwnDeps, 'db' | 'outbox' | 'sync'>;

/**
 * Deletes an archive: first from its owner's side, with the event to their devices, then the log
 * itself. The second half comes by the outbox too, so that a crash in between leaves nothing.
 */
export function createRemoving({ db, outbox, sync }: RemovingDeps) {
  /** Deletes the log, unless the same archive was begun anew meanwhile. */
  async function dropLog({ personId, conversationId }: ArchiveRemoved): Promise<void> {
    await db.tx(async (tx) => {
      const known = await selectImports(tx, personId);
      if (known.some((row) => row.conversationId === conversationId)) return;
      await dropArchives({ outbox }, tx, [conversationId]);
    });
  }

  return {
    dropLog,
    async remove(
      personId: PersonId,
      conversationId: ConversationId,
    ): Promise<Outcome<object, 'conversation_unknown'>> {
      const membership = await selectMembership(db, conversationId, personId);
      if (membership?.kind !== 'archive') return no('conversation_unknown');
      await db.tx(async (tx) => {
        await lockPlans(tx, personId);
        if (!(await deleteImport(tx, personId, conversationId))) return;
        await deleteInbox(tx, personId, conversationId);
        await deleteHiddenIn(tx, personId, conversationId);
        await sync.append(tx, personId, 'chat.conversationRemoved', { conversationId });
        await outbox.add(tx, archiveRemovedTopic, { personId, conversationId });
      });
      await dropLog({ personId, conversationId });
      return yes({});
    },
  };
}

export type Removing = ReturnType<typeof createRemoving>;
