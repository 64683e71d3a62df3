import { present } from '@plaza/base';
import {
  AccountFlags,
  CreateTransferStatus as Status,
  newAccount,
  u128Of,
  type Account,
  type CreateTransferResult,
} from '../ledger/index.ts';
import type { CurrencyProfile } from '../pay/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { fail } from './failing.ts';
import { orderAccountOf } from './ids.ts';
import { comesIn, endingOf, requestOf, type Accounts } from './requests.ts';
import { leaveEnd, selectMove } from './store/moves.ts';
import type { MoveRow } from './types.ts';
import { ensureWallet } from './wallets.ts';

const maxTries = 20;

/** Why nothing was moved. */
export type MoveFailure =
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'payee_frozen'
  | 'refund_too_large'
  | 'refund_too_late';

function profileOf({ pay }: MerchantsDeps, { currency }: MoveRow): CurrencyProfile {
  return present(pay.currencies.find(currency), 'a move is in a known currency');
}

/** The wallet of the other side; null: there is none any more. Refunds make none anew. */
async function personAccountOf(deps: MerchantsDeps, move: MoveRow): Promise<bigint | null> {
  const { currency, kind } = move;
  const personId = move.sourceId ?? move.personId;
  if (personId === null) return null;
  const wallet = await deps.pay.findWallet(personId, currency);
  if (wallet?.inLedger) return u128Of(wallet.accountId);
  if (wallet === null && (comesIn(kind) || kind === 'refund')) return null;
  const card = (await deps.identity.getCards([personId])).get(personId);
  // Of an erased person a card without a name is left, and no wallet is begun again.
  if (card === undefined || card.displayName === '') return null;
  return u128Of((await deps.pay.ensureWallet(personId, profileOf(deps, move))).accountId);
}

async function accountsOf(deps: MerchantsDeps, move: MoveRow): Promise<Accounts> {
  const profile = profileOf(deps, move);
  const wallet = await ensureWallet(deps, move.merchantId, profile);
  const person = await personAccountOf(deps, move);
  if (move.kind === 'payment') {
    const orderId = present(move.orderId, 'a payment is of an order');
    const id = orderAccountOf(orderId);
    await deps.pay.createAccounts([newAccount('order', { id, ledger: profile.ledger })]);
  }
  return { ledger: profile.ledger, merchant: u128Of(wallet.accountId), person };
}

const closedOf = (account: Account | undefined) =>
  account === undefined || (account.flags & AccountFlags.closed) !== 0;

/** The ledger says that an id failed before, not why: its accounts tell what stands in the way. */
async function whyFailed(
  { pay }: MerchantsDeps,
  move: MoveRow,
  accounts: Accounts,
): Promise<MoveFailure> {
  const toPerson = comesIn(move.kind) ? 'wallet_frozen' : 'payee_frozen';
  if (accounts.person === null) return toPerson;
  const asked = [accounts.person];
  if (move.kind === 'refund' && move.orderId !== null) asked.push(orderAccountOf(move.orderId));
  const found = new Map((await pay.ledger.lookupAccounts(asked)).map((one) => [one.id, one]));
  if (closedOf(found.get(accounts.person))) return toPerson;
  const order = move.orderId === null ? undefined : found.get(orderAccountOf(move.orderId));
  if (order !== undefined && closedOf(order)) return 'refund_too_late';
  const isTooMuch =
    order !== undefined && order.credits_posted - order.debits_posted < move.amountMinor;
  return isTooMuch ? 'refund_too_large' : 'insufficient_funds';
}

const closedStatuses: ReadonlySet<number> = new Set([
  ...[Status.debit_account_already_closed, Status.credit_account_already_closed],
  ...[Status.debit_account_not_found, Status.credit_account_not_found],
]);

/** Null: the ledger only says that the ids are used up. */
function failureOf(move: MoveRow, results: readonly CreateTransferResult[]): MoveFailure | null {
  const [first, second] = results.map(({ status }) => status);
  if (first === Status.exceeds_credits) return 'insufficient_funds';
  if (first !== undefined && closedStatuses.has(first)) {
    return comesIn(move.kind) ? 'wallet_frozen' : 'payee_frozen';
  }
  if (second === Status.exceeds_credits) return 'refund_too_large';
  if (second === Status.debit_account_already_closed) return 'refund_too_late';
  if (first === Status.id_already_failed || second === Status.id_already_failed) return null;
  throw new Error(`the ledger refused a move of a merchant: ${first}, ${second}`);
}

/** Asks the ledger to move the money; again gives the same end. */
async function begin(deps: MerchantsDeps, move: MoveRow): Promise<void> {
  const accounts = await accountsOf(deps, move);
  const results = await deps.pay.ledger.createTransfers(requestOf(move, accounts));
  const first = present(results[0], 'each event has a result');
  const differs =
    first.status === Status.exists_with_different_debit_account_id ||
    first.status === Status.exists_with_different_credit_account_id;
  if (differs) {
    // Somebody else’s try, of when the wallet was still there, was heard before this one.
    await deps.pay.drain();
    return;
  }
  if (first.status === Status.created || first.status === Status.exists) {
    return deps.pay.reach(first.timestamp);
  }
  const failure = failureOf(move, results) ?? (await whyFailed(deps, move, accounts));
  await fail(deps, move, failure);
}

const over: ReadonlySet<number> = new Set([
  Status.pending_transfer_already_posted,
  Status.pending_transfer_already_voided,
  Status.pending_transfer_expired,
]);

/** Asks the ledger to end what it holds. */
async function finish(deps: MerchantsDeps, move: MoveRow): Promise<void> {
  const { ledger } = profileOf(deps, move);
  const [result] = await deps.pay.ledger.createTransfers([endingOf(move, ledger)]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) return deps.pay.reach(timestamp);
  // Time was faster, or a try of somebody else: what it did is on its way here.
  if (over.has(status)) return deps.pay.drain();
  const isClosed = closedStatuses.has(status);
  if (!isClosed && status !== Status.id_already_failed) {
    throw new Error(`the ledger refused to end a hold: ${status}`);
  }
  await leaveEnd(deps.db, move, { isGivenUp: isClosed });
}

/**
 * Carries a move on as far as anybody asked for, from wherever it was left, and gives how it stands
 * then. Throws where nobody knows.
 */
export async function carryOut(
  deps: MerchantsDeps,
  { merchantId, moveId }: Pick<MoveRow, 'merchantId' | 'moveId'>,
): Promise<MoveRow> {
  for (let count = 0; count < maxTries; count += 1) {
    const move = present(await selectMove(deps.db, merchantId, moveId), 'moves are kept');
    if (move.state === 'processing') await begin(deps, move);
    else if (move.state === 'held' && move.wanted !== null) await finish(deps, move);
    else return move;
  }
  throw new Error('every try to carry out a move was used up');
}
