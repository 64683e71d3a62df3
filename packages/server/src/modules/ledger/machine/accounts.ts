import { AccountFlags } from '../model/flags.ts';
import { U128_MAX } from '../model/limits.ts';
import type { Account, CreateAccountResult } from '../model/records.ts';
import { CreateAccountStatus as Status } from '../model/statuses.ts';
import { applyBatch, type EventKind } from './batch.ts';
import type { WritableDraft } from './types.ts';

const KNOWN_FLAGS = 0b11_1111;
const BOTH_LIMITS =
  AccountFlags.debits_must_not_exceed_credits | AccountFlags.credits_must_not_exceed_debits;

const accountKind: EventKind<Account, Status> = {
  flags: AccountFlags,
  statuses: Status,
  create(draft, account, timestamp) {
    const existing = draft.account(account.id);
    if (existing === undefined || account.reserved !== 0 || (account.flags & ~KNOWN_FLAGS) !== 0) {
      return createNew(draft, account, timestamp);
    }
    const status = compareWithExisting(account, existing);
    return { timestamp: status === Status.exists ? existing.timestamp : timestamp, status };
  },
  failed() {},
};

/** Creates the accounts of one request; `nowNs` is the time of its first event. */
export function applyAccounts(
  draft: WritableDraft,
  batch: readonly Account[],
  nowNs: bigint,
): CreateAccountResult[] {
  return applyBatch(accountKind, draft, batch, nowNs);
}

function createNew(draft: WritableDraft, account: Account, timestamp: bigint): CreateAccountResult {
  const isImported = (account.flags & AccountFlags.imported) !== 0;
  const status = judgeFields(account);
  if (status !== null) return { timestamp, status };
  if (isImported && isOutOfOrder(draft, account.timestamp)) {
    return { timestamp, status: Status.imported_event_timestamp_must_not_regress };
  }
  const actual = isImported ? account.timestamp : timestamp;
  draft.addAccount({ ...account, timestamp: actual });
  return { timestamp: actual, status: Status.created };
}

function isOutOfOrder(draft: WritableDraft, timestamp: bigint): boolean {
  return timestamp <= draft.lastAccountTimestamp() || draft.hasTimestamp(timestamp);
}

function judgeFields(account: Account): Status | null {
  if (account.reserved !== 0) return Status.reserved_field;
  if ((account.flags & ~KNOWN_FLAGS) !== 0) return Status.reserved_flag;
  if (account.id === 0n) return Status.id_must_not_be_zero;
  if (account.id === U128_MAX) return Status.id_must_not_be_int_max;
  if ((account.flags & BOTH_LIMITS) === BOTH_LIMITS) return Status.flags_are_mutually_exclusive;
  if (account.debits_pending !== 0n) return Status.debits_pending_must_be_zero;
  if (account.debits_posted !== 0n) return Status.debits_posted_must_be_zero;
  if (account.credits_pending !== 0n) return Status.credits_pending_must_be_zero;
  if (account.credits_posted !== 0n) return Status.credits_posted_must_be_zero;
  if (account.ledger === 0) return Status.ledger_must_not_be_zero;
  if (account.code === 0) return Status.code_must_not_be_zero;
  return null;
}

function compareWithExisting(account: Account, existing: Account): Status {
  if (account.flags !== existing.flags) return Status.exists_with_different_flags;
  if (account.user_data_128 !== existing.user_data_128) {
    return Status.exists_with_different_user_data_128;
  }
  if (account.user_data_64 !== existing.user_data_64) {
    return Status.exists_with_different_user_data_64;
  }
  if (account.user_data_32 !== existing.user_data_32) {
    return Status.exists_with_different_user_data_32;
  }
  if (account.ledger !== existing.ledger) return Status.exists_with_different_ledger;
  if (account.code !== existing.code) return Status.exists_with_different_code;
  return Status.exists;
}
