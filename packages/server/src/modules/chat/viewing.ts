import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { asLeft } from './changes/as-left.ts';
import { endOf } from './inbox.ts';
import { presentHidden, type Presenter } from './present.ts';
import { selectEntriesAt } from './store/entries.ts';
import { selectHidden } from './store/hidden.ts';
import { selectOwnView } from './store/inbox.ts';
import { selectMembership, type Membership } from './store/members.ts';
import type { StoredEntry } from './types.ts';

/** The part of a log that a viewer may see: `low < seq <= high`. */
export type Stretch = {
  membership: Membership;
  low: number;
  high: number;
  /** Whether the viewer deleted anything in this conversation for themselves. */
  hasHidden: boolean;
};

/** A conversation, and whether its viewer perhaps deleted anything in it for themselves. */
export type Place = {
  conversationId: ConversationId;
  hasHidden: boolean;
  /** Where it is known already how the viewer stands to the conversation. */
  membership?: Membership;
};

export type Viewing = {
  /** Null for who never was in the conversation. */
  stretch(viewerId: PersonId, conversationId: ConversationId): Promise<Stretch | null>;
  /** Entries of one conversation as this viewer sees them. */
  present(viewerId: PersonId, place: Place, entries: readonly StoredEntry[]): Promise<Entry[]>;
  /** Those of the places that the viewer may see, in order. */
  entriesAt(viewerId: PersonId, within: Stretch, seqs: readonly number[]): Promise<Entry[]>;
};

export function isWithin({ low, high }: Pick<Stretch, 'low' | 'high'>, seq: number): boolean {
  return low < seq && seq <= high;
}

export function createViewing({ db, presenter }: { db: Database; presenter: Presenter }): Viewing {
  async function present(
    viewerId: PersonId,
    { conversationId, hasHidden, membership }: Place,
    found: readonly StoredEntry[],
  ): Promise<Entry[]> {
    const isEdited = found.some(({ extra }) => extra?.editedAt !== undefined);
    const left = isEdited
      ? (membership ?? (await selectMembership(db, conversationId, viewerId)))
      : null;
    const stored = left === null ? found : await asLeft(db, left, found);
    const shown = presenter.entries(stored);
    if (!hasHidden) return shown;
    const ofMessages = stored.filter(({ clientId }) => clientId !== null);
    const [entries, isHidden] = await Promise.all([
      shown,
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
      const [membership, own] = await Promise.all([
        selectMembership(db, conversationId, viewerId),
        selectOwnView(db, viewerId, conversationId),
      ]);
      if (membership === null) return null;
      const low = Math.max(membership.joinedSeq, own.clearedSeq);
      return { membership, low, high: endOf(membership), hasHidden: own.hasHidden };
    },
    async entriesAt(viewerId, within, seqs) {
      const { conversationId } = within.membership;
      const visible = seqs.filter((seq) => isWithin(within, seq));
      const { membership, hasHidden } = within;
      const stored = await selectEntriesAt(db, conversationId, visible);
      return present(viewerId, { conversationId, hasHidden, membership }, stored);
    },
  };
}
