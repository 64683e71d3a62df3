import type { CreateAccountStatus, CreateTransferStatus } from './statuses.ts';

// The records of TigerBeetle's Node client (0.17), field by field, so that the same code runs on
// its cluster. u128 and u64 are bigint; u32 and u16 are number; timestamps are nanoseconds since
// 1970 in UTC, and every event of a ledger has one of its own.

/** An account: four balances that only transfers change. Never deleted. */
export type Account = {
  id: bigint;
  debits_pending: bigint;
  debits_posted: bigint;
  credits_pending: bigint;
  credits_posted: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  reserved: number;
  ledger: number;
  code: number;
  flags: number;
  timestamp: bigint;
};

/** A transfer from one account to one other. Never changed. */
export type Transfer = {
  id: bigint;
  debit_account_id: bigint;
  credit_account_id: bigint;
  amount: bigint;
  pending_id: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  /** Seconds after which a pending transfer expires; 0: never. */
  timeout: number;
  ledger: number;
  code: number;
  flags: number;
  timestamp: bigint;
};

/** The balances of an account just after an event; kept for accounts with the flag `history`. */
export type AccountBalance = {
  debits_pending: bigint;
  debits_posted: bigint;
  credits_pending: bigint;
  credits_posted: bigint;
  timestamp: bigint;
};

/** One for each event of a batch, in its order. */
export type CreateAccountResult = { timestamp: bigint; status: CreateAccountStatus };
export type CreateTransferResult = { timestamp: bigint; status: CreateTransferStatus };

/** Zero in a field means any. */
export type AccountFilter = {
  account_id: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  code: number;
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
  flags: number;
};

/** Zero in a field means any. */
export type QueryFilter = {
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  ledger: number;
  code: number;
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
  flags: number;
};
