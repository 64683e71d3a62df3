import type { ManualClock } from '@plaza/base';
import fc from 'fast-check';
import type { LedgerDriver } from './driver.ts';
import { AccountFlags, TransferFlags } from './model/flags.ts';
import { amount_max } from './model/limits.ts';
import type {
  Account,
  CreateAccountResult,
  CreateTransferResult,
  Transfer,
} from './model/records.ts';

/** What may happen to a ledger: two sorts of batches, and time going by. */
export type Operation =
  | { type: 'accounts'; batch: Account[] }
  | { type: 'transfers'; batch: Transfer[] }
  | { type: 'wait'; ms: number };

export type Outcome = CreateAccountResult[] | CreateTransferResult[] | null;

export const plainAccount: Account = {
  id: 1n,
  debits_pending: 0n,
  debits_posted: 0n,
  credits_pending: 0n,
  credits_posted: 0n,
  user_data_128: 0n,
  user_data_64: 0n,
  user_data_32: 0,
  reserved: 0,
  ledger: 1,
  code: 1,
  flags: 0,
  timestamp: 0n,
};

export const plainTransfer: Transfer = {
  id: 1n,
  debit_account_id: 1n,
  credit_account_id: 2n,
  amount: 10n,
  pending_id: 0n,
  user_data_128: 0n,
  user_data_64: 0n,
  user_data_32: 0,
  timeout: 0,
  ledger: 1,
  code: 1,
  flags: 0,
  timestamp: 0n,
};

// A small world, so that ids meet: accounts 1 to 6 in one ledger, 7 and 8 in another; single
// transfers from 1, pending ones from 100, posts and voids from 200.
const accountIds = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];

function ledgerOf(accountId: bigint): number {
  return accountId > 6n ? 2 : 1;
}

function idFrom(start: number, count: number): fc.Arbitrary<bigint> {
  return fc.integer({ min: start, max: start + count - 1 }).map(BigInt);
}

function rarely<Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

const { history, closed } = AccountFlags;
const debitsBounded = AccountFlags.debits_must_not_exceed_credits;
const creditsBounded = AccountFlags.credits_must_not_exceed_debits;

const accountFlags = rarely(
  fc.constantFrom(0, history, debitsBounded, debitsBounded | history, creditsBounded, 0),
  fc.constantFrom(closed, debitsBounded | creditsBounded, AccountFlags.linked, 64),
);

function accountOf(id: bigint): fc.Arbitrary<Account> {
  return fc
    .record({ flags: accountFlags, code: rarely(fc.constant(1), fc.constantFrom(0, 2)) })
    .map((fields) => ({ ...plainAccount, ...fields, id, ledger: ledgerOf(id) }));
}

const amount = rarely(
  idFrom(0, 120),
  fc.constantFrom(amount_max, (1n << 63n) - 1n, 1n << 62n, 1n << 63n),
);

const singleFlags = rarely(
  fc.constantFrom(0, 0, 0, TransferFlags.balancing_debit, TransferFlags.balancing_credit),
  fc.constantFrom(TransferFlags.closing_debit, 512, TransferFlags.imported),
);

const closing = rarely(
  fc.constant(0),
  fc.constantFrom(TransferFlags.closing_debit, TransferFlags.closing_credit, 64 | 128),
);

const sides = fc
  .record({
    debit: fc.constantFrom(...accountIds),
    credit: fc.constantFrom(...accountIds),
    inSecond: fc.boolean(),
  })
  .map(({ debit, credit }) => ({ debit_account_id: debit, credit_account_id: credit }));

function withLedger<Fields extends { debit_account_id: bigint }>(fields: Fields) {
  return { ...plainTransfer, ...fields, ledger: ledgerOf(fields.debit_account_id) };
}

const single = fc
  .record({ id: idFrom(1, 60), sides, amount, flags: singleFlags })
  .map(({ sides: both, ...fields }) => withLedger({ ...fields, ...both }));

const pending = fc
  .record({
    id: idFrom(100, 25),
    sides,
    amount,
    closing,
    balancing: singleFlags,
    timeout: fc.constantFrom(0, 0, 1, 2, 5),
  })
  .map(({ sides: both, closing: closes, balancing, ...fields }) => {
    const flags = TransferFlags.pending | closes | (balancing & 48);
    return withLedger({ ...fields, ...both, flags });
  });

const resolving = fc
  .record({
    id: idFrom(200, 60),
    pending_id: rarely(idFrom(100, 25), idFrom(1, 60)),
    isVoid: fc.boolean(),
    amount: fc.option(idFrom(0, 120), { nil: null }),
    code: rarely(fc.constant(0), fc.constantFrom(1, 2)),
    debit_account_id: rarely(fc.constant(0n), fc.constantFrom(...accountIds)),
    user_data_64: fc.constantFrom(0n, 7n),
  })
  .map(({ isVoid, amount: asked, ...fields }) => ({
    ...plainTransfer,
    ...fields,
    credit_account_id: 0n,
    ledger: 0,
    amount: asked ?? (isVoid ? 0n : amount_max),
    flags: isVoid ? TransferFlags.void_pending_transfer : TransferFlags.post_pending_transfer,
  }));

const linked = rarely(fc.constant(0), fc.constant(TransferFlags.linked));

/** One transfer of the small world, most often one that makes sense. */
export const anyTransfer: fc.Arbitrary<Transfer> = fc
  .tuple(fc.oneof(single, pending, resolving), linked)
  .map(([transfer, link]) => ({ ...transfer, flags: transfer.flags | link }));

const wait: fc.Arbitrary<Operation> = fc
  .integer({ min: 0, max: 2_500 })
  .map((ms) => ({ type: 'wait', ms }));

const transfers: fc.Arbitrary<Operation> = fc
  .array(anyTransfer, { minLength: 1, maxLength: 12, size: 'max' })
  .map((batch) => ({ type: 'transfers', batch }));

const moreAccounts: fc.Arbitrary<Operation> = fc
  .array(fc.constantFrom(...accountIds).chain(accountOf), { minLength: 1, maxLength: 3 })
  .map((batch) => ({ type: 'accounts', batch }));

/** Makes the accounts of the small world. */
export const firstAccounts: fc.Arbitrary<Operation> = fc
  .tuple(...accountIds.map(accountOf))
  .map((batch) => ({ type: 'accounts', batch }));

const laterOperations = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 8, arbitrary: transfers },
      { weight: 2, arbitrary: wait },
      { weight: 1, arbitrary: moreAccounts },
    ),
    fc.option(fc.nat(), { freq: 3 }),
  ),
  { minLength: 1, maxLength: 20, size: 'max' },
);

/** The life of a small ledger; now and then a transfer is sent again, as after a lost answer. */
export const anyOperations: fc.Arbitrary<Operation[]> = fc
  .tuple(firstAccounts, laterOperations)
  .map(([first, later]) => {
    const sent: Transfer[] = [];
    const operations = later.map(([operation, again]) => {
      if (operation.type !== 'transfers') return operation;
      const repeated = again === null ? undefined : sent[again % Math.max(1, sent.length)];
      sent.push(...operation.batch);
      return repeated === undefined
        ? operation
        : { ...operation, batch: [repeated, ...operation.batch] };
    });
    return [first, ...operations];
  });

/** Does one operation; the answer to time going by is null. */
export async function perform(
  ledger: LedgerDriver,
  clock: ManualClock,
  operation: Operation,
): Promise<Outcome> {
  if (operation.type === 'accounts') return ledger.createAccounts(operation.batch);
  if (operation.type === 'transfers') return ledger.createTransfers(operation.batch);
  clock.advance(operation.ms);
  return null;
}
