import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Head } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import { eraseMessages, eraseTouches } from './changes/erase.ts';
import type { Attachments, Remove } from './gone.ts';
import { createGroupParts } from './groups/holding.ts';
import type { Written } from './groups/steps.ts';
import type { Heads } from './heads.ts';
import type { Own } from './own/own.ts';
import { lockGroup } from './store/groups.ts';
import { selectEntries } from './store/entries.ts';
import { deleteHidden } from './store/hidden.ts';
import { selectTouches } from './store/holding.ts';
import { deleteInboxes, selectInboxes } from './store/inbox.ts';
import { endMembership, selectMaySend, selectMembership, updateMaySend } from './store/members.ts';
import { tables } from './store/tables.ts';
import type { Tell } from './tell.ts';
import type { Viewing } from './viewing.ts';

const pageSize = 1_000;

export type HoldingDeps = {
  db: Database;
  clock: Clock;
  heads: Heads;
  viewing: Viewing;
  tell: Tell;
  remove: Remove;
  attachments: Pick<Attachments, 'dropOf'>;
  outbox: Pick<Outbox, 'add'>;
  own: Pick<Own, 'export' | 'erase'>;
};

async function* exportEntries(
  { db, viewing }: Pick<HoldingDeps, 'db' | 'viewing'>,
  viewerId: PersonId,
  { conversation, inbox }: Head,
): AsyncIterable<ExportedFile> {
  const { conversationId } = conversation;
  const high = inbox.leftSeq ?? conversation.lastSeq;
  let low = Math.max(inbox.joinedSeq, inbox.clearedSeq);
  for (let page = 1; low < high; page += 1) {
    const range = { low, high, limit: pageSize, end: 'first' as const };
    const stored = await selectEntries(db, conversationId, range);
    const place = { conversationId, hasHidden: true };
    const entries = await viewing.present(viewerId, place, stored);
    if (entries.length === 0) return;
    const number = String(page).padStart(4, '0');
    yield { path: `chat/${conversationId}/entries-${number}.json`, content: entries };
    low = entries.at(-1)?.seq ?? high;
  }
  const touches = await selectTouches(db, viewerId, conversationId);
  if (Object.values(touches).every((list) => list.length === 0)) return;
  yield { path: `chat/${conversationId}/changes.json`, content: touches };
}

export function createChatHolding(deps: HoldingDeps): DataHolding {
  const { db, clock, heads, tell, remove, attachments } = deps;
  const groups = createGroupParts(deps);

  /** Takes the person out; in a direct conversation the other one keeps what they were told. */
  async function end(
    tx: Tx,
    personId: PersonId,
    conversationId: ConversationId,
  ): Promise<Written | null> {
    const membership = await selectMembership(tx, conversationId, personId);
    if (membership === null || membership.leftSeq !== null) return null;
    const conversation = await lockGroup(tx, conversationId, true);
    if (conversation === null) return null;
    const at = clock.now();
    if (conversation.kind === 'group') {
      return groups.leave(tx, conversation, { personId, at });
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
      'You leave every group, your messages, reactions and votes are removed from all ' +
      'conversations, and your list, drafts and reading positions are deleted.',
    tables: [...tables, ...groups.tables],
    async *export(personId) {
      const all = await heads.all(personId);
      yield { path: 'chat/conversations.json', content: all };
      for (const head of all) yield* exportEntries(deps, personId, head);
      yield* groups.export(personId);
      yield* deps.own.export(personId);
    },
    async erase(tx, personId) {
      await deps.own.erase(tx, personId);
      const inboxes = await selectInboxes(tx, personId);
      const ids = inboxes.map((row) => row.conversationId).sort();
      // The long part comes before the locks: a lane that waits for one holds up everybody's words.
      await eraseTouches(db, personId, ids);
      await eraseMessages(tx, remove, { personId, ids });
      for (const conversationId of ids) {
        const written = await end(tx, personId, conversationId);
        if (written === null) continue;
        const { version, entries } = written;
        tx.onCommit(() => tell.stored(conversationId, version, entries));
      }
      // What was still on its way when the first look was taken.
      await eraseMessages(tx, remove, { personId, ids });
      await attachments.dropOf(tx, personId);
      await groups.erase(tx, personId, ids);
      await deleteHidden(tx, personId);
      await deleteInboxes(tx, personId);
    },
  };
}
