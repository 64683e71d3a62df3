import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { endOf } from './inbox.ts';
import { presentHidden, type Presenter } from './present.ts';
import { selectEntriesAt } from './store/entries.ts';
import { selectHidden } from './store/hidden.ts';
import { selectInbox } from './store/inbox.ts';
import { selectMembership, type Membership } from './store/members.ts';
import type { StoredEntry } from './types.ts';

/** The part of a log that a viewer may see: `low < seq <= high`. */
export type Stretch = { membership: Membership; low: number; high: number };

export type Viewing = {
  /** Null for who never was in the conversation. */
  stretch(viewerId: PersonId, conversationId: ConversationId): Promise<Stretch | null>;
  /** Entries of one conversation as this viewer sees them. */
  present(
    viewerId: PersonId,
    conversationId: ConversationId,
    entries: readonly StoredEntry[],
  ): Promise<Entry[]>;
  /** Those of the places that the viewer may see, in order. */
  entriesAt(viewerId: PersonId, within: Stretch, seqs: readonly number[]): Promise<Entry[]>;
};

export function isWithin({ low, high }: Pick<Stretch, 'low' | 'high'>, seq: number): boolean {
  return low < seq && seq <= high;
}

export function createViewing({ db, presenter }: { db: Database; presenter: Presenter }): Viewing {
  async function present(
    viewerId: PersonId,
    conversationId: ConversationId,
    stored: readonly StoredEntry[],
  ): Promise<Entry[]> {
    const ofMessages = stored.filter(({ clientId }) => clientId !== null);
    const [entries, isHidden] = await Promise.all([
      presenter.entries(stored),
      selectHidden(
        db,
        viewerId,
        ofMessages.map(({ seq }) => ({ conversationId, seq })),
      ),
    ]);
    return entries.map((entry) =>
      isHidden({ conversationId, seq: entry.seq }) ? presentHidden(entry) : entry,
    );
  }

  return {
    present,
    async stretch(viewerId, conversationId) {
      const membership = await selectMembership(db, conversationId, viewerId);
      if (membership === null) return null;
      const inbox = await selectInbox(db, viewerId, conversationId);
      const low = Math.max(membership.joinedSeq, inbox?.clearedSeq ?? 0);
      return { membership, low, high: endOf(membership) };
    },
    async entriesAt(viewerId, within, seqs) {
      const { conversationId } = within.membership;
      const visible = seqs.filter((seq) => isWithin(within, seq));
      return present(viewerId, conversationId, await selectEntriesAt(db, conversationId, visible));
    },
  };
}
