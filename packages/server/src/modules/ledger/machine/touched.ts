import type { Account, Transfer } from '../model/records.ts';

/** What must be loaded before a batch is applied. */
export type Touched = {
  accounts: Set<bigint>;
  /** Ids of transfers; with each belong its pending state and its failure, if there are any. */
  transfers: Set<bigint>;
};

/** What creating accounts reads. */
export function touchedByAccounts(batch: readonly Account[]): Touched {
  const accounts = new Set<bigint>();
  for (const account of batch) accounts.add(account.id);
  return { accounts, transfers: new Set() };
}

/**
 * What creating transfers reads. Then load also `accountsOf` those of these transfers that exist:
 * who posts or voids need not name the accounts.
 */
export function touchedByTransfers(batch: readonly Transfer[]): Touched {
  const accounts = new Set<bigint>();
  const transfers = new Set<bigint>();
  for (const transfer of batch) {
    transfers.add(transfer.id);
    if (transfer.pending_id !== 0n) transfers.add(transfer.pending_id);
    if (transfer.debit_account_id !== 0n) accounts.add(transfer.debit_account_id);
    if (transfer.credit_account_id !== 0n) accounts.add(transfer.credit_account_id);
  }
  return { accounts, transfers };
}

/** The accounts of transfers: of those that a batch resolves, or that expire. */
export function accountsOf(transfers: Iterable<Transfer>): Set<bigint> {
  const accounts = new Set<bigint>();
  for (const transfer of transfers) {
    accounts.add(transfer.debit_account_id);
    accounts.add(transfer.credit_account_id);
  }
  return accounts;
}
