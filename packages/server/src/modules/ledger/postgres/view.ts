import type { Draft, LedgerReader, PendingRecord } from '../machine/index.ts';
import type { Account, Transfer } from '../model/records.ts';
import type { CreateTransferStatus } from '../model/statuses.ts';
import type { LoadedTransfer, Times } from './store/load.ts';

/** Facts that were read from the tables for the requests that are about to be applied. */
export type Facts = {
  accounts?: readonly Account[];
  transfers?: readonly LoadedTransfer[];
  failures?: ReadonlyMap<bigint, CreateTransferStatus>;
  times?: Times;
};

/**
 * What the open draft lies on: the draft whose commit is under way, over drafts that were
 * committed since the present facts began to be read, over these facts, over the cache. The cache
 * holds committed accounts only, and lets go only when nobody counts on it.
 */
export type View = LedgerReader & {
  /** A commit begins; nothing is known of its end. */
  begin(draft: Draft): void;
  /** The commit that had begun is durable. */
  commit(): void;
  /** The commit that had begun did not take place. */
  discard(): void;
  add(facts: Facts): void;
  /** Facts are not needed any more; their accounts stay in the cache while there is room. */
  release(): void;
};

export function createView(options: { lastTimestamp: bigint; cachedAccounts: number }): View {
  const { cachedAccounts } = options;
  // In the order of use, the longest unused first.
  const cache = new Map<bigint, Account>();
  const accounts = new Map<bigint, Account>();
  const transfers = new Map<bigint, LoadedTransfer>();
  const failures = new Map<bigint, CreateTransferStatus>();
  let times: Times | null = null;
  let recent: Draft[] = [];
  let current: Draft | null = null;
  let lastTimestamp = options.lastTimestamp;

  function find<Value>(pick: (draft: Draft) => Value | undefined): Value | undefined {
    let found = current === null ? undefined : pick(current);
    for (let i = recent.length - 1; i >= 0 && found === undefined; i -= 1) {
      found = pick(recent[i] as Draft);
    }
    return found;
  }

  function pendingOf(id: bigint): PendingRecord | undefined {
    const found = find((draft) => draft.pendings.get(id));
    return found ?? transfers.get(id)?.pending ?? undefined;
  }

  return {
    account: (id) => find((draft) => draft.accounts.get(id)) ?? accounts.get(id) ?? cache.get(id),
    transfer: (id): Transfer | undefined =>
      find((draft) => draft.transfers.get(id)) ?? transfers.get(id)?.transfer,
    pending: pendingOf,
    failure: (id) => find((draft) => draft.failures.get(id)) ?? failures.get(id),
    lastTimestamp: () => current?.lastTimestamp() ?? lastTimestamp,
    lastAccountTimestamp: () => times?.lastAccount ?? 0n,
    lastTransferTimestamp: () => times?.lastTransfer ?? 0n,
    hasTimestamp: (timestamp) => times?.taken.has(timestamp) ?? false,
    begin(draft) {
      current = draft;
    },
    commit() {
      if (current === null) return;
      for (const account of current.accounts.values()) {
        // Only a cache that is nearly full needs to know who was used last.
        if (cache.size * 2 > cachedAccounts) cache.delete(account.id);
        cache.set(account.id, account);
      }
      lastTimestamp = current.lastTimestamp();
      recent.push(current);
      current = null;
    },
    discard() {
      current = null;
    },
    add(facts) {
      for (const account of facts.accounts ?? []) accounts.set(account.id, account);
      for (const loaded of facts.transfers ?? []) transfers.set(loaded.transfer.id, loaded);
      for (const [id, status] of facts.failures ?? []) failures.set(id, status);
      times = facts.times ?? times;
    },
    release() {
      for (const account of accounts.values()) {
        // Whatever was committed meanwhile is newer.
        if (!recent.some((draft) => draft.accounts.has(account.id))) {
          cache.set(account.id, account);
        }
      }
      accounts.clear();
      transfers.clear();
      failures.clear();
      times = null;
      recent = [];
      if (cache.size <= cachedAccounts) return;
      for (const id of cache.keys()) {
        cache.delete(id);
        if (cache.size <= cachedAccounts) break;
      }
    },
  };
}
