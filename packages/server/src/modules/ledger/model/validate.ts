import { BATCH_MAX, U128_MAX } from './limits.ts';
import type { Account, AccountFilter, QueryFilter, Transfer } from './records.ts';
import { ErrorCodes, RequestError } from './request-error.ts';

// What TigerBeetle's client finds out before it sends anything: values that do not fit their
// fields, and requests that are too large. Messages are its own, since its tests compare them.

const U64_MAX = (1n << 64n) - 1n;
const U32_MAX = 0xffff_ffff;
const U16_MAX = 0xffff;

function checkBatch(batch: readonly unknown[]): void {
  if (!Array.isArray(batch)) throw new Error('Array argument must be an [object Array].');
  if (batch.length > BATCH_MAX) throw new RequestError(ErrorCodes.ERR_TOO_MUCH_DATA);
}

function checkLimit(limit: number): void {
  checkU32(limit, 'limit');
  if (limit > BATCH_MAX) throw new RequestError(ErrorCodes.ERR_TOO_MUCH_DATA);
}

function checkU128(value: bigint, name: string): void {
  if (typeof value !== 'bigint') throw new Error(`${name} must be a BigInt`);
  if (value < 0n) throw new Error(`${name} must be positive`);
  if (value > U128_MAX) throw new Error(`${name} must fit in 128 bits`);
}

function checkU64(value: bigint, name: string): void {
  if (typeof value !== 'bigint') throw new Error(`${name} must be an unsigned 64-bit BigInt`);
  if (value < 0n || value > U64_MAX) throw new Error(`${name} conversion was lossy`);
}

// The client cuts larger numbers down to 32 bits without a word; here they are refused.
function checkU32(value: number, name: string): void {
  if (typeof value !== 'number') throw new Error(`${name} must be a number`);
  if (!Number.isInteger(value) || value < 0 || value > U32_MAX) {
    throw new Error(`${name} must be a u32.`);
  }
}

function checkU16(value: number, name: string): void {
  if (typeof value !== 'number') throw new Error(`${name} must be a number`);
  if (!Number.isInteger(value) || value < 0 || value > U16_MAX) {
    throw new Error(`${name} must be a u16.`);
  }
}

type UserData = { user_data_128: bigint; user_data_64: bigint; user_data_32: number };

function checkUserData(record: UserData): void {
  checkU128(record.user_data_128, 'user_data_128');
  checkU64(record.user_data_64, 'user_data_64');
  checkU32(record.user_data_32, 'user_data_32');
}

/** Throws when a batch of accounts cannot be sent at all. */
export function validateAccounts(batch: readonly Account[]): void {
  checkBatch(batch);
  for (const account of batch) {
    checkU128(account.id, 'id');
    checkU128(account.debits_pending, 'debits_pending');
    checkU128(account.debits_posted, 'debits_posted');
    checkU128(account.credits_pending, 'credits_pending');
    checkU128(account.credits_posted, 'credits_posted');
    checkUserData(account);
    checkU32(account.reserved, 'reserved');
    checkU32(account.ledger, 'ledger');
    checkU16(account.code, 'code');
    checkU16(account.flags, 'flags');
    checkU64(account.timestamp, 'timestamp');
  }
}

/** Throws when a batch of transfers cannot be sent at all. */
export function validateTransfers(batch: readonly Transfer[]): void {
  checkBatch(batch);
  for (const transfer of batch) {
    checkU128(transfer.id, 'id');
    checkU128(transfer.debit_account_id, 'debit_account_id');
    checkU128(transfer.credit_account_id, 'credit_account_id');
    checkU128(transfer.amount, 'amount');
    checkU128(transfer.pending_id, 'pending_id');
    checkUserData(transfer);
    checkU32(transfer.timeout, 'timeout');
    checkU32(transfer.ledger, 'ledger');
    checkU16(transfer.code, 'code');
    checkU16(transfer.flags, 'flags');
    checkU64(transfer.timestamp, 'timestamp');
  }
}

/** Throws when a batch of ids cannot be looked up at all. */
export function validateLookup(ids: readonly bigint[]): void {
  checkBatch(ids);
  for (const id of ids) checkU128(id, 'lookup');
}

type FilterTail = { timestamp_min: bigint; timestamp_max: bigint; limit: number; flags: number };

function checkFilterTail(filter: FilterTail): void {
  checkU64(filter.timestamp_min, 'timestamp_min');
  checkU64(filter.timestamp_max, 'timestamp_max');
  checkLimit(filter.limit);
  checkU32(filter.flags, 'flags');
}

/** Throws when a filter cannot be sent at all; one that matches nothing is another matter. */
export function validateAccountFilter(filter: AccountFilter): void {
  checkU128(filter.account_id, 'account_id');
  checkUserData(filter);
  checkU16(filter.code, 'code');
  checkFilterTail(filter);
}

/** Throws when a filter cannot be sent at all; one that matches nothing is another matter. */
export function validateQueryFilter(filter: QueryFilter): void {
  checkUserData(filter);
  checkU32(filter.ledger, 'ledger');
  checkU16(filter.code, 'code');
  checkFilterTail(filter);
}
