import { assert } from '@plaza/base';
import type { Account, AccountBalance, Transfer } from '../model/records.ts';
import type { CreateTransferStatus } from '../model/statuses.ts';
import type { LedgerReader, PendingRecord, WritableDraft } from './types.ts';

/** Lays an empty draft over a reader. */
export function createDraft(reader: LedgerReader): WritableDraft {
  const accounts = new Map<bigint, Account>();
  const transfers = new Map<bigint, Transfer>();
  const pendings = new Map<bigint, PendingRecord>();
  const failures = new Map<bigint, CreateTransferStatus>();
  const balances: (AccountBalance & { account_id: bigint })[] = [];
  const expiries: { transfer_id: bigint; timestamp: bigint }[] = [];
  const { put, ...journal } = createJournal();
  const times = createTimes(reader);

  return {
    accounts,
    transfers,
    pendings,
    failures,
    balances,
    expiries,
    account: (id) => accounts.get(id) ?? reader.account(id),
    transfer: (id) => transfers.get(id) ?? reader.transfer(id),
    pending: (id) => pendings.get(id) ?? reader.pending(id),
    failure: (id) => failures.get(id) ?? reader.failure(id),
    lastTimestamp: times.last,
    lastAccountTimestamp: times.lastAccount,
    lastTransferTimestamp: times.lastTransfer,
    hasTimestamp: (timestamp) =>
      reader.hasTimestamp(timestamp) || times.has(timestamp, [accounts, transfers], expiries),
    addAccount(account) {
      put(accounts, account.id, account);
      times.noteAccount(account.timestamp);
    },
    putAccount: (account) => put(accounts, account.id, account),
    putTransfer(transfer) {
      put(transfers, transfer.id, transfer);
      times.noteTransfer(transfer.timestamp);
    },
    putPending: (id, record) => put(pendings, id, record),
    putFailure: (id, status) => put(failures, id, status),
    putBalance(account, timestamp) {
      const { id, debits_pending, debits_posted, credits_pending, credits_posted } = account;
      const amounts = { debits_pending, debits_posted, credits_pending, credits_posted };
      balances.push({ account_id: id, ...amounts, timestamp });
    },
    putExpiry(transfer_id, timestamp) {
      expiries.push({ transfer_id, timestamp });
      times.noteTransfer(timestamp);
    },
    advanceTo: times.advanceTo,
    begin() {
      const balanceCount = balances.length;
      const restoreTimes = times.mark();
      journal.begin(() => {
        balances.length = balanceCount;
        restoreTimes();
      });
    },
    keep: journal.keep,
    rollback: journal.rollback,
  };
}

/** Remembers how to undo the changes of one chain. */
function createJournal() {
  let undos: (() => void)[] | null = null;
  return {
    put<Value>(map: Map<bigint, Value>, key: bigint, value: Value): void {
      if (undos !== null) {
        const before = map.get(key);
        undos.push(before === undefined ? () => map.delete(key) : () => map.set(key, before));
      }
      map.set(key, value);
    },
    begin(undo: () => void): void {
      assert(undos === null, 'a chain within a chain');
      undos = [undo];
    },
    keep(): void {
      undos = null;
    },
    rollback(): void {
      assert(undos !== null, 'no chain to roll back');
      for (const undo of undos.reverse()) undo();
      undos = null;
    },
  };
}

type Stamped = ReadonlyMap<bigint, { timestamp: bigint }>;

/** The timestamps of a draft: what is newest, and for imports what is taken. */
function createTimes(reader: LedgerReader) {
  let last = reader.lastTimestamp();
  let lastAccount: bigint | null = null;
  let lastTransfer: bigint | null = null;
  // Only imports ask for it, so it is made when the first of them does.
  let taken: Set<bigint> | null = null;
  return {
    last: () => last,
    lastAccount: () => (lastAccount ??= reader.lastAccountTimestamp()),
    lastTransfer: () => (lastTransfer ??= reader.lastTransferTimestamp()),
    advanceTo(timestamp: bigint): void {
      assert(timestamp > last, 'the time of a ledger rises');
      last = timestamp;
    },
    noteAccount(timestamp: bigint): void {
      lastAccount = timestamp;
      taken?.add(timestamp);
    },
    noteTransfer(timestamp: bigint): void {
      lastTransfer = timestamp;
      taken?.add(timestamp);
    },
    has(timestamp: bigint, maps: Stamped[], expiries: { timestamp: bigint }[]): boolean {
      if (taken === null) {
        taken = new Set(expiries.map((expiry) => expiry.timestamp));
        for (const map of maps) for (const record of map.values()) taken.add(record.timestamp);
      }
      return taken.has(timestamp);
    },
    /** What brings this moment back. */
    mark(): () => void {
      const before = { lastAccount, lastTransfer };
      return () => {
        ({ lastAccount, lastTransfer } = before);
        taken = null;
      };
    },
  };
}
