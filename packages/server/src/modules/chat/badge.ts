import type { Clock, PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { selectInboxes } from './store/inbox.ts';
import { countUnread } from './store/badge.ts';

/** The unread of a person: the number that the app's icon shows when the app is closed. */
export type CountBadge = (personId: PersonId) => Promise<number>;

/** Counts as screens do: muted conversations count their mentions, archived ones nothing. */
export function createCountBadge({ db, clock }: { db: Database; clock: Clock }): CountBadge {
  return async (personId) => {
    const inboxes = await selectInboxes(db, personId);
    const calling = inboxes.filter(
      ({ notify, archived, leftSeq }) => notify !== 'nothing' && !archived && leftSeq === null,
    );
    return countUnread(db, personId, { inboxes: calling, at: clock.now() });
  };
}
