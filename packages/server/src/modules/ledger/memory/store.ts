import type { LedgerChange } from '../driver.ts';
import { changesOf, type Draft, type LedgerReader, type PendingRecord } from '../machine/index.ts';
import type { Account, AccountBalance, Transfer } from '../model/records.ts';
import type { CreateTransferStatus } from '../model/statuses.ts';
import { createDueHeap } from './due.ts';
import { firstFrom } from './query.ts';

/** What a ledger knows, in maps and in arrays that are in the order of time. */
export function createMemoryStore() {
  const accounts = new Map<bigint, Account>();
  const accountIds: { id: bigint; timestamp: bigint }[] = [];
  const transfers = new Map<bigint, Transfer>();
  const pendings = new Map<bigint, PendingRecord>();
  const failures = new Map<bigint, CreateTransferStatus>();
  const transfersOf = createLists<Transfer>();
  const balancesOf = createLists<AccountBalance>();
  const inOrder: Transfer[] = [];
  const changes: LedgerChange[] = [];
  const due = createDueHeap();
  let lastTimestamp = 0n;

  const reader: LedgerReader = {
    account: (id) => accounts.get(id),
    transfer: (id) => transfers.get(id),
    pending: (id) => pendings.get(id),
    failure: (id) => failures.get(id),
    lastTimestamp: () => lastTimestamp,
    lastAccountTimestamp: () => accountIds.at(-1)?.timestamp ?? 0n,
    lastTransferTimestamp: () => changes.at(-1)?.timestamp ?? 0n,
    hasTimestamp: (timestamp) =>
      accountIds[firstFrom(accountIds, timestamp)]?.timestamp === timestamp ||
      changes[firstFrom(changes, timestamp)]?.timestamp === timestamp,
  };

  function addTransfer(transfer: Transfer): void {
    transfers.set(transfer.id, transfer);
    inOrder.push(transfer);
    transfersOf.add(transfer.debit_account_id, transfer);
    transfersOf.add(transfer.credit_account_id, transfer);
  }

  /** Makes a draft part of the ledger; says whether it added anything to the feed. */
  function commit(draft: Draft): boolean {
    const added = changesOf(draft);
    for (const account of draft.accounts.values()) {
      if (!accounts.has(account.id)) accountIds.push(account);
      accounts.set(account.id, account);
    }
    for (const transfer of draft.transfers.values()) addTransfer(transfer);
    for (const [id, record] of draft.pendings) {
      const isNew = !pendings.has(id);
      pendings.set(id, record);
      const timestamp = transfers.get(id)?.timestamp ?? 0n;
      if (isNew && record.expires_at !== 0n) {
        due.add({ id, timestamp, expires_at: record.expires_at });
      }
    }
    for (const [id, status] of draft.failures) failures.set(id, status);
    for (const { account_id, ...balance } of draft.balances) balancesOf.add(account_id, balance);
    for (const change of added) changes.push(change);
    lastTimestamp = draft.lastTimestamp();
    return added.length > 0;
  }

  return {
    reader,
    commit,
    takeDue: due.takeDue,
    accountsInOrder: () => accountIds.map(({ id }) => accounts.get(id) as Account),
    transfersInOrder: () => inOrder,
    transfersOf: transfersOf.get,
    balancesOf: balancesOf.get,
    changesAfter(after: bigint, limit: number): LedgerChange[] {
      const start = firstFrom(changes, after + 1n);
      return changes.slice(start, start + limit);
    },
  };
}

/** Lists of what belongs to an account, in the order of time. */
function createLists<Row>() {
  const lists = new Map<bigint, Row[]>();
  return {
    get: (key: bigint): readonly Row[] => lists.get(key) ?? [],
    add(key: bigint, row: Row): void {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [row]);
      else list.push(row);
    },
  };
}
