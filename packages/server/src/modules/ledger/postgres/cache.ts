import type { Account } from '../model/records.ts';

/** A committed account. Its row in the table may be older. */
export type Kept = {
  account: Account;
  /** At most so many events lie between the row and the account. */
  events: number;
};

/** Committed accounts in memory. Lets go only when it is told to, and of the longest unused. */
export type AccountCache = {
  get(id: bigint): Kept | undefined;
  /** Its events stay as they are counted; of one that is new here they are `events`. */
  set(account: Account, events: number): void;
  trim(): void;
};

export function createAccountCache(capacity: number): AccountCache {
  // In the order of use, the longest unused first.
  const accounts = new Map<bigint, Kept>();
  // Only a cache that fills up needs to know who was used last.
  const orderedFrom = capacity * 0.9;
  return {
    get: (id) => accounts.get(id),
    set(account, events) {
      const { id } = account;
      const kept = accounts.get(id);
      if (kept === undefined) {
        accounts.set(id, { account, events });
        return;
      }
      kept.account = account;
      if (accounts.size <= orderedFrom) return;
      accounts.delete(id);
      accounts.set(id, kept);
    },
    trim() {
      if (accounts.size <= capacity) return;
      for (const id of accounts.keys()) {
        accounts.delete(id);
        if (accounts.size <= capacity) break;
      }
    },
  };
}
