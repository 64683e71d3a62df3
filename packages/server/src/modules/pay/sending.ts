import { cleanLine, present, type PersonId } from '@plaza/base';
import { acceptanceHours, maxNoteLength, type Arrival } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { approvedTransfer } from './approval/index.ts';
import {
  AccountFlags,
  CreateTransferStatus as Status,
  TransferFlags,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { rowWrite, type Finisher, type Intent } from './commands.ts';
import type { PayContext } from './context.ts';
import type { CurrencyProfile } from './currencies.ts';
import { ledgerIdOf, transferIdOf } from './ids.ts';
import { ledgerTransfer } from './ledger.ts';
import { NotKnown } from './not-known.ts';
import { transferOf } from './present.ts';
import { snapshotOf } from './snapshot.ts';
import { failTransfer, insertTransfers } from './store/transfers.ts';
import type { StoredWallet } from './store/wallets.ts';
import type { GivenApproval, NewTransfer, SendRefusal, TransferRow } from './types.ts';

const acceptanceSeconds = acceptanceHours * 3600;

const delays: Readonly<Record<Arrival, number>> = { now: 0, '2h': 2 * 3600, '24h': 24 * 3600 };
const delaySecondsOf = (arrival: Arrival = 'now') => delays[arrival];

/** Refusals of the payment itself; the other ones say how to ask again. */
export const keptOfSending: ReadonlySet<string> = new Set<SendRefusal>([
  'not_contact',
  'blocked',
  'wallet_frozen',
  'payee_frozen',
]);

type Failure = 'insufficient_funds' | 'wallet_frozen' | 'payee_frozen';
/** Wallets go only with the account of their owner. */
type Sides = { payer: StoredWallet | null; payee: StoredWallet | null };

async function readSides(
  { findWallet }: PayContext,
  { payerId, payeeId, currency }: Pick<TransferRow, 'payerId' | 'payeeId' | 'currency'>,
): Promise<Sides> {
  const [payer, payee] = await Promise.all([
    findWallet(payerId, currency),
    findWallet(payeeId, currency),
  ]);
  return { payer, payee };
}

/** Judges in an order in which the answer costs least, and a PIN is only asked for what can be. */
export async function judgeSending(
  ctx: PayContext,
  payerId: PersonId,
  input: NewTransfer & { profile: CurrencyProfile; approval: GivenApproval },
): Promise<Outcome<Intent, SendRefusal>> {
  const { payeeId, currency, amountMinor, approval, profile } = input;
  const verdict = await ctx.contacts.mayWrite(payerId, payeeId);
  if (verdict !== 'yes') return no(verdict);
  const { payer, payee } = await readSides(ctx, { payerId, payeeId, currency });
  if (payer?.state === 'frozen') return no('wallet_frozen');
  if (payee?.state === 'frozen') return no('payee_frozen');
  const allowed = await ctx.limits.judge([
    { personId: payerId, currency, amountMinor, way: 'spend' },
  ]);
  if (!allowed.ok) return allowed;
  if (approval !== null) {
    const approved = await ctx.approvals.approve(payerId, approvedTransfer(input), approval);
    if (!approved.ok) return approved;
  }
  const opened = await ctx.chat.direct.ensure(payerId, payeeId);
  if (!opened.ok) return no('not_contact');
  if (!payer?.inLedger) await ctx.accounts.ensureWallet(payerId, profile);
  if (!payee?.inLedger) await ctx.accounts.ensureWallet(payeeId, profile);
  const { conversationId } = opened.value;
  const transferId = transferIdOf(payerId, input.key);
  return yes({
    subjectId: transferId,
    quotas: allowed.value,
    write: rowWrite({
      all: insertTransfers,
      row: {
        ...{ transferId, payerId, payeeId, conversationId, currency },
        amountMinor: BigInt(amountMinor),
        note: cleanLine(input.note, maxNoteLength),
        createdAt: ctx.clock.now(),
        delaySeconds: delaySecondsOf(input.arrival),
      },
    }),
  });
}

/** Ends a transfer whose money was never held, and tells the devices that saw it begin. */
async function fail(ctx: PayContext, row: TransferRow, failure: Failure): Promise<void> {
  const cards = await ctx.identity.getCards([row.payerId, row.payeeId]);
  await ctx.db.tx(async (tx) => {
    if (!(await failTransfer(tx, row.transferId, failure))) return;
    const transfer = transferOf(ctx.currencies, { ...row, state: 'failed', failure }, cards);
    if (transfer === null) return;
    const { payerId: personId } = row;
    await ctx.sync.appendMany(tx, [
      { personId, name: 'pay.transferChanged', payload: { transfer } },
    ]);
  });
}

/** The ledger says that an id failed before, not why: its accounts tell what stands in the way. */
async function whyFailed({ ledger }: PayContext, { payer, payee }: Sides): Promise<Failure> {
  if (payer === null) return 'wallet_frozen';
  if (payee === null) return 'payee_frozen';
  const ids = [u128Of(payer.accountId), u128Of(payee.accountId)];
  const found = new Map((await ledger.lookupAccounts(ids)).map((row) => [row.id, row.flags]));
  const isClosed = (id: bigint) => ((found.get(id) ?? 0) & AccountFlags.closed) !== 0;
  if (isClosed(u128Of(payer.accountId))) return 'wallet_frozen';
  return isClosed(u128Of(payee.accountId)) ? 'payee_frozen' : 'insufficient_funds';
}

const failures: ReadonlyMap<number, Failure> = new Map([
  [Status.exceeds_credits, 'insufficient_funds'],
  [Status.debit_account_already_closed, 'wallet_frozen'],
  [Status.credit_account_already_closed, 'payee_frozen'],
  [Status.debit_account_not_found, 'wallet_frozen'],
  [Status.credit_account_not_found, 'payee_frozen'],
]);

/** Somebody else's try, of when the wallets were still there, was heard before this one. */
const heldBefore: ReadonlySet<number> = new Set([
  Status.exists_with_different_debit_account_id,
  Status.exists_with_different_credit_account_id,
]);

/**
 * The request to hold the money. Where a wallet is gone it names an account that never was: the
 * ledger refuses it and uses up the id, so that a try that is still on its way holds nothing.
 */
function heldOf(row: TransferRow, { payer, payee }: Sides, ledger: number): LedgerTransfer {
  const { transferId, amountMinor } = row;
  const id = ledgerIdOf(transferId, 'send', 0);
  return ledgerTransfer({
    ...{ id, ledger, code: transferCodes.transfer, amount: amountMinor },
    debit_account_id: payer === null ? id : u128Of(payer.accountId),
    credit_account_id: u128Of(payee?.accountId ?? transferId),
    user_data_128: u128Of(transferId),
    ...{ flags: TransferFlags.pending, timeout: acceptanceSeconds + row.delaySeconds },
  });
}

/** Asks the ledger to hold the money; again gives the same end. */
async function hold(ctx: PayContext, row: TransferRow): Promise<void> {
  const sides = await readSides(ctx, row);
  const profile = present(ctx.currencies.find(row.currency), 'a transfer is in a known currency');
  const request = heldOf(row, sides, profile.ledger);
  const [result] = await ctx.ledger.createTransfers([request]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) {
    return ctx.projector.reach(timestamp);
  }
  if (heldBefore.has(status)) throw new NotKnown('it is held, and not projected yet');
  const failure =
    status === Status.id_already_failed ? await whyFailed(ctx, sides) : failures.get(status);
  if (failure === undefined) throw new Error(`the ledger refused to hold a transfer: ${status}`);
  await fail(ctx, row, failure);
}

/** Carries a sending to its end, from wherever it was left. */
export function createSendFinisher(ctx: PayContext): Finisher {
  const read = async (id: string) =>
    present(await ctx.findTransfer(id), 'the intent names its transfer');
  return async ({ subjectId }) => {
    const before = await read(subjectId);
    if (before.state === 'processing') await hold(ctx, before);
    const row = await read(subjectId);
    if (row.failure !== null) return { outcome: { ok: false, reason: row.failure } };
    return { outcome: { ok: true, value: snapshotOf(row) } };
  };
}
