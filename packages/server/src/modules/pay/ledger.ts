import type { Account, CreateAccountResult, CreateTransferResult } from '../ledger/index.ts';
import type { LedgerDriver, Transfer as LedgerTransfer } from '../ledger/index.ts';
import { NotKnown } from './not-known.ts';

/** What pay asks of the ledger. A rejection there is `NotKnown` here, never a no. */
export type Ledger = {
  createAccounts(batch: Account[]): Promise<CreateAccountResult[]>;
  createTransfers(batch: LedgerTransfer[]): Promise<CreateTransferResult[]>;
  lookupAccounts(batch: bigint[]): Promise<Account[]>;
  lookupTransfers(batch: bigint[]): Promise<LedgerTransfer[]>;
};

async function known<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new NotKnown('the ledger did not answer', { cause: error });
  }
}

export function askLedger(driver: Pick<LedgerDriver, keyof Ledger>): Ledger {
  return {
    createAccounts: (batch) => known(driver.createAccounts(batch)),
    createTransfers: (batch) => known(driver.createTransfers(batch)),
    lookupAccounts: (batch) => known(driver.lookupAccounts(batch)),
    lookupTransfers: (batch) => known(driver.lookupTransfers(batch)),
  };
}

/** A transfer of the ledger in which everything is zero that was not given. */
export function ledgerTransfer(
  given: Pick<LedgerTransfer, 'id' | 'ledger' | 'code'> & Partial<LedgerTransfer>,
): LedgerTransfer {
  return {
    ...{ debit_account_id: 0n, credit_account_id: 0n, amount: 0n, pending_id: 0n },
    ...{ user_data_128: 0n, user_data_64: 0n, user_data_32: 0 },
    ...{ timeout: 0, flags: 0, timestamp: 0n },
    ...given,
  };
}
