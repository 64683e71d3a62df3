import { manualClock } from '@plaza/base';
import { expect, test } from 'vitest';
import { createMemoryLedger, type MemoryLedger } from '../memory/index.ts';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { amount_max, U128_MAX } from '../model/limits.ts';
import type { Account, Transfer } from '../model/records.ts';
import { CreateAccountStatus, CreateTransferStatus } from '../model/statuses.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';

// An event with every fault at once is mended fault by fault. What it is answered each time is the
// order of precedence that TigerBeetle's reference lists.

type Mend<Event> = [Partial<Event>, string];

const { pending, closing_debit, imported, post_pending_transfer } = TransferFlags;
const { debits_must_not_exceed_credits, credits_must_not_exceed_debits } = AccountFlags;

async function createWorld(): Promise<MemoryLedger> {
  const ledger = createMemoryLedger({ clock: manualClock() });
  const accounts = [
    { id: 1n },
    { id: 2n },
    { id: 3n, ledger: 2 },
    { id: 4n, flags: debits_must_not_exceed_credits },
    { id: 5n, flags: credits_must_not_exceed_debits },
    { id: 6n, flags: AccountFlags.closed },
  ];
  await ledger.createAccounts(accounts.map((fields) => ({ ...plainAccount, ...fields })));
  return ledger;
}

function nameOf(statuses: Record<string, number>, status: number | undefined): string | undefined {
  return Object.entries(statuses).find(([, value]) => value === status)?.[0];
}

async function checkTransfers(mends: Mend<Transfer>[], before: Partial<Transfer>[] = []) {
  let transfer = plainTransfer;
  for (const [mend, expected] of mends) {
    transfer = { ...transfer, ...mend };
    // A new ledger each time, since failing may spend the id.
    const ledger = await createWorld();
    for (const fields of before) await ledger.createTransfers([{ ...plainTransfer, ...fields }]);
    const [result] = await ledger.createTransfers([transfer]);
    expect(nameOf(CreateTransferStatus, result?.status), JSON.stringify(mend, text)).toBe(expected);
  }
}

function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

test('judges an account in the order of precedence', async () => {
  const balances = { debits_pending: 1n, debits_posted: 1n, credits_pending: 1n };
  const mends: Mend<Account>[] = [
    [{ timestamp: 1n, reserved: 1, flags: 64, id: 0n, ...balances }, 'timestamp_must_be_zero'],
    [{ timestamp: 0n, credits_posted: 1n, ledger: 0, code: 0 }, 'reserved_field'],
    [{ reserved: 0 }, 'reserved_flag'],
    [{ flags: 6 }, 'id_must_not_be_zero'],
    [{ id: U128_MAX }, 'id_must_not_be_int_max'],
    [{ id: 1n, user_data_128: 1n, user_data_64: 1n }, 'exists_with_different_flags'],
    [{ flags: 0, user_data_32: 1 }, 'exists_with_different_user_data_128'],
    [{ user_data_128: 0n }, 'exists_with_different_user_data_64'],
    [{ user_data_64: 0n }, 'exists_with_different_user_data_32'],
    [{ user_data_32: 0 }, 'exists_with_different_ledger'],
    [{ ledger: 1 }, 'exists_with_different_code'],
    [{ code: 1 }, 'exists'],
    [{ id: 7n, flags: 6, ledger: 0, code: 0 }, 'flags_are_mutually_exclusive'],
    [{ flags: 0 }, 'debits_pending_must_be_zero'],
    [{ debits_pending: 0n }, 'debits_posted_must_be_zero'],
    [{ debits_posted: 0n }, 'credits_pending_must_be_zero'],
    [{ credits_pending: 0n }, 'credits_posted_must_be_zero'],
    [{ credits_posted: 0n }, 'ledger_must_not_be_zero'],
    [{ ledger: 1 }, 'code_must_not_be_zero'],
    [{ code: 1 }, 'created'],
  ];
  const ledger = await createWorld();
  let account = plainAccount;
  for (const [mend, expected] of mends) {
    account = { ...account, ...mend };
    const [result] = await ledger.createAccounts([account]);
    expect(nameOf(CreateAccountStatus, result?.status), JSON.stringify(mend, text)).toBe(expected);
  }
});

test('judges a transfer in the order of precedence', async () => {
  await checkTransfers([
    [{ timestamp: 1n, flags: 512, id: 0n, debit_account_id: 0n }, 'timestamp_must_be_zero'],
    [{ timestamp: 0n, credit_account_id: 0n, pending_id: 1n }, 'reserved_flag'],
    [{ flags: closing_debit, timeout: 1, ledger: 0, code: 0 }, 'id_must_not_be_zero'],
    [{ id: U128_MAX, amount: amount_max }, 'id_must_not_be_int_max'],
    [{ id: 50n }, 'debit_account_id_must_not_be_zero'],
    [{ debit_account_id: U128_MAX }, 'debit_account_id_must_not_be_int_max'],
    [{ debit_account_id: 8n }, 'credit_account_id_must_not_be_zero'],
    [{ credit_account_id: U128_MAX }, 'credit_account_id_must_not_be_int_max'],
    [{ credit_account_id: 8n }, 'accounts_must_be_different'],
    [{ credit_account_id: 9n }, 'pending_id_must_be_zero'],
    [{ pending_id: 0n }, 'timeout_reserved_for_pending_transfer'],
    [{ timeout: 0 }, 'closing_transfer_must_be_pending'],
    [{ flags: pending, timeout: 0xffff_ffff }, 'ledger_must_not_be_zero'],
    [{ ledger: 5 }, 'code_must_not_be_zero'],
    [{ code: 1 }, 'debit_account_not_found'],
    [{ debit_account_id: 6n }, 'credit_account_not_found'],
    [{ credit_account_id: 3n }, 'accounts_must_have_the_same_ledger'],
    [{ credit_account_id: 5n }, 'transfer_must_have_the_same_ledger_as_accounts'],
    [{ ledger: 1 }, 'debit_account_already_closed'],
    [{ debit_account_id: 4n, credit_account_id: 6n }, 'credit_account_already_closed'],
    [{ credit_account_id: 5n }, 'overflows_debits_pending'],
    [{ flags: 0, timeout: 0 }, 'overflows_debits_posted'],
    [{ flags: 0, amount: 1n }, 'exceeds_credits'],
    [{ debit_account_id: 1n }, 'exceeds_debits'],
    [{ credit_account_id: 2n }, 'created'],
  ]);
});

test('judges a post in the order of precedence', async () => {
  const held = { id: 10n, flags: pending, amount: 100n };
  const single = { id: 11n };
  const ofOther = { debit_account_id: 3n, credit_account_id: 3n, ledger: 9, code: 9, amount: 101n };
  await checkTransfers(
    [
      [{ ...ofOther, id: 50n, flags: 12 | pending, timeout: 1 }, 'flags_are_mutually_exclusive'],
      [{ flags: post_pending_transfer | 16 }, 'flags_are_mutually_exclusive'],
      [{ flags: post_pending_transfer }, 'pending_id_must_not_be_zero'],
      [{ pending_id: U128_MAX }, 'pending_id_must_not_be_int_max'],
      [{ pending_id: 50n }, 'pending_id_must_be_different'],
      [{ pending_id: 49n }, 'timeout_reserved_for_pending_transfer'],
      [{ timeout: 0 }, 'pending_transfer_not_found'],
      [{ pending_id: 11n }, 'pending_transfer_not_pending'],
      [{ pending_id: 10n }, 'pending_transfer_has_different_debit_account_id'],
      [{ debit_account_id: 1n }, 'pending_transfer_has_different_credit_account_id'],
      [{ credit_account_id: 0n }, 'pending_transfer_has_different_ledger'],
      [{ ledger: 0 }, 'pending_transfer_has_different_code'],
      [{ code: 0 }, 'exceeds_pending_transfer_amount'],
      [{ amount: 60n }, 'created'],
      [{ flags: 8 }, 'pending_transfer_has_different_amount'],
      [{ amount: 0n }, 'created'],
    ],
    [held, single],
  );
  const posted = { id: 12n, pending_id: 10n, flags: post_pending_transfer, amount: 60n };
  await checkTransfers(
    [[{ id: 50n, pending_id: 10n, flags: 8, amount: 0n }, 'pending_transfer_already_posted']],
    [held, posted],
  );
  await checkTransfers(
    [
      [{ ...posted, user_data_64: 1n, amount: amount_max }, 'exists_with_different_amount'],
      [{ amount: 60n }, 'exists_with_different_user_data_64'],
      [{ user_data_64: 0n, debit_account_id: 0n, credit_account_id: 0n }, 'exists'],
    ],
    [held, posted],
  );
});

test('bounds balances at 63 bits, whatever the flags', async () => {
  const half = 1n << 62n;
  const before = [
    { id: 10n, amount: half },
    { id: 11n, amount: half - 1n, flags: pending },
  ];
  await checkTransfers(
    [
      [{ id: 50n, amount: half + 1n, flags: pending }, 'overflows_debits_pending'],
      [{ amount: half, flags: 0 }, 'overflows_debits_posted'],
      [{ amount: 1n }, 'overflows_debits'],
      [{ debit_account_id: 4n }, 'overflows_credits'],
      [{ debit_account_id: 2n, credit_account_id: 1n, amount: half * 2n - 1n }, 'created'],
    ],
    before,
  );
  // As a balance to bring to a draw, the largest amount is no amount at all.
  const drawn = { id: 50n, amount: amount_max, debit_account_id: 2n, credit_account_id: 1n };
  await checkTransfers([[{ ...drawn, flags: TransferFlags.balancing_debit }, 'created']], before);
});

test('judges an import in the order of precedence', async () => {
  const ledger = await createWorld();
  const [made] = await ledger.createTransfers([plainTransfer]);
  const [account] = await ledger.lookupAccounts([1n]);
  const late = (made?.timestamp ?? 0n) + 1_000_000_000n;
  const asImport = { ...plainTransfer, id: 50n, flags: imported };
  const before = { timestamp: account?.timestamp ?? 0n };
  const tries: Mend<Transfer>[] = [
    [{ timestamp: 0n }, 'imported_event_timestamp_out_of_range'],
    [{ timestamp: 1n << 63n }, 'imported_event_timestamp_out_of_range'],
    [{ timestamp: late }, 'imported_event_timestamp_must_not_advance'],
    [before, 'imported_event_timestamp_must_not_regress'],
    [{ timestamp: made?.timestamp ?? 0n }, 'imported_event_timestamp_must_not_regress'],
  ];
  for (const [fields, expected] of tries) {
    const [result] = await ledger.createTransfers([{ ...asImport, ...fields }]);
    expect(nameOf(CreateTransferStatus, result?.status)).toBe(expected);
  }
  const mixed = await ledger.createTransfers([
    { ...plainTransfer, id: 60n },
    { ...asImport, id: 61n, timestamp: 5n },
  ]);
  expect(mixed.map(({ status }) => nameOf(CreateTransferStatus, status))).toEqual([
    'created',
    'imported_event_not_expected',
  ]);
});

test('imports the past, strictly after the accounts it moves', async () => {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  const importedAccount = { ...plainAccount, flags: AccountFlags.imported };
  const accounts = await ledger.createAccounts([
    { ...importedAccount, timestamp: 100n },
    { ...importedAccount, id: 2n, timestamp: 200n },
    { ...importedAccount, id: 3n, timestamp: 200n },
  ]);
  const { created, imported_event_timestamp_must_not_regress: regress } = CreateAccountStatus;
  expect(accounts.map(({ status }) => status)).toEqual([created, created, regress]);
  expect(accounts.slice(0, 2).map(({ timestamp }) => timestamp)).toEqual([100n, 200n]);
  const past = { ...plainTransfer, flags: imported };
  const sent = [
    { ...past, id: 10n, timestamp: 150n },
    { ...past, id: 11n, timestamp: 100n },
    { ...past, id: 12n, timestamp: 300n, flags: imported | pending, timeout: 1 },
    { ...past, id: 13n, timestamp: 300n },
    { ...past, id: 14n, timestamp: 300n },
    { ...past, id: 15n, debit_account_id: 2n, credit_account_id: 1n, timestamp: 200n },
  ];
  const results = await ledger.createTransfers(sent);
  expect(results.map(({ status }) => nameOf(CreateTransferStatus, status))).toEqual([
    'imported_event_timestamp_must_postdate_credit_account',
    'imported_event_timestamp_must_not_regress',
    'imported_event_timeout_must_be_zero',
    'created',
    'imported_event_timestamp_must_not_regress',
    'imported_event_timestamp_must_not_regress',
  ]);
  expect(results[3]?.timestamp).toBe(300n);
});
