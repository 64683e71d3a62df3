import { manualClock } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerDriver, LedgerFeed } from '../driver.ts';
import { createMemoryLedger } from '../memory/index.ts';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { CreateAccountStatus, CreateTransferStatus } from '../model/statuses.ts';
import { auditLedger } from '../testing-audit.ts';
import { anyOperations, perform, plainAccount, plainTransfer } from '../testing-operations.ts';
import { exportLedger } from './export.ts';

type Ledger = LedgerDriver & LedgerFeed;

const ids = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];

async function settle(ledger: Ledger): Promise<void> {
  const changes = await ledger.changes(0n, 10_000);
  const open = new Set<bigint>();
  for (const { type, transfer, pending } of changes) {
    if (type === 'two_phase_pending') open.add(transfer.id);
    if (pending !== null) open.delete(pending.id);
  }
  const flags = TransferFlags.void_pending_transfer;
  const silent = { debit_account_id: 0n, credit_account_id: 0n, ledger: 0, code: 0, amount: 0n };
  const voids = [...open].map((pending_id) => ({
    ...plainTransfer,
    ...silent,
    id: 10_000n + pending_id,
    pending_id,
    flags,
  }));
  const results = await ledger.createTransfers(voids);
  const { created } = CreateTransferStatus;
  expect(results.map(({ status }) => status)).toEqual(voids.map(() => created));
}

test('copies any ledger, so that it adds up and looks the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const clock = manualClock();
      const from = createMemoryLedger({ clock });
      for (const operation of operations) await perform(from, clock, operation);
      // Part of what is pending expires, the rest is voided.
      clock.advance(3_000);
      await settle(from);
      clock.advance(1_000);

      const to = createMemoryLedger({ clock });
      const outcome = await exportLedger({ from, to });
      const changes = await from.changes(0n, 10_000);
      expect(outcome).toMatchObject({ ok: true, transfers: changes.length });
      const original = await from.lookupAccounts(ids);
      const imported = original.map((one) => ({
        ...one,
        flags: (one.flags & ~AccountFlags.linked) | AccountFlags.imported,
      }));
      expect(await to.lookupAccounts(ids)).toEqual(imported);
      expect(await auditLedger(to)).toEqual([]);
      const copies = await to.changes(0n, 10_000);
      expect(copies.map(({ timestamp }) => timestamp)).toEqual(
        changes.map(({ timestamp }) => timestamp),
      );
      // Once more changes nothing.
      expect(await exportLedger({ from, to })).toEqual(outcome);
      expect(await to.changes(0n, 10_000)).toEqual(copies);
    }),
    { numRuns: 100 },
  );
});

async function createPair() {
  const clock = manualClock();
  const from = createMemoryLedger({ clock });
  const to = createMemoryLedger({ clock });
  await from.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  clock.advance(10);
  return { clock, from, to };
}

test('refuses while something is pending, even a closing of nothing', async () => {
  const { from, to } = await createPair();
  const flags = TransferFlags.pending | TransferFlags.closing_debit;
  await from.createTransfers([{ ...plainTransfer, amount: 0n, flags }]);
  expect(await exportLedger({ from, to })).toEqual({
    ok: false,
    reason: 'pendings_open',
    ids: [1n],
  });
  expect(await to.lookupAccounts([1n])).toEqual([]);
});

test('says when somebody wrote meanwhile, and goes on from there', async () => {
  const { clock, from, to } = await createPair();
  await from.createTransfers([plainTransfer]);
  clock.advance(10);
  let isFirst = true;
  const disturbed: LedgerDriver = {
    ...to,
    async createTransfers(batch) {
      if (isFirst) await from.createTransfers([{ ...plainTransfer, id: 2n }]);
      isFirst = false;
      return to.createTransfers(batch);
    },
  };
  expect(await exportLedger({ from, to: disturbed })).toEqual({
    ok: false,
    reason: 'source_moved',
  });
  clock.advance(10);
  expect(await exportLedger({ from, to })).toEqual({ ok: true, accounts: 2, transfers: 2 });
});

test('reports what the other ledger refuses', async () => {
  const { from, to } = await createPair();
  await to.createAccounts([{ ...plainAccount, code: 2 }]);
  const status = CreateAccountStatus.exists_with_different_flags;
  expect(await exportLedger({ from, to })).toEqual({
    ok: false,
    reason: 'refused',
    id: 1n,
    status,
  });
});

test('notices balances that differ', async () => {
  const { clock, from, to } = await createPair();
  await from.createTransfers([plainTransfer]);
  clock.advance(10);
  await exportLedger({ from, to });
  await to.createTransfers([{ ...plainTransfer, id: 9n }]);
  expect(await exportLedger({ from, to })).toEqual({
    ok: false,
    reason: 'balances_differ',
    id: 1n,
  });
});
