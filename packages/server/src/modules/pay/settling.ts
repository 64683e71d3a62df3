import { present, type PersonId } from '@plaza/base';
import type { TransferState } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  amount_max,
  CreateTransferStatus as Status,
  TransferFlags,
  transferCodes,
} from '../ledger/index.ts';
import type { Finisher, Intent } from './commands.ts';
import type { PayContext } from './context.ts';
import { ledgerIdOf } from './ids.ts';
import { ledgerTransfer } from './ledger.ts';
import { maySee } from './present.ts';
import { snapshotOf } from './snapshot.ts';
import type { Recorded } from './store/commands.ts';
import { leaveAttempt, selectTransfer } from './store/transfers.ts';
import { selectWallet } from './store/wallets.ts';
import { isSettled } from './transfer.ts';
import type { AcceptRefusal, TransferRow } from './types.ts';

export type Step = 'accept' | 'return';

/** Refusals that are the first answer, and stay it. */
export const keptOfSettling: ReadonlySet<string> = new Set<AcceptRefusal>([
  'transfer_settled',
  'wallet_frozen',
]);

const maxAttempts = 100;
const wanted: Readonly<Record<Step, TransferState>> = { accept: 'accepted', return: 'returned' };

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
  const row = await selectTransfer(ctx.db, transferId);
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
  return yes({ subjectId: row.transferId, quotas, write: async () => undefined });
}

type Asked = { kind: 'settled'; timestamp: bigint } | { kind: 'refused'; recorded: Recorded };

/** Asks the ledger once; null when the id was used up and another has to be tried. */
async function ask(ctx: PayContext, row: TransferRow, step: Step): Promise<Asked | null> {
  const { transferId, attempt, currency } = row;
  const { ledger } = present(ctx.currencies.find(currency), 'a transfer is in a known currency');
  const { post_pending_transfer: post, void_pending_transfer: giveBack } = TransferFlags;
  const [result] = await ctx.ledger.createTransfers([
    ledgerTransfer({
      id: ledgerIdOf(transferId, step, attempt),
      pending_id: ledgerIdOf(transferId, 'send', 0),
      ...{ ledger, code: transferCodes.transfer },
      flags: step === 'accept' ? post : giveBack,
      amount: step === 'accept' ? amount_max : 0n,
    }),
  ]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) return { kind: 'settled', timestamp };
  const state = endings.get(status);
  if (state !== undefined) {
    const details = { state };
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
    const row = present(await selectTransfer(ctx.db, transferId), 'transfers are kept');
    if (row.state === wanted[step]) return { ok: true, value: snapshotOf(row) };
    if (row.state !== 'waiting') {
      return { ok: false, reason: 'transfer_settled', details: { state: row.state } };
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
