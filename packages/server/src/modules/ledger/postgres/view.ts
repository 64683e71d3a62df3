import type { Draft, LedgerReader } from '../machine/index.ts';
import type { Account } from '../model/records.ts';
import type { CreateTransferStatus } from '../model/statuses.ts';
import { createAccountCache } from './cache.ts';
import { dueRows } from './due-rows.ts';
import type { LoadedAccount, LoadedTransfer, Times } from './store/load.ts';

/** Facts that were read from the tables for the requests that are about to be applied. */
export type Facts = {
  accounts?: readonly LoadedAccount[];
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
  /** A commit begins; nothing is known of its end. Gives the accounts whose rows it writes. */
  begin(draft: Draft): readonly Account[];
  /** The commit that had begun is durable. */
  commit(): void;
  /** The commit that had begun did not take place. */
  discard(): void;
  add(facts: Facts): void;
  /** Facts are not needed any more; their accounts stay in the cache while there is room. */
  release(): void;
};

export type ViewOptions = {
  lastTimestamp: bigint;
  cachedAccounts: number;
  eventsBeyondRow: number;
};

export function createView(options: ViewOptions): View {
  const { eventsBeyondRow } = options;
  const cache = createAccountCache(options.cachedAccounts);
  const facts = createFacts();
  let recent: Draft[] = [];
  let current: Draft | null = null;
  let written: readonly Account[] = [];
  let lastTimestamp = options.lastTimestamp;

  function find<Value>(pick: (draft: Draft) => Value | undefined): Value | undefined {
    let found = current === null ? undefined : pick(current);
    for (let i = recent.length - 1; i >= 0 && found === undefined; i -= 1) {
      found = pick(recent[i] as Draft);
    }
    return found;
  }

  // Asked several times for each transfer; looking into a map costs more with bigints as keys.
  function account(id: bigint): Account | undefined {
    const draft = current?.accounts.get(id);
    if (draft !== undefined) return draft;
    const isPlain = recent.length === 0 && facts.accounts.size === 0;
    if (isPlain) return cache.get(id)?.account;
    const recently = find(({ accounts }) => accounts.get(id));
    return recently ?? facts.accounts.get(id)?.account ?? cache.get(id)?.account;
  }

  return {
    account,
    transfer: (id) => find((draft) => draft.transfers.get(id)) ?? facts.transfers.get(id)?.transfer,
    pending: (id) =>
      find((draft) => draft.pendings.get(id)) ?? facts.transfers.get(id)?.pending ?? undefined,
    failure: (id) => find((draft) => draft.failures.get(id)) ?? facts.failures.get(id),
    lastTimestamp: () => current?.lastTimestamp() ?? lastTimestamp,
    lastAccountTimestamp: () => facts.times()?.lastAccount ?? 0n,
    lastTransferTimestamp: () => facts.times()?.lastTransfer ?? 0n,
    hasTimestamp: (timestamp) => facts.times()?.taken.has(timestamp) ?? false,
    begin(draft) {
      current = draft;
      written = dueRows(draft, cache, eventsBeyondRow);
      return written;
    },
    commit() {
      if (current === null) return;
      // Of one that was let go meanwhile nobody knows how old its row is.
      for (const account of current.accounts.values()) cache.set(account, eventsBeyondRow);
      for (const { id } of written) {
        const kept = cache.get(id);
        if (kept !== undefined) kept.events = 0;
      }
      lastTimestamp = current.lastTimestamp();
      recent.push(current);
      current = null;
    },
    discard() {
      current = null;
    },
    add: facts.add,
    release() {
      for (const { account, events } of facts.accounts.values()) {
        // Whatever was committed meanwhile is newer.
        if (!recent.some((draft) => draft.accounts.has(account.id))) cache.set(account, events);
      }
      facts.clear();
      recent = [];
      cache.trim();
    },
  };
}

function createFacts() {
  const accounts = new Map<bigint, LoadedAccount>();
  const transfers = new Map<bigint, LoadedTransfer>();
  const failures = new Map<bigint, CreateTransferStatus>();
  let times: Times | null = null;
  return {
    ...{ accounts, transfers, failures },
    times: () => times,
    add(facts: Facts): void {
      for (const loaded of facts.accounts ?? []) accounts.set(loaded.account.id, loaded);
      for (const loaded of facts.transfers ?? []) transfers.set(loaded.transfer.id, loaded);
      for (const [id, status] of facts.failures ?? []) failures.set(id, status);
      times = facts.times ?? times;
    },
    clear(): void {
      accounts.clear();
      transfers.clear();
      failures.clear();
      times = null;
    },
  };
}
