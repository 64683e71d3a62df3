import type { Store, StoreChange } from './store/types.ts';

/** Writes behind: the state moves on at once, the store follows in the same order. */
export type Persistence = {
  queue(changes: readonly StoreChange[]): void;
  /** Resolves when everything queued so far is written. */
  flush(): Promise<void>;
};

/**
 * Creates the writer of a store. `onFault` hears when the store refuses (no room, closed): the
 * run goes on in memory, and the next start fetches what is missing.
 */
export function createPersistence(store: Store, onFault: (error: unknown) => void): Persistence {
  let waiting: StoreChange[] = [];
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    // Changes of one turn go together, so that a record and what belongs to it are never parted.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await store.write(batch).catch(onFault);
    }
    writing = null;
  }

  return {
    queue(changes) {
      if (changes.length === 0) return;
      waiting.push(...changes);
      writing ??= writeAll();
    },
    flush: async () => {
      await writing;
    },
  };
}
