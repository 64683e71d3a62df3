import type { ConversationId } from '@plaza/base';
import type { Store, StoreChange, TableName, Tables } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';

// Rises with every new table.
const version = 2;
const tables = [
  'meta',
  'contact',
  'request',
  'person',
  'conversation',
  'send',
  'intent',
  'wallet',
  'transfer',
] as const satisfies readonly TableName[];
const entryTable = 'entry';
const everything = [...tables, entryTable];

type Transaction = IDBPTransaction<unknown, string[], 'readwrite'>;

const spanOf = (id: ConversationId, from: number, to: number) =>
  IDBKeyRange.bound([id, from], [id, to]);

function apply(tx: Transaction, change: StoreChange): void {
  // A failed request aborts the transaction, whose `done` is awaited.
  if ('put' in change) void tx.objectStore(change.put).put(change.value, change.key);
  else if ('remove' in change) void tx.objectStore(change.remove).delete(change.key);
  else if ('removeAll' in change) void tx.objectStore(change.removeAll).clear();
  else if ('removeEntries' in change) {
    const span = spanOf(change.removeEntries, 0, Number.MAX_SAFE_INTEGER);
    void tx.objectStore(entryTable).delete(span);
  } else {
    const kept = tx.objectStore(entryTable);
    for (const entry of change.entries) void kept.put(entry, [change.putEntries, entry.seq]);
  }
}

/** A message that waits must survive the power cut; the rest can be fetched again. */
const mustLast = (changes: readonly StoreChange[]) =>
  changes.some((change) => 'put' in change && (change.put === 'send' || change.put === 'intent'));

function open(name: string): Promise<IDBPDatabase> {
  return openDB(name, version, {
    upgrade(database) {
      const missing = everything.filter((table) => !database.objectStoreNames.contains(table));
      for (const table of missing) database.createObjectStore(table);
    },
    blocking(_current, _blocked, event) {
      // A newer version of the app in another tab wants to upgrade: this tab gives way.
      (event.target as IDBDatabase).close();
    },
  });
}

/** The name of the database in which a device keeps one account. */
export const databaseName = (personId: string) => `plaza-${personId}`;

/** What this browser keeps of one account. Every write is one transaction over all tables. */
export function createIndexedStore(name: string): Store {
  let opened: Promise<IDBPDatabase> | null = null;
  const database = () => (opened ??= open(name));

  return {
    async readAll<T extends TableName>(table: T) {
      return (await (await database()).getAll(table)) as Tables[T][];
    },
    async readEntries(conversationId, { from, to }) {
      const span = spanOf(conversationId, from, to);
      return (await (await database()).getAll(entryTable, span)) as Entry[];
    },
    async write(changes) {
      const durability = mustLast(changes) ? 'strict' : 'relaxed';
      const tx = (await database()).transaction(everything, 'readwrite', { durability });
      for (const change of changes) apply(tx, change);
      await tx.done;
    },
    async erase() {
      const tx = (await database()).transaction(everything, 'readwrite');
      for (const table of everything) void tx.objectStore(table).clear();
      await tx.done;
    },
  };
}
