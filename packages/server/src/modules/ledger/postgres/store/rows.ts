import { u128Of } from '../../model/ids.ts';
import type { Account, AccountBalance, Transfer } from '../../model/records.ts';

// Unsigned numbers are kept in signed columns of the same width.

const u64 = (value: bigint) => BigInt.asUintN(64, value);
const u32 = (value: number) => value >>> 0;
const u16 = (value: number) => value & 0xffff;

export type BalanceRow = {
  debits_pending: bigint;
  debits_posted: bigint;
  credits_pending: bigint;
  credits_posted: bigint;
  timestamp: bigint;
};

type CommonRow = {
  id: string;
  timestamp: bigint;
  user_data_128: string;
  user_data_64: bigint;
  user_data_32: number;
  ledger: number;
  code: number;
  flags: number;
};

export type AccountRow = CommonRow & BalanceRow;

export type TransferRow = CommonRow & {
  debit_account_id: string;
  credit_account_id: string;
  amount: bigint;
  pending_id: string | null;
  timeout: number;
};

const common = 'id, timestamp, user_data_128, user_data_64, user_data_32, ledger, code, flags';
const balances = 'debits_pending, debits_posted, credits_pending, credits_posted';
export const balanceColumns = `timestamp, ${balances}`;
export const accountColumns = `${common}, ${balances}`;
const ofTransfer = 'debit_account_id, credit_account_id, amount, pending_id, timeout';
export const transferColumns = `${common}, ${ofTransfer}`;

export function toAccount(row: AccountRow): Account {
  return {
    id: u128Of(row.id),
    debits_pending: row.debits_pending,
    debits_posted: row.debits_posted,
    credits_pending: row.credits_pending,
    credits_posted: row.credits_posted,
    user_data_128: u128Of(row.user_data_128),
    user_data_64: u64(row.user_data_64),
    user_data_32: u32(row.user_data_32),
    reserved: 0,
    ledger: u32(row.ledger),
    code: u16(row.code),
    flags: row.flags,
    timestamp: row.timestamp,
  };
}

export function toTransfer(row: TransferRow): Transfer {
  return {
    id: u128Of(row.id),
    debit_account_id: u128Of(row.debit_account_id),
    credit_account_id: u128Of(row.credit_account_id),
    amount: row.amount,
    pending_id: row.pending_id === null ? 0n : u128Of(row.pending_id),
    user_data_128: u128Of(row.user_data_128),
    user_data_64: u64(row.user_data_64),
    user_data_32: u32(row.user_data_32),
    timeout: u32(row.timeout),
    ledger: u32(row.ledger),
    code: u16(row.code),
    flags: row.flags,
    timestamp: row.timestamp,
  };
}

export function toBalance(row: BalanceRow): AccountBalance {
  const { debits_pending, debits_posted, credits_pending, credits_posted, timestamp } = row;
  return { debits_pending, debits_posted, credits_pending, credits_posted, timestamp };
}
