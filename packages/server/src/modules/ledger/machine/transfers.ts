import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { BALANCE_MAX, NS_PER_SECOND, TIMESTAMP_MAX, U128_MAX } from '../model/limits.ts';
import type { Account, CreateTransferResult, Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';
import { applyBatch, type EventKind } from './batch.ts';
import { compareWithExisting } from './exists.ts';
import { resolvePending } from './resolve.ts';
import type { WritableDraft } from './types.ts';

const KNOWN_FLAGS = 0b1_1111_1111;
const RESOLVING = TransferFlags.post_pending_transfer | TransferFlags.void_pending_transfer;
const CLOSING = TransferFlags.closing_debit | TransferFlags.closing_credit;
const BALANCING = TransferFlags.balancing_debit | TransferFlags.balancing_credit;

/** Failures that another moment could have answered otherwise. Their ids are spent. */
const transientStatuses: ReadonlySet<Status> = new Set([
  Status.debit_account_not_found,
  Status.credit_account_not_found,
  Status.pending_transfer_not_found,
  Status.exceeds_credits,
  Status.exceeds_debits,
  Status.debit_account_already_closed,
  Status.credit_account_already_closed,
]);

const transferKind: EventKind<Transfer, Status> = {
  flags: TransferFlags,
  statuses: Status,
  create(draft, transfer, timestamp) {
    if ((transfer.flags & ~KNOWN_FLAGS) !== 0) return { timestamp, status: Status.reserved_flag };
    if (transfer.id === 0n) return { timestamp, status: Status.id_must_not_be_zero };
    if (transfer.id === U128_MAX) return { timestamp, status: Status.id_must_not_be_int_max };
    const existing = draft.transfer(transfer.id);
    if (existing !== undefined) {
      const pending = draft.transfer(transfer.pending_id);
      const status = compareWithExisting(transfer, existing, pending);
      return { timestamp: status === Status.exists ? existing.timestamp : timestamp, status };
    }
    if (draft.failure(transfer.id) !== undefined) {
      return { timestamp, status: Status.id_already_failed };
    }
    return (transfer.flags & RESOLVING) !== 0
      ? resolvePending(draft, transfer, timestamp)
      : createNew(draft, transfer, timestamp);
  },
  failed(draft, transfer, status) {
    if (transientStatuses.has(status)) draft.putFailure(transfer.id, status);
  },
};

/** Creates the transfers of one request; `nowNs` is the time of its first event. */
export function applyTransfers(
  draft: WritableDraft,
  batch: readonly Transfer[],
  nowNs: bigint,
): CreateTransferResult[] {
  return applyBatch(transferKind, draft, batch, nowNs);
}

function createNew(
  draft: WritableDraft,
  transfer: Transfer,
  eventTimestamp: bigint,
): CreateTransferResult {
  const fault = judgeFields(transfer);
  if (fault !== null) return { timestamp: eventTimestamp, status: fault };
  const debit = draft.account(transfer.debit_account_id);
  const credit = draft.account(transfer.credit_account_id);
  if (debit === undefined || credit === undefined) {
    const missing =
      debit === undefined ? Status.debit_account_not_found : Status.credit_account_not_found;
    return { timestamp: eventTimestamp, status: missing };
  }
  const isImported = (transfer.flags & TransferFlags.imported) !== 0;
  const timestamp = isImported ? transfer.timestamp : eventTimestamp;
  const refusal =
    judgeLedgers(transfer, debit, credit) ??
    (isImported ? judgeImport(draft, transfer, { debit, credit }) : null) ??
    judgeClosed(debit, credit);
  if (refusal !== null) return { timestamp: eventTimestamp, status: refusal };

  const amount =
    (transfer.flags & BALANCING) === 0 ? transfer.amount : balancingAmount(transfer, debit, credit);
  const isPending = (transfer.flags & TransferFlags.pending) !== 0;
  const excess =
    judgeOverflow(amount, isPending, debit, credit) ??
    (isPending ? judgeTimeout(transfer.timeout, timestamp) : null) ??
    judgeLimits(amount, debit, credit);
  if (excess !== null) return { timestamp: eventTimestamp, status: excess };

  draft.putTransfer({ ...transfer, amount, timestamp });
  if (isPending) hold(draft, { transfer, amount, timestamp }, { debit, credit });
  else post(draft, amount, timestamp, { debit, credit });
  return { timestamp, status: Status.created };
}

function judgeFields(transfer: Transfer): Status | null {
  const { debit_account_id: debit, credit_account_id: credit, flags } = transfer;
  if (debit === 0n) return Status.debit_account_id_must_not_be_zero;
  if (debit === U128_MAX) return Status.debit_account_id_must_not_be_int_max;
  if (credit === 0n) return Status.credit_account_id_must_not_be_zero;
  if (credit === U128_MAX) return Status.credit_account_id_must_not_be_int_max;
  if (credit === debit) return Status.accounts_must_be_different;
  if (transfer.pending_id !== 0n) return Status.pending_id_must_be_zero;
  if ((flags & TransferFlags.pending) === 0) {
    if (transfer.timeout !== 0) return Status.timeout_reserved_for_pending_transfer;
    if ((flags & CLOSING) !== 0) return Status.closing_transfer_must_be_pending;
  }
  if (transfer.ledger === 0) return Status.ledger_must_not_be_zero;
  if (transfer.code === 0) return Status.code_must_not_be_zero;
  return null;
}

function judgeLedgers(transfer: Transfer, debit: Account, credit: Account): Status | null {
  if (debit.ledger !== credit.ledger) return Status.accounts_must_have_the_same_ledger;
  if (transfer.ledger !== debit.ledger) {
    return Status.transfer_must_have_the_same_ledger_as_accounts;
  }
  return null;
}

type Sides = { debit: Account; credit: Account };

function judgeImport(draft: WritableDraft, transfer: Transfer, sides: Sides): Status | null {
  const { timestamp } = transfer;
  if (timestamp <= draft.lastTransferTimestamp() || draft.hasTimestamp(timestamp)) {
    return Status.imported_event_timestamp_must_not_regress;
  }
  if (timestamp <= sides.debit.timestamp) {
    return Status.imported_event_timestamp_must_postdate_debit_account;
  }
  if (timestamp <= sides.credit.timestamp) {
    return Status.imported_event_timestamp_must_postdate_credit_account;
  }
  return transfer.timeout === 0 ? null : Status.imported_event_timeout_must_be_zero;
}

function judgeClosed(debit: Account, credit: Account): Status | null {
  if ((debit.flags & AccountFlags.closed) !== 0) return Status.debit_account_already_closed;
  if ((credit.flags & AccountFlags.closed) !== 0) return Status.credit_account_already_closed;
  return null;
}

/** The amount asked for, or what brings the balances to a draw if that is less. */
function balancingAmount(transfer: Transfer, debit: Account, credit: Account): bigint {
  let { amount } = transfer;
  if ((transfer.flags & TransferFlags.balancing_debit) !== 0) {
    amount = lesser(amount, debit.credits_posted - debit.debits_posted - debit.debits_pending);
  }
  if ((transfer.flags & TransferFlags.balancing_credit) !== 0) {
    amount = lesser(amount, credit.debits_posted - credit.credits_posted - credit.credits_pending);
  }
  return amount;
}

function lesser(amount: bigint, available: bigint): bigint {
  if (available <= 0n) return 0n;
  return amount < available ? amount : available;
}

function judgeOverflow(
  amount: bigint,
  isPending: boolean,
  debit: Account,
  credit: Account,
): Status | null {
  const debits = debit.debits_pending + debit.debits_posted + amount;
  const credits = credit.credits_pending + credit.credits_posted + amount;
  // The sums are never below their parts, so this settles nearly every transfer at once.
  if (debits <= BALANCE_MAX && credits <= BALANCE_MAX) return null;
  const overflows = (balance: bigint) => balance + amount > BALANCE_MAX;
  if (isPending) {
    if (overflows(debit.debits_pending)) return Status.overflows_debits_pending;
    if (overflows(credit.credits_pending)) return Status.overflows_credits_pending;
  }
  if (overflows(debit.debits_posted)) return Status.overflows_debits_posted;
  if (overflows(credit.credits_posted)) return Status.overflows_credits_posted;
  return debits > BALANCE_MAX ? Status.overflows_debits : Status.overflows_credits;
}

function judgeTimeout(timeout: number, timestamp: bigint): Status | null {
  return timestamp + BigInt(timeout) * NS_PER_SECOND > TIMESTAMP_MAX
    ? Status.overflows_timeout
    : null;
}

/** What is pending counts as if it were posted: a promise is kept before a new one is made. */
function judgeLimits(amount: bigint, debit: Account, credit: Account): Status | null {
  if (
    (debit.flags & AccountFlags.debits_must_not_exceed_credits) !== 0 &&
    debit.debits_pending + debit.debits_posted + amount > debit.credits_posted
  ) {
    return Status.exceeds_credits;
  }
  if (
    (credit.flags & AccountFlags.credits_must_not_exceed_debits) !== 0 &&
    credit.credits_pending + credit.credits_posted + amount > credit.debits_posted
  ) {
    return Status.exceeds_debits;
  }
  return null;
}

function post(draft: WritableDraft, amount: bigint, timestamp: bigint, sides: Sides): void {
  const { debit, credit } = sides;
  putSide(draft, { ...debit, debits_posted: debit.debits_posted + amount }, timestamp);
  putSide(draft, { ...credit, credits_posted: credit.credits_posted + amount }, timestamp);
}

type Held = { transfer: Transfer; amount: bigint; timestamp: bigint };

function hold(draft: WritableDraft, held: Held, sides: Sides): void {
  const { transfer, amount, timestamp } = held;
  const { debit, credit } = sides;
  const { flags, timeout } = transfer;
  const expires_at = timeout === 0 ? 0n : timestamp + BigInt(timeout) * NS_PER_SECOND;
  draft.putPending(transfer.id, { state: 'pending', expires_at });
  const closesDebit = (flags & TransferFlags.closing_debit) !== 0 ? AccountFlags.closed : 0;
  const closesCredit = (flags & TransferFlags.closing_credit) !== 0 ? AccountFlags.closed : 0;
  const debits_pending = debit.debits_pending + amount;
  const credits_pending = credit.credits_pending + amount;
  putSide(draft, { ...debit, debits_pending, flags: debit.flags | closesDebit }, timestamp);
  putSide(draft, { ...credit, credits_pending, flags: credit.flags | closesCredit }, timestamp);
}

function putSide(draft: WritableDraft, account: Account, timestamp: bigint): void {
  draft.putAccount(account);
  if ((account.flags & AccountFlags.history) !== 0) draft.putBalance(account, timestamp);
}
