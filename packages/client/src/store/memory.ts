import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Store, StoreChange, TableName, Tables } from './types.ts';

type Kept = { [T in TableName]: Map<string, Tables[T]> };

const emptyTables = (): Kept => ({
  meta: new Map(),
  contact: new Map(),
  request: new Map(),
  person: new Map(),
  conversation: new Map(),
  send: new Map(),
  intent: new Map(),
  wallet: new Map(),
  transfer: new Map(),
});

/** A store that lives as long as the process; survives a client that is stopped and started. */
export function createMemoryStore(): Store {
  let tables = emptyTables();
  let entries = new Map<ConversationId, Map<number, Entry>>();

  function apply(change: StoreChange): void {
    if ('put' in change) {
      (tables[change.put] as Map<string, unknown>).set(change.key, change.value);
    } else if ('remove' in change) {
      tables[change.remove].delete(change.key);
    } else if ('removeAll' in change) {
      tables[change.removeAll].clear();
    } else if ('removeEntries' in change) {
      entries.delete(change.removeEntries);
    } else {
      const kept = entries.get(change.putEntries) ?? new Map<number, Entry>();
      for (const entry of change.entries) kept.set(entry.seq, entry);
      entries.set(change.putEntries, kept);
    }
  }

  return {
    async readAll<T extends TableName>(table: T) {
      return [...tables[table].values()] as Tables[T][];
    },
    async readEntries(conversationId, { from, to }) {
      const kept = entries.get(conversationId) ?? new Map<number, Entry>();
      return [...kept.values()]
        .filter(({ seq }) => seq >= from && seq <= to)
        .sort((a, b) => a.seq - b.seq);
    },
    async write(changes) {
      for (const change of changes) apply(change);
    },
    async erase() {
      tables = emptyTables();
      entries = new Map();
    },
  };
}
