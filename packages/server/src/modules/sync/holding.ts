import type { Database } from '../../kernel/db/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { erasePerson, selectEvents, tables, trimMentions } from './store.ts';

const pageSize = 500;

export function createSyncHolding(db: Pick<Database, 'query'>): DataHolding {
  return {
    module: 'sync',
    title: 'Changes for your devices',
    why: 'So that every device of yours learns what changed while it was away.',
    keptFor: '30 days, at most 10,000 changes',
    onErasure: 'All of it is deleted.',
    tables,
    async *export(personId) {
      let after = 0;
      for (let page = 1; ; page += 1) {
        const range = { after, limit: pageSize };
        const { events } = await selectEvents(db, personId, range);
        const last = events.at(-1);
        if (last === undefined) return;
        yield { path: `sync/events-${String(page).padStart(3, '0')}.json`, content: events };
        after = last.seq;
      }
    },
    async erase(tx, personId) {
      await erasePerson(tx, personId);
      await trimMentions(tx, personId);
    },
  };
}
