import { present, type PersonId } from '@plaza/base';
import {
  AccountFlags,
  CreateTransferStatus as Status,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { ledgerTransfer, NotKnown, type Finisher } from '../pay/index.ts';
import { changeShare } from './changing.ts';
import type { BillsDeps } from './deps.ts';
import { ledgerIdOf } from './ids.ts';
import { lockBill, selectBill, updateBills } from './store/bills.ts';
import { selectShare, updateShares } from './store/shares.ts';
import type { BillRow, ShareRow } from './types.ts';

type Failure = 'insufficient_funds' | 'wallet_frozen' | 'payee_frozen';
type Sides = { payer: string | null; payee: string | null };

const failures: ReadonlyMap<number, Failure> = new Map([
  [Status.exceeds_credits, 'insufficient_funds'],
  [Status.debit_account_already_closed, 'wallet_frozen'],
  [Status.credit_account_already_closed, 'payee_frozen'],
  [Status.debit_account_not_found, 'wallet_frozen'],
  [Status.credit_account_not_found, 'payee_frozen'],
]);

/** Somebody else's try, of when the wallets were still there, was heard before this one. */
const movedBefore: ReadonlySet<number> = new Set([
  Status.exists_with_different_debit_account_id,
  Status.exists_with_different_credit_account_id,
]);

/** The ledger says that an id failed before, not why: its accounts tell what stands in the way. */
async function whyFailed({ pay }: BillsDeps, { payer, payee }: Sides): Promise<Failure> {
  if (payer === null) return 'wallet_frozen';
  if (payee === null) return 'payee_frozen';
  const found = await pay.ledger.lookupAccounts([u128Of(payer), u128Of(payee)]);
  const isClosed = (id: string) =>
    found.some((row) => row.id === u128Of(id) && (row.flags & AccountFlags.closed) !== 0);
  if (isClosed(payer)) return 'wallet_frozen';
  return isClosed(payee) ? 'payee_frozen' : 'insufficient_funds';
}

/**
 * From the wallet of one to that of the other. Where a wallet is gone it names an account that
 * never was: the ledger refuses it and uses up the id, so that a try still under way moves nothing.
 */
export function transferOf(share: ShareRow, sides: Sides, ledger: number): LedgerTransfer {
  const id = ledgerIdOf(share);
  return ledgerTransfer({
    ...{ id, ledger, code: transferCodes.billPay, user_data_128: u128Of(share.billId) },
    amount: present(share.paidMinor, 'what is being paid has an amount'),
    debit_account_id: sides.payer === null ? id : u128Of(sides.payer),
    credit_account_id: sides.payee === null ? u128Of(share.billId) : u128Of(sides.payee),
  });
}

/** Asks the ledger to move the money; again gives the same end. Null: it is moved. */
async function move(deps: BillsDeps, row: BillRow, share: ShareRow): Promise<Failure | null> {
  const { pay } = deps;
  const { ledger } = present(pay.currencies.find(row.currency), 'a bill is in a known currency');
  const accountOf = async (personId: PersonId) =>
    (await pay.findWallet(personId, row.currency))?.accountId ?? null;
  const sides = {
    payer: await accountOf(share.personId),
    payee: await accountOf(row.collectorId),
  };
  const [result] = await pay.ledger.createTransfers([transferOf(share, sides, ledger)]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) {
    await pay.reach(timestamp);
    return null;
  }
  if (movedBefore.has(status)) throw new NotKnown('it is moved, and not projected yet');
  if (status === Status.id_already_failed) return whyFailed(deps, sides);
  const failure = failures.get(status);
  if (failure === undefined) throw new Error(`the ledger refused to pay a bill: ${status}`);
  return failure;
}

/** Carries a payment to its end, from wherever it was left. */
export function createPayFinisher(deps: BillsDeps): Finisher {
  const { db, clock } = deps;
  const readShare = async (billId: string, personId: PersonId) =>
    present(await selectShare(db, billId, personId), 'the intent names its bill');

  return async ({ subjectId, personId }) => {
    const row = present(await selectBill(db, subjectId), 'the intent names its bill');
    const before = await readShare(subjectId, personId);
    const failure = before.state === 'paying' ? await move(deps, row, before) : null;
    if (failure !== null) {
      return {
        outcome: { ok: false, reason: failure },
        // With the answer: as long as it is not told, the part belongs to this command.
        async alongside(tx) {
          const bill = present(await lockBill(tx, row.billId), 'bills are kept');
          const share = present(await selectShare(tx, row.billId, personId), 'parts are kept');
          if (share.state !== 'paying' || share.attempt !== before.attempt) return;
          const changed = changeShare({ row: bill, share }, 'refused', { at: clock.now() });
          if (!changed.ok) return;
          await updateBills(tx, [changed.row]);
          await updateShares(tx, [changed.share]);
        },
      };
    }
    const { state, paidMinor, changedAt } = await readShare(subjectId, personId);
    if (state === 'paying') throw new NotKnown('it is moved, and not projected yet');
    // Not on its way and not paid: the answer was recorded before, and is the one that counts.
    if (state !== 'paid') return { outcome: { ok: false, reason: 'insufficient_funds' } };
    const value = { amountMinor: Number(paidMinor), at: changedAt?.toISOString() };
    return { outcome: { ok: true, value } };
  };
}
