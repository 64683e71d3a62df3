import { assert, present } from '@plaza/base';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { U128_MAX } from '../model/limits.ts';
import type { Account, CreateTransferResult, Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';
import { withDefaults } from './exists.ts';
import type { PendingRecord, PendingState, WritableDraft } from './types.ts';

const POST = TransferFlags.post_pending_transfer;
const VOID = TransferFlags.void_pending_transfer;
const INCOMPATIBLE =
  TransferFlags.pending |
  TransferFlags.balancing_debit |
  TransferFlags.balancing_credit |
  TransferFlags.closing_debit |
  TransferFlags.closing_credit;

/** Why a pending transfer that is already resolved cannot be resolved again. */
const resolvedStatuses: Record<PendingState, Status | null> = {
  pending: null,
  posted: Status.pending_transfer_already_posted,
  voided: Status.pending_transfer_already_voided,
  expired: Status.pending_transfer_expired,
};

/** Posts or voids a pending transfer. */
export function resolvePending(
  draft: WritableDraft,
  transfer: Transfer,
  eventTimestamp: bigint,
): CreateTransferResult {
  const fault = judgeFields(transfer);
  if (fault !== null) return { timestamp: eventTimestamp, status: fault };
  const pending = draft.transfer(transfer.pending_id);
  if (pending === undefined) {
    return { timestamp: eventTimestamp, status: Status.pending_transfer_not_found };
  }
  if ((pending.flags & TransferFlags.pending) === 0) {
    return { timestamp: eventTimestamp, status: Status.pending_transfer_not_pending };
  }
  const record = present(draft.pending(pending.id), 'the state of a pending transfer was loaded');
  const kept = withDefaults(transfer, pending);
  const isImported = (transfer.flags & TransferFlags.imported) !== 0;
  const isVoid = (transfer.flags & VOID) !== 0;
  const refusal =
    judgeAgreement(kept, pending, isVoid) ??
    judgeState(record, eventTimestamp) ??
    (isImported ? judgeImport(draft, transfer.timestamp) : null) ??
    (isVoid ? null : judgeClosed(draft, pending));
  if (refusal !== null) return { timestamp: eventTimestamp, status: refusal };

  const timestamp = isImported ? transfer.timestamp : eventTimestamp;
  draft.putTransfer({ ...kept, timestamp });
  draft.putPending(pending.id, { ...record, state: isVoid ? 'voided' : 'posted' });
  const release = releasePending(draft, pending, isVoid ? 0n : kept.amount);
  for (const account of [release.debit, release.credit]) {
    if ((account.flags & AccountFlags.history) !== 0) draft.putBalance(account, timestamp);
  }
  return { timestamp, status: Status.created };
}

function judgeFields(transfer: Transfer): Status | null {
  const { flags, pending_id } = transfer;
  if ((flags & POST) !== 0 && (flags & VOID) !== 0) return Status.flags_are_mutually_exclusive;
  if ((flags & INCOMPATIBLE) !== 0) return Status.flags_are_mutually_exclusive;
  if (pending_id === 0n) return Status.pending_id_must_not_be_zero;
  if (pending_id === U128_MAX) return Status.pending_id_must_not_be_int_max;
  if (pending_id === transfer.id) return Status.pending_id_must_be_different;
  if (transfer.timeout !== 0) return Status.timeout_reserved_for_pending_transfer;
  return null;
}

function judgeAgreement(kept: Transfer, pending: Transfer, isVoid: boolean): Status | null {
  if (kept.debit_account_id !== pending.debit_account_id) {
    return Status.pending_transfer_has_different_debit_account_id;
  }
  if (kept.credit_account_id !== pending.credit_account_id) {
    return Status.pending_transfer_has_different_credit_account_id;
  }
  if (kept.ledger !== pending.ledger) return Status.pending_transfer_has_different_ledger;
  if (kept.code !== pending.code) return Status.pending_transfer_has_different_code;
  if (kept.amount > pending.amount) return Status.exceeds_pending_transfer_amount;
  // A part is given back by posting the rest.
  if (isVoid && kept.amount < pending.amount) return Status.pending_transfer_has_different_amount;
  return null;
}

/** What is due is expired, whether or not somebody has come round to writing it down. */
function judgeState(record: PendingRecord, timestamp: bigint): Status | null {
  const isDue = record.expires_at !== 0n && record.expires_at <= timestamp;
  return resolvedStatuses[record.state] ?? (isDue ? Status.pending_transfer_expired : null);
}

function judgeImport(draft: WritableDraft, timestamp: bigint): Status | null {
  const isOutOfOrder = timestamp <= draft.lastTransferTimestamp() || draft.hasTimestamp(timestamp);
  return isOutOfOrder ? Status.imported_event_timestamp_must_not_regress : null;
}

/** The one movement of a closed account is the void of what is pending on it. */
function judgeClosed(draft: WritableDraft, pending: Transfer): Status | null {
  const { debit, credit } = sidesOf(draft, pending);
  if ((debit.flags & AccountFlags.closed) !== 0) return Status.debit_account_already_closed;
  if ((credit.flags & AccountFlags.closed) !== 0) return Status.credit_account_already_closed;
  return null;
}

function sidesOf(draft: WritableDraft, pending: Transfer): { debit: Account; credit: Account } {
  return {
    debit: present(draft.account(pending.debit_account_id), 'the debit account was loaded'),
    credit: present(draft.account(pending.credit_account_id), 'the credit account was loaded'),
  };
}

/**
 * Takes a pending transfer off the pending balances, and puts `posted` of it on the posted ones.
 * Unless it was posted, accounts that it closed are open again.
 */
export function releasePending(
  draft: WritableDraft,
  pending: Transfer,
  posted: bigint,
): { debit: Account; credit: Account } {
  const before = sidesOf(draft, pending);
  const opensDebit = (pending.flags & TransferFlags.closing_debit) !== 0 ? AccountFlags.closed : 0;
  const opensCredit =
    (pending.flags & TransferFlags.closing_credit) !== 0 ? AccountFlags.closed : 0;
  const debit = {
    ...before.debit,
    debits_pending: before.debit.debits_pending - pending.amount,
    debits_posted: before.debit.debits_posted + posted,
    flags: before.debit.flags & ~opensDebit,
  };
  const credit = {
    ...before.credit,
    credits_pending: before.credit.credits_pending - pending.amount,
    credits_posted: before.credit.credits_posted + posted,
    flags: before.credit.flags & ~opensCredit,
  };
  assert(debit.debits_pending >= 0n && credit.credits_pending >= 0n, 'what was held is given back');
  draft.putAccount(debit);
  draft.putAccount(credit);
  return { debit, credit };
}
