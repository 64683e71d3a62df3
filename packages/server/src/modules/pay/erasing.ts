import { present, type PersonId } from '@plaza/base';
import {
  amount_max,
  CreateTransferStatus as Status,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
} from '../ledger/index.ts';
import type { Commands } from './commands.ts';
import type { PayContext } from './context.ts';
import { ledgerIdOf, operationIdOf } from './ids.ts';
import { ledgerTransfer } from './ledger.ts';
import { unfreezeOf } from './operating.ts';
import { settle } from './settling.ts';
import * as store from './store/erasure.ts';
import { insertOperation } from './store/operations.ts';
import { selectWaiting } from './store/transfers.ts';
import { selectWallets, type StoredWallet } from './store/wallets.ts';

const perSweep = 20;
const waitMs = 5_000;
const atOnce = 100;

export type Erasing = {
  /** Puts away the money of people whose accounts were erased; true when there was somebody. */
  sweep(all: boolean): Promise<boolean>;
};

/** What waits goes back to whom it came from; what was sent comes back to be put away. */
async function returnWaiting(ctx: PayContext, personId: PersonId): Promise<void> {
  for (;;) {
    const ids = await selectWaiting(ctx.db, personId, atOnce);
    if (ids.length === 0) return;
    for (const transferId of ids) await settle(ctx, transferId, 'return');
    await ctx.projector.drain();
  }
}

/** What of its credit line a wallet still has to give back. */
async function creditOf({ ledger }: PayContext, accountId: string, attempt: number) {
  const granted = ledgerIdOf(accountId, 'credit', 0);
  const before = Array.from({ length: attempt }, (_, n) => ledgerIdOf(accountId, 'repay', n));
  const found = await ledger.lookupTransfers([granted, ...before]);
  return found.reduce((rest, { id, amount }) => rest + (id === granted ? amount : -amount), 0n);
}

/** Moves all that is left to the city's account for what nobody can claim any more. */
async function empty(ctx: PayContext, wallet: StoredWallet, attempt: number): Promise<void> {
  const { db, clock, ledger, projector } = ctx;
  const { personId, currency, accountId, freezeId } = wallet;
  const profile = present(ctx.currencies.find(currency), 'the currency is known');
  if (freezeId !== null) await ledger.createTransfers([unfreezeOf(freezeId, profile)]);
  const operationId = operationIdOf('closing', personId, currency);
  await insertOperation(db, {
    ...{ operationId, kind: 'closing', personId, currency, amountMinor: 0n, reason: '' },
    ...{ targetId: null, actorId: null, createdAt: clock.now() },
  });
  const takenBy = (to: 'unclaimed' | 'credit.line', amount: bigint) =>
    ledgerTransfer({
      id: ledgerIdOf(accountId, to === 'unclaimed' ? 'closing' : 'repay', attempt),
      ...{ ledger: profile.ledger, code: transferCodes.closing, amount },
      debit_account_id: u128Of(accountId),
      credit_account_id: systemAccountId(profile.ledger, to),
      user_data_128: u128Of(operationId),
      flags: TransferFlags.balancing_debit,
    });
  const credit = await creditOf(ctx, accountId, attempt);
  // What is missing of the line is the loss of those who gave it.
  if (credit > 0n) await ledger.createTransfers([takenBy('credit.line', credit)]);
  const [result] = await ledger.createTransfers([takenBy('unclaimed', amount_max)]);
  const { status, timestamp } = present(result, 'each event has a result');
  // Any other answer: it is looked at again, with another id.
  if (status === Status.created || status === Status.exists) await projector.reach(timestamp);
}

async function isEmpty({ db, projector }: PayContext, personId: PersonId): Promise<boolean> {
  await projector.drain();
  const wallets = await selectWallets(db, personId);
  const rest = wallets.some((row) => row.availableMinor > 0n || row.heldMinor > 0n);
  return !rest && (await selectWaiting(db, personId, 1)).length === 0;
}

export function createErasing(ctx: PayContext, commands: Pick<Commands, 'finishOf'>): Erasing {
  const { db, clock, projector, flows } = ctx;

  async function erase({ personId, attempt }: store.ErasureRow): Promise<boolean> {
    await commands.finishOf(personId);
    await projector.drain();
    await returnWaiting(ctx, personId);
    for (const flow of flows.all()) if (!(await flow.finishOf(personId))) return false;
    const wallets = await selectWallets(db, personId);
    for (const wallet of wallets.filter((row) => row.inLedger)) await empty(ctx, wallet, attempt);
    if (!(await isEmpty(ctx, personId))) return false;
    await db.tx(async (tx) => {
      await store.blankNotes(tx, personId);
      const named: PersonId[] = [];
      for (const flow of flows.all()) named.push(...(await flow.namedWith(tx, personId)));
      await store.deleteOwn(tx, personId, named);
      for (const flow of flows.all()) await flow.forget(tx, personId);
    });
    return true;
  }

  async function attemptOne(row: store.ErasureRow, isStrict: boolean): Promise<void> {
    let isDone = false;
    try {
      isDone = await erase(row);
    } catch (error) {
      if (isStrict) throw error;
      ctx.log.error({ err: error }, 'money of an erased account could not be put away yet');
    }
    if (isDone) return;
    await store.postponeErasure(db, row, new Date(clock.nowMs() + waitMs));
  }

  return {
    async sweep(all) {
      const before = all ? new Date(8_640_000_000_000_000) : clock.now();
      const rows = await store.selectDueErasures(db, { before, limit: perSweep });
      for (const row of rows) await attemptOne(row, all);
      return rows.length > 0;
    },
  };
}
