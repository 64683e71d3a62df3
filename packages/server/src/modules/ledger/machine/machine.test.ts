import { expect, test } from 'vitest';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { amount_max } from '../model/limits.ts';
import type { Account, Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import {
  accountsOf,
  applyAccounts,
  applyExpiries,
  applyTransfers,
  changesOf,
  createDraft,
  touchedByTransfers,
  type LedgerReader,
  type WritableDraft,
} from './index.ts';

const SECOND = 1_000_000_000n;
const NOW = 1_000n * SECOND;
const { pending, post_pending_transfer, void_pending_transfer, linked } = TransferFlags;

const emptyLedger: LedgerReader = {
  account: () => undefined,
  transfer: () => undefined,
  pending: () => undefined,
  failure: () => undefined,
  lastTimestamp: () => 0n,
  lastAccountTimestamp: () => 0n,
  lastTransferTimestamp: () => 0n,
  hasTimestamp: () => false,
};

function draftWith(...accounts: Partial<Account>[]): WritableDraft {
  const draft = createDraft(emptyLedger);
  const batch = accounts.map((fields, i) => ({ ...plainAccount, id: BigInt(i + 1), ...fields }));
  applyAccounts(draft, batch, SECOND);
  return draft;
}

function send(draft: WritableDraft, fields: Partial<Transfer>, nowNs = NOW): Status {
  const [result] = applyTransfers(draft, [{ ...plainTransfer, ...fields }], nowNs);
  return result?.status as Status;
}

function flagsOf(draft: WritableDraft, ...ids: bigint[]): number[] {
  return ids.map((id) => draft.account(id)?.flags ?? -1);
}

test('lets a bounded account spend its last cent, and not one more', () => {
  const draft = draftWith(
    { flags: AccountFlags.debits_must_not_exceed_credits },
    {},
    { flags: AccountFlags.credits_must_not_exceed_debits },
  );
  const back = { debit_account_id: 2n, credit_account_id: 1n };
  expect(send(draft, { id: 1n, ...back, amount: 100n })).toBe(Status.created);
  expect(send(draft, { id: 2n, amount: 60n, flags: pending })).toBe(Status.created);
  expect(send(draft, { id: 3n, amount: 41n })).toBe(Status.exceeds_credits);
  expect(send(draft, { id: 4n, amount: 40n })).toBe(Status.created);
  const mirrored = { debit_account_id: 2n, credit_account_id: 3n };
  expect(send(draft, { id: 5n, debit_account_id: 3n, credit_account_id: 2n, amount: 9n })).toBe(
    Status.created,
  );
  expect(send(draft, { id: 6n, ...mirrored, amount: 10n })).toBe(Status.exceeds_debits);
  expect(send(draft, { id: 7n, ...mirrored, amount: 9n })).toBe(Status.created);
});

test('expires on the nanosecond, in the order given, once', () => {
  const draft = draftWith({}, {});
  const hold = { flags: pending, timeout: 5 };
  send(draft, { id: 1n, ...hold });
  send(draft, { id: 2n, ...hold });
  const due = NOW + 5n * SECOND;
  expect(draft.pending(1n)).toEqual({ state: 'pending', expires_at: due });

  applyExpiries(draft, [1n, 2n], due - 1n);
  expect(draft.expiries).toEqual([]);
  applyExpiries(draft, [1n, 2n, 1n], due + 1n);
  expect(draft.expiries).toEqual([
    { transfer_id: 1n, timestamp: due + 1n },
    { transfer_id: 2n, timestamp: due + 2n },
  ]);
  expect(draft.pending(1n)?.state).toBe('expired');
  expect(draft.account(1n)?.debits_pending).toBe(0n);
  applyExpiries(draft, [1n, 2n], due + SECOND);
  expect(draft.expiries).toHaveLength(2);
});

test('takes what is due for expired before anybody has written it down', () => {
  const draft = draftWith({}, {});
  send(draft, { flags: pending, timeout: 5 });
  const due = NOW + 5n * SECOND;
  const post = { pending_id: 1n, flags: post_pending_transfer, amount: amount_max };
  expect(send(draft, { id: 2n, ...post }, due)).toBe(Status.pending_transfer_expired);
  const inTime = draftWith({}, {});
  send(inTime, { flags: pending, timeout: 5 });
  expect(send(inTime, { id: 2n, ...post }, due - 1n)).toBe(Status.created);
});

test('puts transfers and expiries of one draft in the order of time', () => {
  const draft = draftWith({}, {});
  send(draft, { id: 1n, flags: pending, timeout: 5 });
  applyExpiries(draft, [1n], NOW + 6n * SECOND);
  send(draft, { id: 2n }, NOW + 7n * SECOND);
  const kinds = changesOf(draft).map(({ type, transfer }) => [transfer.id, type]);
  expect(kinds).toEqual([
    [1n, 'two_phase_pending'],
    [1n, 'two_phase_expired'],
    [2n, 'single_phase'],
  ]);
});

test('keeps of a post what it says, and of the pending transfer what it does not', () => {
  const draft = draftWith({}, {});
  const user = { user_data_128: 1n, user_data_64: 2n, user_data_32: 3 };
  send(draft, { id: 1n, ...user, amount: 100n, flags: pending, code: 7 });
  const silent = { debit_account_id: 0n, credit_account_id: 0n, ledger: 0, code: 0 };
  const said = { amount: 30n, user_data_64: 9n, pending_id: 1n, flags: post_pending_transfer };
  expect(send(draft, { id: 2n, ...silent, ...said })).toBe(Status.created);
  expect(draft.transfer(2n)).toEqual({
    ...plainTransfer,
    ...user,
    ...said,
    id: 2n,
    code: 7,
    timestamp: NOW + 1n,
  });
  expect(draft.account(1n)).toMatchObject({ debits_pending: 0n, debits_posted: 30n });

  send(draft, { id: 3n, ...user, amount: 100n, flags: pending, code: 7 });
  const undo = { pending_id: 3n, flags: void_pending_transfer, amount: 0n };
  expect(send(draft, { id: 4n, ...silent, ...undo })).toBe(Status.created);
  expect(draft.transfer(4n)).toMatchObject({ ...user, amount: 100n, code: 7, ledger: 1 });
});

test('closes accounts until the closing is voided or expires', () => {
  const closed = AccountFlags.closed;
  const closes = pending | TransferFlags.closing_debit | TransferFlags.closing_credit;
  const draft = draftWith({}, {}, {});
  send(draft, { id: 1n, flags: pending });
  expect(send(draft, { id: 2n, flags: closes, amount: 0n, timeout: 9 })).toBe(Status.created);
  expect(flagsOf(draft, 1n, 2n)).toEqual([closed, closed]);

  const post = { amount: amount_max, flags: post_pending_transfer };
  const undo = { amount: 0n, flags: void_pending_transfer };
  const aside = { debit_account_id: 3n, credit_account_id: 1n };
  expect(send(draft, { id: 3n, ...aside })).toBe(Status.credit_account_already_closed);
  expect(send(draft, { id: 4n })).toBe(Status.debit_account_already_closed);
  expect(send(draft, { id: 5n, ...post, pending_id: 1n })).toBe(
    Status.debit_account_already_closed,
  );
  expect(send(draft, { id: 6n, ...post, pending_id: 2n })).toBe(
    Status.debit_account_already_closed,
  );
  // Voids are the one movement of a closed account; only that of the closing opens it.
  expect(send(draft, { id: 7n, ...undo, pending_id: 1n })).toBe(Status.created);
  expect(flagsOf(draft, 1n, 2n)).toEqual([closed, closed]);
  expect(send(draft, { id: 8n, ...undo, pending_id: 2n })).toBe(Status.created);
  expect(flagsOf(draft, 1n, 2n)).toEqual([0, 0]);

  send(draft, { id: 9n, flags: closes, amount: 0n, timeout: 9 });
  applyExpiries(draft, [9n], NOW + 10n * SECOND);
  expect(flagsOf(draft, 1n, 2n)).toEqual([0, 0]);
});

test('touches nothing below the draft, and can be laid over another', () => {
  const below = draftWith({}, {});
  const before = below.account(1n);
  const above = createDraft(below);
  expect(send(above, { id: 1n })).toBe(Status.created);
  expect(above.account(1n)?.debits_posted).toBe(10n);
  expect(below.account(1n)).toBe(before);
  expect(before?.debits_posted).toBe(0n);
  expect(below.transfer(1n)).toBeUndefined();
});

test('spends the id that failed within a chain, and not those of its companions', () => {
  const draft = draftWith({ flags: AccountFlags.debits_must_not_exceed_credits }, {});
  const back = { debit_account_id: 2n, credit_account_id: 1n };
  const chain = [
    { ...plainTransfer, ...back, id: 1n, flags: linked },
    { ...plainTransfer, id: 2n, amount: 11n, flags: linked },
    { ...plainTransfer, ...back, id: 3n },
  ];
  const failed = applyTransfers(draft, chain, NOW).map(({ status }) => status);
  const { linked_event_failed, exceeds_credits } = Status;
  expect(failed).toEqual([linked_event_failed, exceeds_credits, linked_event_failed]);
  expect([...draft.failures]).toEqual([[2n, exceeds_credits]]);
  expect(send(draft, { ...back, id: 1n })).toBe(Status.created);
  expect(send(draft, { id: 2n, amount: 1n })).toBe(Status.id_already_failed);
});

test('names what must be loaded before a batch is applied', () => {
  const batch = [
    { ...plainTransfer, id: 5n },
    { ...plainTransfer, id: 6n, pending_id: 4n, debit_account_id: 0n, credit_account_id: 0n },
  ];
  const touched = touchedByTransfers(batch);
  expect(touched).toEqual({ accounts: new Set([1n, 2n]), transfers: new Set([5n, 6n, 4n]) });
  expect(accountsOf([{ ...plainTransfer, debit_account_id: 8n }])).toEqual(new Set([8n, 2n]));
});
