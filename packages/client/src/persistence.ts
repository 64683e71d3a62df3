import type { Store, StoreChange } from './store/types.ts';

/** Writes behind: the state moves on at once, the store follows in the same order. */
export type Persistence = {
  queue(changes: readonly StoreChange[]): void;
  /** Resolves when everything queued so far is written. */
  flush(): Promise<void>;
  /** Takes no more: what an answer brings later must not come after the store was erased. */
  close(): void;
};

/** A write copies what it carries to another thread: a large one would be felt. */
const mostAtOnce = 500;

/**
 * Creates the writer of a store. `onFault` hears when the store refuses (no room, closed): the
 * run goes on in memory, and the next start fetches what is missing.
 */
export function createPersistence(store: Store, onFault: (error: unknown) => void): Persistence {
  let waiting: (readonly StoreChange[])[] = [];
  let writing: Promise<void> | null = null;
  let isClosed = false;

  async function writeAll(): Promise<void> {
    // Changes of one turn go together, so that a record and what belongs to it are never parted.
    await Promise.resolve();
    while (waiting.length > 0) {
      const { batch, left } = cut(waiting);
      waiting = left;
      await store.write(batch).catch(onFault);
    }
    writing = null;
  }

  return {
    queue(changes) {
      if (changes.length === 0 || isClosed) return;
      waiting.push(changes);
      writing ??= writeAll();
    },
    flush: async () => {
      await writing;
    },
    close() {
      isClosed = true;
    },
  };
}

const weightOf = (change: StoreChange) => ('entries' in change ? change.entries.length : 1);

/** The actions that go first, whole, so that the store is a prefix of what was applied. */
function cut(waiting: readonly (readonly StoreChange[])[]) {
  const batch: StoreChange[] = [];
  let weight = 0;
  let count = 0;
  for (const changes of waiting) {
    weight += changes.reduce((sum, change) => sum + weightOf(change), 0);
    if (count > 0 && weight > mostAtOnce) break;
    batch.push(...changes);
    count += 1;
  }
  return { batch, left: waiting.slice(count) };
}
