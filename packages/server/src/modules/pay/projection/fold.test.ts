import { manualClock, type ConversationId, type PersonId, type TransferId } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amount_max,
  CreateTransferStatus as Status,
  createMemoryLedger,
  newAccount,
  systemAccountId,
  systemAccountsOf,
  transferCodes,
  TransferFlags,
  u128Of,
  type LedgerChange,
  type MemoryLedger,
  type Transfer,
} from '../../ledger/index.ts';
import { ledgerIdOf } from '../ids.ts';
import { ledgerTransfer } from '../ledger.ts';
import type { OperationRow, TransferRow, WalletRow } from '../types.ts';
import { applyChange, createBook, walletKey, type Book } from './fold.ts';

const people = 3;
const uuid = (kind: string, n: number) =>
  `0190a000-0000-7000-${kind}-${String(n).padStart(12, '0')}`;
const personOf = (n: number) => uuid('8000', n) as PersonId;
const accountOf = (n: number) => uuid('9000', n);
const at = new Date(1_800_000_000_000);

const person = fc.nat(people - 1);
const act = fc.oneof(
  fc.record({
    kind: fc.constant('top_up' as const),
    who: person,
    amount: fc.integer({ min: 1, max: 500 }),
  }),
  fc.record({
    ...{ kind: fc.constant('send' as const), who: person },
    ...{ to: person, amount: fc.integer({ min: 1, max: 400 }) },
  }),
  fc.record({ kind: fc.constantFrom('accept' as const, 'return' as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constantFrom('freeze' as const, 'unfreeze' as const), who: person }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

type Rows = { wallets: WalletRow[]; transfers: TransferRow[]; operations: OperationRow[] };

function startRows(): Rows {
  const wallets = Array.from({ length: people }, (_, n) => ({
    ...{ personId: personOf(n), currency: 'points', accountId: accountOf(n) },
    ...{ availableMinor: 0n, heldMinor: 0n, state: 'open' as const, reason: '', freezeId: null },
    ...{ version: 0, lineCount: 0 },
  }));
  return { wallets, transfers: [], operations: [] };
}

function newTransfer(
  transferId: TransferId,
  of: { who: number; to: number; amount: number; held: boolean },
): TransferRow {
  return {
    ...{ transferId, payerId: personOf(of.who), payeeId: personOf(of.to) },
    ...{ conversationId: uuid('c000', 1) as ConversationId, amountMinor: BigInt(of.amount) },
    ...{ currency: 'points', note: 'n', attempt: 0, createdAt: at },
    ...{ expiresAt: null, settledAt: null, delaySeconds: 0, arrivesAt: null },
    contactedAt: null,
    state: of.held ? 'processing' : 'failed',
    failure: of.held ? null : 'insufficient_funds',
  };
}

/** Does on a real ledger what pay would do, and keeps pay's own rows of it. */
function createLife(ledger: MemoryLedger, rows: Rows) {
  const freezes = new Map<number, string>();
  let count = 0;
  const run = async (transfer: Partial<Transfer> & { id: bigint; code: number }) => {
    const [result] = await ledger.createTransfers([ledgerTransfer({ ledger: 1, ...transfer })]);
    return result?.status === Status.created;
  };

  function operation(kind: OperationRow['kind'], who: number, amountMinor = 0n): string {
    const operationId = uuid('a000', (count += 1));
    const of = { operationId, kind, personId: personOf(who), currency: 'points', amountMinor };
    rows.operations.push({ ...of, reason: 'why', targetId: null, actorId: null, createdAt: at });
    return operationId;
  }

  return {
    async topUp(who: number, amount: number): Promise<void> {
      const operationId = operation('top_up', who, BigInt(amount));
      await run({
        ...{ id: ledgerIdOf(operationId, 'top_up', 0), code: transferCodes.topUp },
        debit_account_id: systemAccountId(1, 'bank.operator'),
        credit_account_id: u128Of(accountOf(who)),
        ...{ amount: BigInt(amount), user_data_128: u128Of(operationId) },
      });
    },
    async send(who: number, to: number, amount: number): Promise<void> {
      const transferId = uuid('b000', (count += 1)) as TransferId;
      const held = await run({
        ...{ id: ledgerIdOf(transferId, 'send', 0), code: transferCodes.transfer },
        debit_account_id: u128Of(accountOf(who)),
        credit_account_id: u128Of(accountOf(to)),
        ...{ amount: BigInt(amount), user_data_128: u128Of(transferId) },
        ...{ flags: TransferFlags.pending, timeout: 24 * 3600 },
      });
      rows.transfers.push(newTransfer(transferId, { who, to, amount, held }));
    },
    async settle(kind: 'accept' | 'return', which: number): Promise<void> {
      const transfer = rows.transfers[which];
      if (transfer === undefined) return;
      const { post_pending_transfer: post, void_pending_transfer: giveBack } = TransferFlags;
      await run({
        id: ledgerIdOf(transfer.transferId, kind, (count += 1)),
        pending_id: ledgerIdOf(transfer.transferId, 'send', 0),
        ...{ code: transferCodes.transfer, flags: kind === 'accept' ? post : giveBack },
        amount: kind === 'accept' ? amount_max : 0n,
      });
    },
    async freeze(who: number): Promise<void> {
      const operationId = operation('freeze', who);
      const { pending, closing_debit } = TransferFlags;
      const held = await run({
        ...{ id: ledgerIdOf(operationId, 'freeze', 0), code: transferCodes.freeze },
        debit_account_id: u128Of(accountOf(who)),
        credit_account_id: systemAccountId(1, 'clearing'),
        ...{ flags: pending | closing_debit, user_data_128: u128Of(operationId) },
      });
      if (held) freezes.set(who, operationId);
    },
    async unfreeze(who: number): Promise<void> {
      const freezeId = freezes.get(who);
      if (freezeId === undefined) return;
      freezes.delete(who);
      await run({
        ...{ id: ledgerIdOf(freezeId, 'unfreeze', 0), code: transferCodes.freeze },
        pending_id: ledgerIdOf(freezeId, 'freeze', 0),
        flags: TransferFlags.void_pending_transfer,
      });
    },
  };
}

/** Runs acts on a real ledger, and gives its feed with pay's own rows. */
async function live(acts: readonly Act[]) {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  const rows = startRows();
  const ids = rows.wallets.map(({ accountId }) => u128Of(accountId));
  await ledger.createAccounts([
    ...systemAccountsOf(1),
    ...ids.map((id) => newAccount('wallet.user', { id, ledger: 1 })),
  ]);
  const life = createLife(ledger, rows);
  for (const one of acts) {
    if (one.kind === 'top_up') await life.topUp(one.who, one.amount);
    else if (one.kind === 'send') {
      if (one.who !== one.to) await life.send(one.who, one.to, one.amount);
    } else if ('which' in one) {
      await life.settle(one.kind, one.which);
    } else if (one.kind === 'wait') {
      clock.advance(one.hours * 3_600_000);
      ledger.pulse();
    } else await life[one.kind](one.who);
  }
  const changes = await ledger.changes(0n, 10_000);
  const accounts = await ledger.lookupAccounts(ids);
  ledger.destroy();
  return { changes, rows, accounts };
}

type Result = Pick<Book, 'wallets' | 'transfers' | 'lines'>;

/** Projects in batches as long as `sizes` says, handing on only what would be stored. */
function project(rows: Rows, changes: readonly LedgerChange[], sizes: readonly number[]): Result {
  let { wallets, transfers } = rows;
  const lines: Book['lines'] = [];
  let from = 0;
  for (let turn = 0; from < changes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const book = createBook({ ...rows, wallets, transfers });
    for (const change of changes.slice(from, from + size)) applyChange(book, change);
    wallets = wallets.map((row) => book.wallets.get(walletKey(row)) ?? row);
    transfers = transfers.map((row) => book.transfers.get(row.transferId) ?? row);
    lines.push(...book.lines);
    from += size;
  }
  return createResult(wallets, transfers, lines);
}

function createResult(wallets: WalletRow[], transfers: TransferRow[], lines: Book['lines']) {
  return {
    wallets: new Map(wallets.map((row) => [walletKey(row), row])),
    transfers: new Map(transfers.map((row) => [row.transferId as string, row])),
    lines,
  };
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
const acts = fc.array(act, { maxLength: 40 });

describe('the projection', () => {
  it('says of every wallet what the ledger says', async () => {
    await fc.assert(
      fc.asyncProperty(acts, sizes, async (list, cuts) => {
        const { changes, rows, accounts } = await live(list);
        const { wallets, lines } = project(rows, changes, cuts);
        for (const row of wallets.values()) {
          const account = accounts.find(({ id }) => id === u128Of(row.accountId));
          expect(account).toBeDefined();
          if (account === undefined) continue;
          const { credits_posted: credits, debits_posted: debits, debits_pending: held } = account;
          expect(row.availableMinor).toBe(credits - debits - held);
          expect(row.heldMinor).toBe(held);
          expect(row.state === 'frozen').toBe((account.flags & 32) !== 0);
          const own = lines.filter(({ personId }) => personId === row.personId);
          expect(own.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(row.availableMinor);
          expect(own.map(({ lineNumber }) => lineNumber)).toEqual(own.map((_, n) => n + 1));
          let balance = 0n;
          for (const line of own) {
            balance += line.amountMinor;
            expect(line.balanceMinor).toBe(balance);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on where the feed is cut', async () => {
    await fc.assert(
      fc.asyncProperty(acts, sizes, async (list, cuts) => {
        const { changes, rows } = await live(list);
        expect(project(rows, changes, cuts)).toEqual(project(rows, changes, [10_000]));
      }),
      { numRuns: 100 },
    );
  });

  it('holds what waits, and settles each transfer once', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const { changes, rows } = await live(list);
        const { wallets, transfers } = project(rows, changes, [10_000]);
        for (const wallet of wallets.values()) {
          const waiting = [...transfers.values()].filter(
            ({ payerId, state }) => payerId === wallet.personId && state === 'waiting',
          );
          const held = waiting.reduce((sum, row) => sum + row.amountMinor, 0n);
          expect(wallet.heldMinor).toBe(held);
        }
        for (const { state, settledAt, expiresAt } of transfers.values()) {
          expect(state).not.toBe('processing');
          expect(settledAt !== null).toBe(['accepted', 'returned', 'expired'].includes(state));
          expect(expiresAt !== null).toBe(state !== 'failed');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leaves alone what pay knows nothing of', () => {
    const book = createBook(startRows());
    const transfer = ledgerTransfer({
      id: 7n,
      ledger: 1,
      code: transferCodes.transfer,
      amount: 5n,
    });
    const change = { timestamp: 1n, transfer, pending: null, amount: 5n } as const;
    applyChange(book, { ...change, type: 'two_phase_pending' });
    applyChange(book, { ...change, type: 'single_phase', transfer: { ...transfer, code: 99 } });
    expect(book.lines).toEqual([]);
    expect(book.changedWallets.size + book.changedTransfers.size).toBe(0);
  });
});
