import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Outbox } from '../../../kernel/events/index.ts';
import type { ExportedFile } from '../../../kernel/holdings/index.ts';
import {
  blankGroupWords,
  deleteWaysOf,
  groupTables,
  selectWaysOf,
} from '../store/group-holding.ts';
import { updateAnnouncement, type GroupRow } from '../store/groups.ts';
import { tellWaiting } from './deps.ts';
import { appendTo, endMember, type Written } from './steps.ts';

/** The part that groups have in what the chat keeps of a person. */
export function createGroupParts({ db, outbox }: { db: Database; outbox: Pick<Outbox, 'add'> }) {
  return {
    tables: groupTables,
    async *export(personId: PersonId): AsyncIterable<ExportedFile> {
      yield { path: 'chat/groups.json', content: await selectWaysOf(db, personId) };
    },
    /** Takes a person who is erased out of a locked group, and their announcement off its wall. */
    async leave(tx: Tx, group: GroupRow, who: { personId: PersonId; at: Date }): Promise<Written> {
      const { personId, at } = who;
      let now = group;
      const taken: Written[] = [];
      if (group.announcementBy === personId) {
        await updateAnnouncement(tx, group.conversationId, null);
        const bodies = [{ type: 'announced' as const, text: '' }];
        taken.push(await appendTo(tx, group, { byId: personId, at, bodies }));
        now = { ...group, lastSeq: group.lastSeq + 1 };
      }
      const end = { personId, byId: personId, type: 'memberLeft', at } as const;
      const ended = await endMember(tx, now, end);
      return { ...ended, entries: [...taken.flatMap(({ entries }) => entries), ...ended.entries] };
    },
    /** What else is known of them here; `ids` are the conversations that they were in. */
    async erase(tx: Tx, personId: PersonId, ids: readonly ConversationId[]): Promise<void> {
      await blankGroupWords(tx, personId, ids);
      for (const conversationId of await deleteWaysOf(tx, personId)) {
        await tellWaiting(outbox, tx, { conversationId, formerIds: [] });
      }
    },
  };
}
