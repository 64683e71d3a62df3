import { isUuid, type ConversationId, type PersonId } from '@plaza/base';
import type { Member } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectMembership } from '../store/members.ts';
import {
  selectListedLeaders,
  selectMembers,
  selectSomeMembers,
  type ListedMember,
} from '../store/roster.ts';
import type { GroupsDeps } from './deps.ts';

const pageSize = 100;
const start = { joinedSeq: -1, personId: '00000000-0000-0000-0000-000000000000' };

export type MembersPage = { members: Member[]; next: string | null };

function parsePlace(cursor: string): { joinedSeq: number; personId: string } | null {
  const [seq = '', personId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(seq) || !isUuid(personId)) return null;
  return { joinedSeq: Number(seq), personId };
}

/** Who is in a conversation; who left is shown those who were in then, all of them members. */
export function createRoster({ db, presenter }: Pick<GroupsDeps, 'db' | 'presenter'>) {
  async function present(list: readonly ListedMember[], asOf: number | null): Promise<Member[]> {
    const cardOf = await presenter.cards(list.map(({ personId }) => personId));
    return list.map(({ personId, role, nickname, joinedSeq }) => ({
      person: cardOf(personId),
      ...(asOf === null ? { role, nickname } : { role: 'member' as const, nickname: '' }),
      joinedSeq,
    }));
  }

  return {
    async listMembers(
      viewerId: PersonId,
      conversationId: ConversationId,
      cursor: string | undefined,
    ): Promise<Outcome<MembersPage, 'conversation_unknown' | 'invalid'>> {
      const membership = await selectMembership(db, conversationId, viewerId);
      if (membership === null) return no('conversation_unknown');
      const after = cursor === undefined ? start : parsePlace(cursor);
      if (after === null) return no('invalid');
      const asOf = membership.leftSeq;
      // Those who lead head the first page.
      const isFirst = cursor === undefined && asOf === null;
      const leaders = isFirst ? await selectListedLeaders(db, conversationId) : [];
      const role = asOf === null ? ('member' as const) : null;
      const room = pageSize - leaders.length;
      const page = { asOf, role, after, limit: room + 1 };
      const found = await selectMembers(db, conversationId, page);
      const shown = found.slice(0, room);
      const last = shown.at(-1);
      const hasMore = found.length > room && last !== undefined;
      return yes({
        members: await present([...leaders, ...shown], asOf),
        next: hasMore ? `${last.joinedSeq}.${last.personId}` : null,
      });
    },
    async getMembers(
      viewerId: PersonId,
      conversationId: ConversationId,
      people: readonly PersonId[],
    ): Promise<Outcome<{ members: Member[] }, 'conversation_unknown'>> {
      const membership = await selectMembership(db, conversationId, viewerId);
      if (membership === null) return no('conversation_unknown');
      const asOf = membership.leftSeq;
      const found = await selectSomeMembers(db, conversationId, { asOf, people });
      return yes({ members: await present(found, asOf) });
    },
  };
}
