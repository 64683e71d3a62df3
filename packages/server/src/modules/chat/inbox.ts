import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Conversation, InboxItem } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Sync } from '../sync/index.ts';
import { applyChange, type InboxChange } from './inbox-policy.ts';
import { presentInbox } from './present.ts';
import { countUnread } from './store/heads.ts';
import { lockInbox, updateInbox, type InboxRow } from './store/inbox.ts';
import { selectMembership, type Membership } from './store/members.ts';

export type InboxDeps = {
  db: Database;
  clock: Clock;
  sync: Pick<Sync, 'append'>;
};

export type Inbox = {
  /** Changes what is mine about a conversation and tells my devices, if anything is different. */
  change(
    personId: PersonId,
    conversationId: ConversationId,
    change: InboxChange,
  ): Promise<Outcome<{ inbox: InboxItem }, 'conversation_unknown'>>;
  /** Puts a conversation that I open back on my list. */
  open(membership: Membership, conversation: Conversation): Promise<void>;
  /** Brings the person's side up to the member's row; telling them only of what is news. */
  bring(membership: Membership, conversation: Conversation | null): Promise<void>;
};

/** The last sequence that the person may see. */
export function endOf(membership: Pick<Membership, 'leftSeq' | 'lastSeq'>): number {
  return membership.leftSeq ?? membership.lastSeq;
}

/** A person's side before anything of their own is in it. */
export function initialInbox(membership: Membership, at: Date): InboxRow {
  const { personId, conversationId, kind, joinedSeq, leftSeq } = membership;
  return {
    ...{ personId, conversationId, kind, joinedSeq, leftSeq },
    ...{ readSeq: joinedSeq, clearedSeq: 0, announcementReadSeq: 0 },
    // Whoever is written to sees a direct conversation only when something is in it.
    hiddenSeq: kind === 'direct' ? 0 : null,
    ...{ heardToSeq: 0, heardSeqs: [] },
    ...{ pinned: false, notify: 'all', archived: false, markedUnread: false, draft: '' },
    changedAt: at,
  };
}

/** What people said is in no log but that of its conversation: it may be taken back there. */
function withoutWords(conversation: Conversation): Conversation {
  const isMessage = conversation.lastEntry?.body.type === 'message';
  return isMessage ? { ...conversation, lastEntry: null } : conversation;
}

export function createInbox({ db, clock, sync }: InboxDeps): Inbox {
  async function present(tx: Tx, row: InboxRow): Promise<InboxItem> {
    return presentInbox(row, await countUnread(tx, row.personId, { ...row, at: clock.now() }));
  }

  /** Writes and says whether anything is different. */
  async function write(tx: Tx, membership: Membership, change: InboxChange) {
    const at = clock.now();
    const { row, isNew } = await lockInbox(tx, initialInbox(membership, at));
    const next = applyChange(row, change, endOf(membership));
    if (next === row) return { row, isNew, isChanged: false };
    const written = { ...next, changedAt: at };
    await updateInbox(tx, written);
    return { row: written, isNew, isChanged: true };
  }

  return {
    async change(personId, conversationId, change) {
      const membership = await selectMembership(db, conversationId, personId);
      if (membership === null) return no('conversation_unknown');
      return db.tx(async (tx) => {
        const { row, isChanged } = await write(tx, membership, change);
        const inbox = await present(tx, row);
        if (isChanged) await sync.append(tx, personId, 'chat.inboxChanged', { inbox });
        return yes({ inbox });
      });
    },
    async open(membership, conversation) {
      await db.tx(async (tx) => {
        const { row, isNew, isChanged } = await write(tx, membership, { kind: 'open' });
        if (!isNew && !isChanged) return;
        const head = { conversation: withoutWords(conversation), inbox: await present(tx, row) };
        await sync.append(tx, membership.personId, 'chat.conversationJoined', { head });
      });
    },
    async bring(membership, conversation) {
      const { personId, joinedSeq, leftSeq } = membership;
      await db.tx(async (tx) => {
        const change = { kind: 'membership', joinedSeq, leftSeq } as const;
        const { row, isNew, isChanged } = await write(tx, membership, change);
        if (membership.kind === 'direct' || (!isNew && !isChanged)) return;
        const inbox = await present(tx, row);
        if (conversation === null) await sync.append(tx, personId, 'chat.inboxChanged', { inbox });
        else {
          const head = { conversation: withoutWords(conversation), inbox };
          await sync.append(tx, personId, 'chat.conversationJoined', { head });
        }
      });
    },
  };
}
