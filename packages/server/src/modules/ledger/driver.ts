import type {
  Account,
  AccountBalance,
  AccountFilter,
  CreateAccountResult,
  CreateTransferResult,
  QueryFilter,
  Transfer,
} from './model/records.ts';

/**
 * The interface of TigerBeetle's Node client, verbatim: whoever outgrows PostgreSQL changes the
 * driver and nothing else. A batch holds at most 8,189 events; each gets a result of its own. A
 * result is given only once the batch is durable. Ids are idempotent: the same event under the
 * same id is answered with `exists` and the first timestamp. A rejected promise means "not known":
 * send the same batch again.
 */
export type LedgerDriver = {
  createAccounts(batch: Account[]): Promise<CreateAccountResult[]>;
  createTransfers(batch: Transfer[]): Promise<CreateTransferResult[]>;
  lookupAccounts(batch: bigint[]): Promise<Account[]>;
  lookupTransfers(batch: bigint[]): Promise<Transfer[]>;
  getAccountTransfers(filter: AccountFilter): Promise<Transfer[]>;
  getAccountBalances(filter: AccountFilter): Promise<AccountBalance[]>;
  queryAccounts(filter: QueryFilter): Promise<Account[]>;
  queryTransfers(filter: QueryFilter): Promise<Transfer[]>;
  destroy(): void;
};

/** What happened to money, in the order of the ledger. */
export type LedgerChange = {
  /** Of the event; strictly rising, so it is the place to go on reading from. */
  timestamp: bigint;
  type:
    | 'single_phase'
    | 'two_phase_pending'
    | 'two_phase_posted'
    | 'two_phase_voided'
    | 'two_phase_expired';
  /** The transfer of the event; of an expiry the pending transfer that expired. */
  transfer: Transfer;
  /** The pending transfer that is resolved, by posting, voiding or expiring; else null. */
  pending: Transfer | null;
  /** What moves or is given back: of a posted transfer the amount that was posted. */
  amount: bigint;
};

/**
 * The feed from which everything else is projected. Nothing is ever inserted before what was read:
 * one writer commits in the order of timestamps.
 */
export type LedgerFeed = {
  /** Changes with a higher timestamp than `after`, at most `limit`, in order. */
  changes(after: bigint, limit: number): Promise<LedgerChange[]>;
  /** Told, at least once and without delay, after something was committed by any process. */
  onChange(wake: () => void): () => void;
};
