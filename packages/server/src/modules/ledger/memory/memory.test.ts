import { manualClock } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountFilterFlags, TransferFlags } from '../model/flags.ts';
import type { AccountFilter, Transfer } from '../model/records.ts';
import { ErrorCodes, RequestError } from '../model/request-error.ts';
import { anyOperations, perform, plainAccount, plainTransfer } from '../testing-operations.ts';
import { createMemoryLedger } from './index.ts';

const { pending, post_pending_transfer, void_pending_transfer } = TransferFlags;

async function createWorld() {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  await ledger.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  return { clock, ledger };
}

test('tells the feed what happened to money, an expiry too', async () => {
  const { clock, ledger } = await createWorld();
  let woken = 0;
  const stop = ledger.onChange(() => (woken += 1));
  const held = { ...plainTransfer, flags: pending, timeout: 5 };
  await ledger.createTransfers([
    plainTransfer,
    { ...held, id: 2n },
    { ...held, id: 3n },
    { ...held, id: 4n },
    { ...plainTransfer, id: 5n, pending_id: 2n, amount: 4n, flags: post_pending_transfer },
    { ...plainTransfer, id: 6n, pending_id: 3n, amount: 0n, flags: void_pending_transfer },
  ]);
  expect(woken).toBe(1);
  // Nobody asks; the pulse of the ledger finds it.
  clock.advance(6_000);
  await Promise.resolve();
  expect(woken).toBe(2);
  const changes = await ledger.changes(0n, 100);
  expect(changes.map((one) => [one.type, one.transfer.id, one.pending?.id, one.amount])).toEqual([
    ['single_phase', 1n, undefined, 10n],
    ['two_phase_pending', 2n, undefined, 10n],
    ['two_phase_pending', 3n, undefined, 10n],
    ['two_phase_pending', 4n, undefined, 10n],
    ['two_phase_posted', 5n, 2n, 4n],
    ['two_phase_voided', 6n, 3n, 10n],
    ['two_phase_expired', 4n, 4n, 10n],
  ]);
  const third = changes[2]?.timestamp ?? 0n;
  expect(await ledger.changes(third, 2)).toEqual(changes.slice(3, 5));

  stop();
  await ledger.createTransfers([{ ...plainTransfer, id: 7n }]);
  expect(woken).toBe(2);
});

test('wakes nobody when nothing moved', async () => {
  const { ledger } = await createWorld();
  let woken = 0;
  ledger.onChange(() => (woken += 1));
  await ledger.createTransfers([{ ...plainTransfer, debit_account_id: 9n }]);
  await ledger.createAccounts([{ ...plainAccount, id: 3n }]);
  expect(woken).toBe(0);
});

test('refuses a request as a whole when a field does not fit', async () => {
  const { ledger } = await createWorld();
  const good = { ...plainTransfer, id: 1n };
  for (const [fields, message] of [
    [{ amount: 1n << 128n }, 'amount must fit in 128 bits'],
    [{ user_data_64: 1n << 64n }, 'user_data_64 conversion was lossy'],
    [{ timeout: 2 ** 32 }, 'timeout must be a u32.'],
    [{ timeout: 0.5 }, 'timeout must be a u32.'],
    [{ flags: -1 }, 'flags must be a u16.'],
    [{ amount: 5 as unknown as bigint }, 'amount must be a BigInt'],
  ] as [Partial<Transfer>, string][]) {
    const batch = [good, { ...plainTransfer, id: 2n, ...fields }];
    await expect(ledger.createTransfers(batch)).rejects.toThrow(message);
  }
  expect(await ledger.lookupTransfers([1n, 2n])).toEqual([]);
});

test('is closed for good by destroy', async () => {
  const { ledger } = await createWorld();
  ledger.destroy();
  const closed = new RequestError(ErrorCodes.ERR_CLIENT_CLOSED);
  await expect(ledger.createTransfers([plainTransfer])).rejects.toEqual(closed);
  await expect(ledger.lookupAccounts([1n])).rejects.toEqual(closed);
});

test('gives out copies', async () => {
  const { ledger } = await createWorld();
  const [account] = await ledger.lookupAccounts([1n]);
  if (account !== undefined) account.debits_posted = 5n;
  expect((await ledger.lookupAccounts([1n]))[0]?.debits_posted).toBe(0n);
});

/** The filter of the reference, as a sentence. */
function isAsked(transfer: Transfer, filter: AccountFilter): boolean {
  const { debits, credits } = AccountFilterFlags;
  const isSide =
    ((filter.flags & debits) !== 0 && transfer.debit_account_id === filter.account_id) ||
    ((filter.flags & credits) !== 0 && transfer.credit_account_id === filter.account_id);
  return (
    isSide &&
    (filter.code === 0 || filter.code === transfer.code) &&
    transfer.timestamp >= filter.timestamp_min &&
    (filter.timestamp_max === 0n || transfer.timestamp <= filter.timestamp_max)
  );
}

test('finds what a filter asks for, in the order it asks for', async () => {
  const filters = fc.record({
    account_id: fc.constantFrom(1n, 2n, 3n, 7n),
    code: fc.constantFrom(0, 0, 1),
    flags: fc.integer({ min: 1, max: 7 }),
    limit: fc.constantFrom(2, 5, 8_189),
    from: fc.nat(40),
    to: fc.nat(40),
  });
  await fc.assert(
    fc.asyncProperty(anyOperations, filters, async (operations, { from, to, ...wish }) => {
      const clock = manualClock();
      const ledger = createMemoryLedger({ clock });
      for (const operation of operations) await perform(ledger, clock, operation);
      const changes = await ledger.changes(0n, 10_000);
      const all = changes.filter(({ type }) => type !== 'two_phase_expired');
      const filter = {
        ...wish,
        user_data_128: 0n,
        user_data_64: 0n,
        user_data_32: 0,
        timestamp_min: all[from]?.timestamp ?? 0n,
        timestamp_max: all[to]?.timestamp ?? 0n,
      };
      const isMeaningful =
        (filter.flags & 3) !== 0 &&
        (filter.timestamp_max === 0n || filter.timestamp_min <= filter.timestamp_max);
      const wanted = all.map(({ transfer }) => transfer).filter((one) => isAsked(one, filter));
      if ((filter.flags & AccountFilterFlags.reversed) !== 0) wanted.reverse();
      const expected = isMeaningful ? wanted.slice(0, filter.limit) : [];
      expect(await ledger.getAccountTransfers(filter)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});
