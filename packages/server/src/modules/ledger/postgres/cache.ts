import type { Account } from '../model/records.ts';

/** Committed accounts in memory. Lets go only when it is told to, and of the longest unused. */
export type AccountCache = {
  get(id: bigint): Account | undefined;
  set(account: Account): void;
  trim(): void;
};

export function createAccountCache(capacity: number): AccountCache {
  // In the order of use, the longest unused first.
  const accounts = new Map<bigint, Account>();
  return {
    get: (id) => accounts.get(id),
    set(account) {
      // Only a cache that fills up needs to know who was used last.
      if (accounts.size * 2 > capacity) accounts.delete(account.id);
      accounts.set(account.id, account);
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
