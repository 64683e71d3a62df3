import { isUuid } from '@plaza/base';
import { mayInGroup, type PersonCard } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { countReads, insertRead, selectReads, type ReadPlace } from '../store/announcements.ts';
import { selectGroup, updateAnnouncement } from '../store/groups.ts';
import type { StoredBody } from '../types.ts';
import {
  createGroupChange,
  standing,
  wrote,
  type ChangeReason,
  type GroupReason,
  type InGroup,
} from './change.ts';
import type { Done, GroupsDeps } from './deps.ts';
import { appendTo } from './steps.ts';

const pageSize = 100;
const start: ReadPlace = { atMs: 0, personId: '00000000-0000-0000-0000-000000000000' };

export type ReadsPage = {
  readCount: number;
  reads: { person: PersonCard; at: string }[];
  next: string | null;
};

function parsePlace(cursor: string): ReadPlace | null {
  const [ms = '', personId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(ms) || !isUuid(personId)) return null;
  return { atMs: Number(ms), personId };
}

export function createAnnouncements(deps: GroupsDeps) {
  const { db, clock, inbox, presenter } = deps;
  const change = createGroupChange(deps);

  async function listReads(
    where: InGroup,
    cursor: string | undefined,
  ): Promise<Outcome<ReadsPage, GroupReason | 'forbidden' | 'announcement_unknown' | 'invalid'>> {
    const { conversationId } = where;
    const stands = await standing(db, where);
    if (!stands.ok) return stands;
    if (!mayInGroup(stands.value.role, 'announce')) return no('forbidden');
    const after = cursor === undefined ? start : parsePlace(cursor);
    if (after === null) return no('invalid');
    const seq = (await selectGroup(db, conversationId))?.announcementSeq ?? null;
    if (seq === null) return no('announcement_unknown');
    const which = { conversationId, seq };
    const found = await selectReads(db, which, { after, limit: pageSize + 1 });
    const reads = found.slice(0, pageSize);
    const last = reads.at(-1);
    const hasMore = found.length > pageSize && last !== undefined;
    const cardOf = await presenter.cards(reads.map(({ personId }) => personId));
    return yes({
      readCount: await countReads(db, which),
      reads: reads.map(({ personId, at }) => ({ person: cardOf(personId), at: at.toISOString() })),
      next: hasMore ? `${last.at.getTime()}.${last.personId}` : null,
    });
  }

  return {
    listReads,
    announce: (where: InGroup, given: string): Done<ChangeReason> =>
      change.run({ ...where, action: 'announce' }, async (tx, group) => {
        const { viewerId: byId, conversationId } = where;
        const text = given.trim();
        if (text === '' && group.announcementSeq === null) return wrote(null);
        const at = clock.now();
        const bodies: StoredBody[] = [{ type: 'announced', text }];
        const written = await appendTo(tx, group, { byId, at, bodies });
        const seq = group.lastSeq + 1;
        const announcement = text === '' ? null : { seq, text, byId, at };
        await updateAnnouncement(tx, conversationId, announcement);
        return wrote(written);
      }),
    async read(where: InGroup, seq: number): Done<GroupReason | 'announcement_unknown'> {
      const { viewerId: personId, conversationId } = where;
      const stands = await standing(db, where);
      if (!stands.ok) return stands;
      const isPresent = await insertRead(db, { conversationId, personId, seq, at: clock.now() });
      if (!isPresent) return no('announcement_unknown');
      // If the process dies in between, the person is asked once more, and confirms it again.
      const noted = await inbox.change(personId, conversationId, { kind: 'announcementRead', seq });
      return noted.ok ? yes({}) : noted;
    },
  };
}
