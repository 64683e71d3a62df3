import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Head } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import { endMember, type Written } from './group-steps.ts';
import type { Heads } from './heads.ts';
import type { Presenter } from './present.ts';
import { lockConversation } from './store/conversations.ts';
import { blankMessages, selectEntries } from './store/entries.ts';
import { deleteInboxes, selectInboxes } from './store/inbox.ts';
import { endMembership, selectMaySend, selectMembership, updateMaySend } from './store/members.ts';
import { tables } from './store/tables.ts';
import type { Tell } from './tell.ts';

const pageSize = 1_000;

export type HoldingDeps = {
  db: Database;
  clock: Clock;
  heads: Heads;
  presenter: Presenter;
  tell: Tell;
};

async function* exportEntries(
  { db, presenter }: Pick<HoldingDeps, 'db' | 'presenter'>,
  { conversation, inbox }: Head,
): AsyncIterable<ExportedFile> {
  const { conversationId } = conversation;
  const high = inbox.leftSeq ?? conversation.lastSeq;
  let low = Math.max(inbox.joinedSeq, inbox.clearedSeq);
  for (let page = 1; low < high; page += 1) {
    const range = { low, high, limit: pageSize, end: 'first' as const };
    const entries = await presenter.entries(await selectEntries(db, conversationId, range));
    if (entries.length === 0) return;
    const number = String(page).padStart(4, '0');
    yield { path: `chat/${conversationId}/entries-${number}.json`, content: entries };
    low = entries.at(-1)?.seq ?? high;
  }
}

export function createChatHolding(deps: HoldingDeps): DataHolding {
  const { clock, heads, tell } = deps;

  /** Takes the person out; in a direct conversation the other one keeps what they were told. */
  async function end(
    tx: Tx,
    personId: PersonId,
    conversationId: ConversationId,
  ): Promise<Written | null> {
    const membership = await selectMembership(tx, conversationId, personId);
    if (membership === null || membership.leftSeq !== null) return null;
    const conversation = await lockConversation(tx, conversationId);
    if (conversation === null) return null;
    const at = clock.now();
    if (conversation.kind === 'group') {
      return endMember(tx, conversation, { personId, byId: personId, type: 'memberLeft', at });
    }
    const both = [...(await selectMaySend(tx, conversationId)).keys()];
    await updateMaySend(tx, conversationId, new Map(both.map((id) => [id, 'not_contact'])));
    const leftSeq = conversation.lastSeq;
    await endMembership(tx, { conversationId, personId }, { leftSeq, at, name: null });
    return null;
  }

  return {
    module: 'chat',
    title: 'Conversations',
    why: 'To bring messages to you and the people you write with, on all devices.',
    keptFor: 'Until you delete your account; what you clear is hidden from you at once.',
    onErasure:
      'You leave every group, your texts are removed from all conversations, and your list, ' +
      'drafts and reading positions are deleted.',
    tables,
    async *export(personId) {
      const all = await heads.all(personId);
      yield { path: 'chat/conversations.json', content: all };
      for (const head of all) yield* exportEntries(deps, head);
    },
    async erase(tx, personId) {
      const inboxes = await selectInboxes(tx, personId);
      const ids = inboxes.map((row) => row.conversationId).sort();
      // The long part comes before the locks: a lane that waits for one holds up everybody's words.
      await blankMessages(tx, personId, ids);
      for (const conversationId of ids) {
        const written = await end(tx, personId, conversationId);
        if (written === null) continue;
        const { version, entries } = written;
        tx.onCommit(() => tell.stored(conversationId, version, entries));
      }
      // What was still on its way when the first look was taken.
      await blankMessages(tx, personId, ids);
      await deleteInboxes(tx, personId);
    },
  };
}
