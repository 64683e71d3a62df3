import type { ConversationId } from '@plaza/base';
import {
  blanking,
  hiding,
  replacing,
  type Store,
  type StoreChange,
  type StoredEntry,
  type TableName,
  type Tables,
} from '@plaza/client/store';
import type { Entry } from '@plaza/contract';
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';

// Rises with every new table or index.
const version = 6;
const tables = [
  'meta',
  'contact',
  'request',
  'person',
  'conversation',
  'send',
  'intent',
  'act',
  'wallet',
  'transfer',
  'packet',
  'bill',
  'schedule',
  'reminder',
  'joinRequest',
  'post',
  'postDraft',
  'blob',
] as const satisfies readonly TableName[];
const entryTable = 'entry';
/** By when they disappear; entries that stay are not in it. */
const expiryIndex = 'expiry';
/** So many entries are put before others get their turn on this thread. */
const chunk = 500;
const everything = [...tables, entryTable];

type Transaction = IDBPTransaction<unknown, string[], 'readwrite'>;

const spanOf = (id: ConversationId, from: number, to: number) =>
  IDBKeyRange.bound([id, from], [id, to]);

/** Puts what `next` makes of each kept entry in its place. */
async function renew(
  tx: Transaction,
  id: ConversationId,
  next: ReadonlyMap<number, (kept: Entry | undefined) => Entry | null>,
): Promise<void> {
  const kept = tx.objectStore(entryTable);
  const renewing = [...next].map(async ([seq, make]) => {
    const entry = make((await kept.get([id, seq])) as Entry | undefined);
    if (entry !== null) await kept.put(entry, [id, seq]);
  });
  await Promise.all(renewing);
}

async function putAll(
  tx: Transaction,
  id: ConversationId,
  entries: readonly Entry[],
): Promise<void> {
  const kept = tx.objectStore(entryTable);
  for (let from = 0; from < entries.length; from += chunk) {
    const putting = entries.slice(from, from + chunk).map((e) => kept.put(e, [id, e.seq]));
    await Promise.all(putting);
  }
}

async function apply(tx: Transaction, change: StoreChange): Promise<void> {
  if ('put' in change) await tx.objectStore(change.put).put(change.value, change.key);
  else if ('remove' in change) await tx.objectStore(change.remove).delete(change.key);
  else if ('removeAll' in change) await tx.objectStore(change.removeAll).clear();
  else if ('removeEntries' in change) {
    const span = spanOf(change.removeEntries, 0, Number.MAX_SAFE_INTEGER);
    await tx.objectStore(entryTable).delete(span);
  } else if ('replaceEntries' in change) {
    const { replaceEntries, entries } = change;
    const next = entries.map((e) => [e.seq, (kept?: Entry) => replacing(kept, e)] as const);
    await renew(tx, replaceEntries, new Map(next));
  } else if ('hideEntries' in change) {
    await renew(tx, change.hideEntries, new Map(change.seqs.map((seq) => [seq, hiding])));
  } else if ('blankEntries' in change) {
    const { blankEntries, seqs, body } = change;
    const blank = (kept?: Entry) => blanking(kept, body);
    await renew(tx, blankEntries, new Map(seqs.map((seq) => [seq, blank])));
  } else {
    await putAll(tx, change.putEntries, change.entries);
  }
}

/** A message that waits must survive the power cut; the rest can be fetched again. */
const lasting: ReadonlySet<TableName> = new Set(['send', 'intent', 'act', 'postDraft']);
const mustLast = (changes: readonly StoreChange[]) =>
  changes.some((change) => 'put' in change && lasting.has(change.put));

function open(name: string): Promise<IDBPDatabase> {
  return openDB(name, version, {
    upgrade(database, _from, _to, tx) {
      const missing = everything.filter((table) => !database.objectStoreNames.contains(table));
      for (const table of missing) database.createObjectStore(table);
      const entries = tx.objectStore(entryTable);
      if (!entries.indexNames.contains(expiryIndex)) {
        entries.createIndex(expiryIndex, 'expiresAt');
      }
    },
    blocking(_current, _blocked, event) {
      // A newer version of the app in another tab wants to upgrade: this tab gives way.
      (event.target as IDBDatabase).close();
    },
  });
}

function abort(tx: Transaction): void {
  try {
    tx.abort();
  } catch {
    // A failed request has aborted it already.
  }
}

async function readExpiring(
  database: IDBPDatabase,
  upTo: string,
  limit: number,
): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  const index = database.transaction(entryTable).store.index(expiryIndex);
  let cursor = await index.openCursor(IDBKeyRange.upperBound(upTo));
  while (cursor !== null && found.length < limit) {
    const [conversationId] = cursor.primaryKey as unknown as [ConversationId, number];
    found.push({ conversationId, entry: cursor.value as Entry });
    cursor = await cursor.continue();
  }
  return found;
}

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
    async read<T extends TableName>(table: T, key: string) {
      return ((await (await database()).get(table, key)) as Tables[T] | undefined) ?? null;
    },
    async readKeys(table) {
      return (await (await database()).getAllKeys(table)) as string[];
    },
    readExpiring: async (upTo, limit) => readExpiring(await database(), upTo, limit),
    async write(changes) {
      const durability = mustLast(changes) ? 'strict' : 'relaxed';
      const tx = (await database()).transaction(everything, 'readwrite', { durability });
      try {
        // One after the other: what renews an entry must see what was put before it.
        for (const change of changes) await apply(tx, change);
      } catch (error) {
        abort(tx);
        await tx.done.catch(() => undefined);
        throw error;
      }
      await tx.done;
    },
    async erase() {
      const tx = (await database()).transaction(everything, 'readwrite');
      for (const table of everything) void tx.objectStore(table).clear();
      await tx.done;
    },
  };
}
