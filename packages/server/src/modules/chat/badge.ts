import type { Clock, PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { selectInboxes } from './store/inbox.ts';
import { countCalls } from './store/badge.ts';

/** How much calls for a person: the number that the app's icon shows when the app is closed. */
export type CountCalls = (personId: PersonId) => Promise<number>;

/** Counts as screens do: muted conversations count their mentions, archived ones nothing. */
export function createCountCalls({ db, clock }: { db: Database; clock: Clock }): CountCalls {
  return async (personId) => {
    const inboxes = await selectInboxes(db, personId);
    const calling = inboxes.filter(
      ({ notify, archived, leftSeq }) => notify !== 'nothing' && !archived && leftSeq === null,
    );
    return countCalls(db, personId, { inboxes: calling, at: clock.now() });
  };
}
