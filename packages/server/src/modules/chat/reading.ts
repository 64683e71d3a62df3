import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { no, written, yes, type Outcome, type WrittenOutput } from '../../kernel/rpc/index.ts';
import { shownAsStored } from './present.ts';
import { selectEntries } from './store/entries.ts';
import { selectOwnView } from './store/inbox.ts';
import { selectPage, type PageRange } from './store/pages.ts';
import { targetsOf } from './tell.ts';
import type { StoredEntry } from './types.ts';
import type { Viewing } from './viewing.ts';

const usualPage = 50;

export type Range = {
  after?: number | undefined;
  before?: number | undefined;
  around?: number | undefined;
  limit?: number | undefined;
};

export type EntriesPage = {
  entries: Entry[];
  /** What the changes of the page speak of, where it is not in the page itself. */
  targets: Entry[];
  firstSeq: number;
  lastSeq: number;
};

export type Reading = {
  /** An entry as that viewer sees it; null when they may not. */
  getEntry(viewerId: PersonId, conversationId: ConversationId, seq: number): Promise<Entry | null>;
  /** Those of the entries that the viewer may see, in order; none for a stranger. */
  getEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    seqs: readonly number[],
  ): Promise<Entry[]>;
  /** The same as an answer to the viewer, who is told when the conversation is not theirs. */
  listSome(
    viewerId: PersonId,
    conversationId: ConversationId,
    seqs: readonly number[],
  ): Promise<Outcome<{ entries: Entry[] }, 'conversation_unknown'>>;
  listEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    range: Range,
  ): Promise<Outcome<EntriesPage, 'conversation_unknown'>>;
  /** The same as an answer: most pages are written by the database. */
  answerEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    range: Range,
  ): Promise<Outcome<EntriesPage | WrittenOutput<EntriesPage>, 'conversation_unknown'>>;
};

/** What is asked of the log where one look is enough. */
function pageOf({ after, before, around, limit = usualPage }: Range): PageRange | null {
  const high = Number.MAX_SAFE_INTEGER;
  if (around !== undefined || (after !== undefined && before !== undefined)) return null;
  if (after !== undefined) return { low: after, high, limit, end: 'first' };
  return { low: 0, high: before === undefined ? high : before - 1, limit, end: 'last' };
}

async function selectRange(
  db: Database,
  visible: { conversationId: ConversationId; low: number; high: number },
  { after, before, around, limit = usualPage }: Range,
): Promise<StoredEntry[]> {
  const { conversationId, low, high } = visible;
  const from = (start: number, count: number) =>
    selectEntries(db, conversationId, {
      ...{ low: Math.max(low, start), high, limit: count, end: 'first' as const },
    });
  const upTo = (end: number, count: number) =>
    selectEntries(db, conversationId, {
      ...{ low, high: Math.min(high, end), limit: count, end: 'last' as const },
    });
  if (around !== undefined) {
    const older = await upTo(around, Math.ceil(limit / 2));
    return [...older, ...(await from(around, limit - older.length))];
  }
  if (after !== undefined) {
    const entries = await from(after, limit);
    return before === undefined ? entries : entries.filter(({ seq }) => seq < before);
  }
  return upTo(before === undefined ? high : before - 1, limit);
}

export type ReadingDeps = { db: Database; clock: Pick<Clock, 'now'>; viewing: Viewing };

export function createReading({ db, clock, viewing }: ReadingDeps): Reading {
  async function getEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    seqs: readonly number[],
  ): Promise<Entry[]> {
    const within = await viewing.stretch(viewerId, conversationId);
    return within === null ? [] : viewing.entriesAt(viewerId, within, seqs);
  }

  /** A page in which every entry is the same for whoever sees it; null: it is to be presented. */
  async function writtenPage(
    viewerId: PersonId,
    conversationId: ConversationId,
    range: PageRange,
  ): Promise<Outcome<WrittenOutput<EntriesPage>, 'conversation_unknown'> | null> {
    const shown = { at: clock.now(), types: shownAsStored };
    const [page, own] = await Promise.all([
      selectPage(db, { conversationId, personId: viewerId }, range, shown),
      selectOwnView(db, viewerId, conversationId),
    ]);
    if (page === null) return no('conversation_unknown');
    const { entries, firstSeq, targetSeq, joinedSeq, endSeq } = page;
    if (own.hasHidden || !page.isPlain) return null;
    if (firstSeq !== null && firstSeq <= own.clearedSeq) return null;
    // What was changed is in the page as well.
    if (targetSeq !== null && targetSeq < (firstSeq ?? 0)) return null;
    const low = Math.max(joinedSeq, own.clearedSeq) + 1;
    const stretch = `"targets":[],"firstSeq":${low},"lastSeq":${endSeq}`;
    return yes(written(`{"entries":[${entries}],${stretch}}`));
  }

  async function listEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    range: Range,
  ): Promise<Outcome<EntriesPage, 'conversation_unknown'>> {
    const within = await viewing.stretch(viewerId, conversationId);
    if (within === null) return no('conversation_unknown');
    const { membership, low, high, hasHidden } = within;
    const stored = await selectRange(db, { conversationId, low, high }, range);
    const inPage = new Set(stored.map(({ seq }) => seq));
    const missing = targetsOf(stored).filter((seq) => !inPage.has(seq));
    return yes({
      entries: await viewing.present(viewerId, { conversationId, hasHidden, membership }, stored),
      targets: await viewing.entriesAt(viewerId, within, missing),
      firstSeq: low + 1,
      lastSeq: high,
    });
  }

  return {
    getEntries,
    listEntries,
    async answerEntries(viewerId, conversationId, range) {
      const asked = pageOf(range);
      const page = asked === null ? null : await writtenPage(viewerId, conversationId, asked);
      return page ?? listEntries(viewerId, conversationId, range);
    },
    async getEntry(viewerId, conversationId, seq) {
      return (await getEntries(viewerId, conversationId, [seq]))[0] ?? null;
    },
    async listSome(viewerId, conversationId, seqs) {
      const within = await viewing.stretch(viewerId, conversationId);
      if (within === null) return no('conversation_unknown');
      return yes({ entries: await viewing.entriesAt(viewerId, within, seqs) });
    },
  };
}
