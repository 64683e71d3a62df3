import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { asLeft } from './changes/as-left.ts';
import type { Presenter } from './present.ts';
import { selectMembership, type Membership } from './store/members.ts';
import { selectHidden, type EntryPlace } from './store/hidden.ts';
import {
  selectGroupMembers,
  selectGroupNames,
  selectMoved,
  selectPlaces,
  selectRanges,
  selectStretches,
  type LogRange,
  type MovedLog,
  type NamedMember,
  type PlacedEntry,
  type SearchStretch,
} from './store/searching.ts';

export type { EntryPlace, LogRange, MovedLog, NamedMember, PlacedEntry, SearchStretch };

/** What searching needs of the logs: much at once, and nothing that the viewer may not see. */
export type Searching = {
  /** My conversations, with what I may see of each. */
  stretches(personId: PersonId): Promise<SearchStretch[]>;
  /**
   * The messages at these places as the viewer sees them. What is outside of their stretch,
   * cleared, hidden, recalled or expired is left out, and so is what is no message.
   */
  places(
    viewerId: PersonId,
    within: ReadonlyMap<ConversationId, SearchStretch>,
    places: readonly EntryPlace[],
  ): Promise<{ conversationId: ConversationId; entry: Entry }[]>;
  /** Stretches of logs as they are stored. */
  ranges(ranges: readonly LogRange[]): Promise<PlacedEntry[]>;
  /** Conversations whose log moved at or after a time, in pages after a conversation's id. */
  movedSince(since: Date, after: ConversationId | null, limit: number): Promise<MovedLog[]>;
  groups(
    ids: readonly ConversationId[],
    each: number,
  ): Promise<{ names: Map<ConversationId, string>; members: NamedMember[] }>;
};

const lowestId = '00000000-0000-0000-0000-000000000000' as ConversationId;

/** Who has left finds a message by the words that it had then, and not by later ones. */
async function wordsThen(
  db: Database,
  viewerId: PersonId,
  within: ReadonlyMap<ConversationId, SearchStretch>,
  found: readonly PlacedEntry[],
): Promise<readonly PlacedEntry[]> {
  const edited = found.filter(
    ({ conversationId, entry }) =>
      entry.extra?.editedAt !== undefined && within.get(conversationId)?.highSeq !== null,
  );
  if (edited.length === 0) return found;
  const left = new Map<ConversationId, Membership | null>();
  for (const { conversationId } of edited) {
    if (left.has(conversationId)) continue;
    left.set(conversationId, await selectMembership(db, conversationId, viewerId));
  }
  const shown = found.map(async ({ conversationId, entry }) => {
    const membership = left.get(conversationId) ?? null;
    const [then = entry] = membership === null ? [entry] : await asLeft(db, membership, [entry]);
    return { conversationId, entry: then };
  });
  return Promise.all(shown);
}

export function createSearching(deps: { db: Database; presenter: Presenter }): Searching {
  const { db, presenter } = deps;
  return {
    stretches: (personId) => selectStretches(db, personId),
    async places(viewerId, within, places) {
      const uncleared = places.filter(({ conversationId, seq }) => {
        const stretch = within.get(conversationId);
        return stretch !== undefined && seq > stretch.lowSeq;
      });
      if (uncleared.length === 0) return [];
      const [found, isHidden] = await Promise.all([
        selectPlaces(db, viewerId, uncleared),
        selectHidden(db, viewerId, uncleared),
      ]);
      const visible = found.filter(
        ({ conversationId, entry }) => !isHidden({ conversationId, seq: entry.seq }),
      );
      const then = await wordsThen(db, viewerId, within, visible);
      const entries = await presenter.entries(then.map(({ entry }) => entry));
      return entries.flatMap((entry, index) => {
        const { conversationId } = then[index] as PlacedEntry;
        // Presenting turns what is over into `expired`.
        return entry.body.type === 'message' ? [{ conversationId, entry }] : [];
      });
    },
    ranges: (ranges) => (ranges.length === 0 ? Promise.resolve([]) : selectRanges(db, ranges)),
    movedSince: (since, after, limit) =>
      selectMoved(db, { since, after: after ?? lowestId, limit }),
    async groups(ids, each) {
      const [names, members] = await Promise.all([
        selectGroupNames(db, ids),
        selectGroupMembers(db, ids, each),
      ]);
      return { names, members };
    },
  };
}
