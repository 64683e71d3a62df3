import { present, type PersonId } from '@plaza/base';
import type { TransferState } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  amount_max,
  CreateTransferStatus as Status,
  TransferFlags,
  transferCodes,
} from '../ledger/index.ts';
import { agree, isEarly } from './agreeing.ts';
import { nothingElse, type Finisher, type Intent } from './commands.ts';
import type { PayContext } from './context.ts';
import { ledgerIdOf } from './ids.ts';
import { ledgerTransfer } from './ledger.ts';
import { maySee } from './present.ts';
import { snapshotOf } from './snapshot.ts';
import type { Recorded } from './store/commands.ts';
import { leaveAttempt } from './store/transfers.ts';
import { selectWallet } from './store/wallets.ts';
import { isSettled, takenBack } from './transfer.ts';
import type { AcceptRefusal, CancelRefusal, TransferRow } from './types.ts';

/** `arrive`: what the payee agreed to before its time, when that has come. */
export type Step = 'accept' | 'return' | 'cancel' | 'arrive';

/** Refusals that are the first answer, and stay it. */
export const keptOfSettling: ReadonlySet<string> = new Set<AcceptRefusal>([
  'transfer_settled',
  'wallet_frozen',
]);

const maxAttempts = 100;
const wanted: Readonly<Record<Step, TransferState>> = {
  accept: 'accepted',
  return: 'returned',
  cancel: 'cancelled',
  arrive: 'accepted',
};
/** In which states a step asks the ledger for something. */
const from: Readonly<Record<Step, readonly TransferState[]>> = {
  accept: ['waiting'],
  return: ['waiting', 'arriving'],
  cancel: ['waiting', 'arriving'],
  arrive: ['arriving'],
};

/** How the ledger says that somebody, or time, was faster. */
const endings: ReadonlyMap<number, TransferState> = new Map([
  [Status.pending_transfer_already_posted, 'accepted'],
  [Status.pending_transfer_already_voided, 'returned'],
  [Status.pending_transfer_expired, 'expired'],
]);

/** Whose closed account stands in the way of taking the money. */
const closed: ReadonlyMap<number, 'payer' | 'payee'> = new Map([
  [Status.debit_account_already_closed, 'payer'],
  [Status.credit_account_already_closed, 'payee'],
]);

/** Only the payee decides; the payer may know of the transfer, but not settle it. */
export async function judgeSettling(
  ctx: PayContext,
  { personId, transferId, step }: { personId: PersonId; transferId: string; step: Step },
): Promise<Outcome<Intent, AcceptRefusal>> {
  const row = await ctx.findTransfer(transferId);
  if (row === null || !maySee(row, personId)) return no('transfer_unknown');
  if (row.payeeId !== personId) return no('forbidden');
  if (isSettled(row.state)) return no('transfer_settled', { state: row.state });
  if (step === 'accept') {
    const wallet = await selectWallet(ctx.db, personId, row.currency);
    if (wallet?.state === 'frozen') return no('wallet_frozen', { whose: 'payee' });
  }
  const { currency, amountMinor } = row;
  const use = { personId, currency, amountMinor, way: 'receive' as const };
  const allowed = await ctx.limits.judge(step === 'accept' ? [use] : []);
  if (!allowed.ok) return allowed;
  const quotas = allowed.value;
  return yes({ subjectId: row.transferId, quotas, write: nothingElse });
}

/** Until a delayed transfer arrives its payer may take it back, whatever the payee said. */
export async function judgeCancelling(
  ctx: PayContext,
  { personId, transferId }: { personId: PersonId; transferId: string },
): Promise<Outcome<Intent, CancelRefusal>> {
  const row = await ctx.findTransfer(transferId);
  if (row === null || !maySee(row, personId)) return no('transfer_unknown');
  if (row.payerId !== personId) return no('forbidden');
  if (isSettled(row.state)) return no('transfer_settled', { state: row.state });
  if (!isEarly(ctx, row)) return no('cancel_too_late');
  return yes({ subjectId: row.transferId, write: nothingElse });
}

type Asked = { kind: 'settled'; timestamp: bigint } | { kind: 'refused'; recorded: Recorded };

/** Asks the ledger once; null when the id was used up and another has to be tried. */
async function ask(ctx: PayContext, row: TransferRow, step: Step): Promise<Asked | null> {
  const { transferId, attempt, currency } = row;
  const { ledger } = present(ctx.currencies.find(currency), 'a transfer is in a known currency');
  const { post_pending_transfer: post, void_pending_transfer: giveBack } = TransferFlags;
  const isTaken = step === 'accept' || step === 'arrive';
  const [result] = await ctx.ledger.createTransfers([
    ledgerTransfer({
      id: ledgerIdOf(transferId, step === 'arrive' ? 'accept' : step, attempt),
      pending_id: ledgerIdOf(transferId, 'send', 0),
      ...{ ledger, code: transferCodes.transfer },
      flags: isTaken ? post : giveBack,
      amount: isTaken ? amount_max : 0n,
      user_data_32: step === 'cancel' ? takenBack : 0,
    }),
  ]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) return { kind: 'settled', timestamp };
  const state = endings.get(status);
  if (state !== undefined) {
    // The ledger knows that it was given back, and only its projection by whom.
    await ctx.projector.drain();
    const now = present(await ctx.findTransfer(transferId), 'transfers are kept').state;
    const details = { state: isSettled(now) ? now : state };
    return { kind: 'refused', recorded: { ok: false, reason: 'transfer_settled', details } };
  }
  const whose = closed.get(status);
  if (whose === undefined && status !== Status.id_already_failed) {
    throw new Error(`the ledger refused to settle a transfer: ${status}`);
  }
  await leaveAttempt(ctx.db, transferId, attempt);
  if (whose === undefined) return null;
  const details = { whose };
  return { kind: 'refused', recorded: { ok: false, reason: 'wallet_frozen', details } };
}

/** Settles a transfer that waits, from wherever it was left. */
export async function settle(ctx: PayContext, transferId: string, step: Step): Promise<Recorded> {
  for (let count = 0; count < maxAttempts; count += 1) {
    const row = present(await ctx.findTransfer(transferId), 'transfers are kept');
    if (row.state === wanted[step]) return { ok: true, value: snapshotOf(row) };
    // Who said yes before it arrives has said it.
    if (step === 'accept' && row.state === 'arriving') return { ok: true, value: snapshotOf(row) };
    if (!from[step].includes(row.state)) {
      return { ok: false, reason: 'transfer_settled', details: { state: row.state } };
    }
    if (step === 'accept' && isEarly(ctx, row)) {
      await agree(ctx, row);
      continue;
    }
    const asked = await ask(ctx, row, step);
    if (asked?.kind === 'refused') return asked.recorded;
    if (asked?.kind === 'settled') await ctx.projector.reach(asked.timestamp);
  }
  throw new Error('every try to settle a transfer was used up');
}

export function createSettleFinisher(ctx: PayContext, step: Step): Finisher {
  return async ({ subjectId }) => ({ outcome: await settle(ctx, subjectId, step) });
}
