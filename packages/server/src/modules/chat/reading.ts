import { isUuid, type ConversationId, type PersonId } from '@plaza/base';
import type { Entry, Member } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { endOf } from './inbox.ts';
import type { Presenter } from './present.ts';
import { selectEntries } from './store/entries.ts';
import { selectInbox } from './store/inbox.ts';
import { selectMembers, selectMembership, type ListedMember } from './store/members.ts';
import type { StoredEntry } from './types.ts';

const membersPage = 100;
const usualPage = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

export type Range = {
  after?: number | undefined;
  before?: number | undefined;
  around?: number | undefined;
  limit?: number | undefined;
};

export type EntriesPage = { entries: Entry[]; firstSeq: number; lastSeq: number };
export type MembersPage = { members: Member[]; next: string | null };

export type Reading = {
  listEntries(
    viewerId: PersonId,
    conversationId: ConversationId,
    range: Range,
  ): Promise<Outcome<EntriesPage, 'conversation_unknown'>>;
  listMembers(
    viewerId: PersonId,
    conversationId: ConversationId,
    cursor: string | undefined,
  ): Promise<Outcome<MembersPage, 'conversation_unknown' | 'invalid'>>;
};

function parseCursor(cursor: string): { joinedSeq: number; personId: string } | null {
  const [seq = '', personId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(seq) || !isUuid(personId)) return null;
  return { joinedSeq: Number(seq), personId };
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

export function createReading(deps: { db: Database; presenter: Presenter }): Reading {
  const { db, presenter } = deps;

  return {
    async listEntries(viewerId, conversationId, range) {
      const membership = await selectMembership(db, conversationId, viewerId);
      if (membership === null) return no('conversation_unknown');
      const inbox = await selectInbox(db, viewerId, conversationId);
      const low = Math.max(membership.joinedSeq, inbox?.clearedSeq ?? 0);
      const high = endOf(membership);
      const stored = await selectRange(db, { conversationId, low, high }, range);
      return yes({
        entries: await presenter.entries(stored),
        firstSeq: low + 1,
        lastSeq: high,
      });
    },
    async listMembers(viewerId, conversationId, cursor) {
      const membership = await selectMembership(db, conversationId, viewerId);
      if (membership === null) return no('conversation_unknown');
      const start = { joinedSeq: -1, personId: lowestId };
      const after = cursor === undefined ? start : parseCursor(cursor);
      if (after === null) return no('invalid');
      const asOf = membership.leftSeq;
      // The owner leads the first page; to who left, nobody is shown as the owner.
      const owners: ListedMember[] =
        cursor === undefined && asOf === null
          ? await selectMembers(db, conversationId, { asOf, role: 'owner', after, limit: 1 })
          : [];
      const others = await selectMembers(db, conversationId, {
        ...{ asOf, role: asOf === null ? ('member' as const) : null, after },
        limit: membersPage - owners.length + 1,
      });
      const hasMore = owners.length + others.length > membersPage;
      const shown = hasMore ? others.slice(0, -1) : others;
      const last = shown.at(-1);
      const listed = [...owners, ...shown];
      const cardOf = await presenter.cards(listed.map(({ personId }) => personId));
      const members = listed.map(({ personId, role, joinedSeq }) => ({
        person: cardOf(personId),
        role: asOf === null ? role : ('member' as const),
        joinedSeq,
      }));
      const next = hasMore && last ? `${last.joinedSeq}.${last.personId}` : null;
      return yes({ members, next });
    },
  };
}
