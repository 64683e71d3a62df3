import type { Database } from '../../kernel/db/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { senderToken } from './content.ts';
import type { Reader } from './messages.ts';
import { probesOf } from './sketch.ts';
import { insertStaleWith, tables } from './store.ts';

export type HoldingDeps = { db: Database; searching: Pick<Reader, 'stretches'> };

/** Comes before chat's in the order of erasure: it asks where the person has written. */
export function createSearchHolding({ searching }: HoldingDeps): DataHolding {
  return {
    module: 'search',
    title: 'Search',
    why: 'To find messages by their words.',
    keptFor: 'As long as the messages themselves.',
    onErasure: 'The index of your messages is made anew without them.',
    tables,
    // Filters from which no text can be read: everything in them is made from the messages.
    async *export() {},
    async erase(tx, personId) {
      const spans = await searching.stretches(personId);
      const ids = spans.map(({ conversationId }) => conversationId);
      await insertStaleWith(tx, ids, probesOf(senderToken(personId)));
    },
  };
}
