import { present, type BillId, type PersonId } from '@plaza/base';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { CurrencyProfile, Intent, Quota } from '../pay/index.ts';
import { changeShare } from './changing.ts';
import type { BillsDeps } from './deps.ts';
import { judgePayer, maySee } from './place.ts';
import { lockBill, selectBill, updateBills } from './store/bills.ts';
import { selectShare, updateShares } from './store/shares.ts';
import type { BillRow, NewPayment, PayRefusal, ShareRefusal, ShareRow } from './types.ts';

/** Refusals of the payment itself; the other ones say how to ask again. */
export const keptOfPaying: ReadonlySet<string> = new Set<PayRefusal>([
  'bill_unknown',
  'bill_not_yours',
  'bill_closed',
  'share_settled',
  'wrong_amount',
  'not_member',
  'not_contact',
  'blocked',
  'read_only',
  'wallet_frozen',
  'payee_frozen',
]);

/** What an approval says yes to: my part of this bill. */
export function approvedOf(of: { billId: BillId; amountMinor: number; currency: string }) {
  const { billId, amountMinor, currency } = of;
  return { payee: `bill ${billId}`, amountMinor, currency };
}

/** Null: the part may be paid as the bill stands. */
export function judgeShare(row: BillRow, share: ShareRow): ShareRefusal | null {
  if (share.state === 'paying') return 'share_paying';
  if (share.state !== 'open') return 'share_settled';
  return row.state === 'closed' ? 'bill_closed' : null;
}

type Asked = { row: BillRow; share: ShareRow; profile: CurrencyProfile };

/** What is asked of somebody by a bill, if anything is. */
async function askedOf(
  deps: BillsDeps,
  payerId: PersonId,
  { billId, amountMinor }: NewPayment,
): Promise<Outcome<Asked, PayRefusal>> {
  const row = await selectBill(deps.db, billId);
  if (row === null) return no('bill_unknown');
  const share = await selectShare(deps.db, billId, payerId);
  if (!(await maySee(deps, payerId, { row, own: share }))) return no('bill_unknown');
  if (share === null || share.state === 'own') return no('bill_not_yours');
  const refused = judgeShare(row, share);
  if (refused !== null) return no(refused);
  const profile = present(deps.pay.currencies.find(row.currency), 'a bill is in a known currency');
  if (share.amountMinor === null) {
    if (amountMinor > profile.maxAmountMinor) return no('amount_too_large');
  } else if (share.amountMinor !== BigInt(amountMinor)) return no('wrong_amount');
  return yes({ row, share, profile });
}

/** What the payment takes of limits; why the collector cannot be paid is their own affair. */
async function judgeLimits(
  { pay }: BillsDeps,
  payerId: PersonId,
  of: { row: BillRow; amountMinor: number },
): Promise<Outcome<Quota[], PayRefusal>> {
  const { amountMinor, row } = of;
  const { currency, collectorId } = row;
  const spent = await pay.limits.judge([
    { personId: payerId, currency, amountMinor, way: 'spend' },
  ]);
  if (!spent.ok) return spent;
  const received = await pay.limits.judge([
    { personId: collectorId, currency, amountMinor, way: 'receive' },
  ]);
  return received.ok ? yes([...spent.value, ...received.value]) : no('payee_frozen');
}

function intentOf(
  { clock }: BillsDeps,
  payerId: PersonId,
  { billId, amountMinor }: NewPayment,
): Pick<Intent, 'subjectId' | 'write'> {
  return {
    subjectId: billId,
    async write(tx): Promise<void | No<ShareRefusal>> {
      // The lock decides between two devices, and between this and the end of the bill.
      const row = present(await lockBill(tx, billId), 'bills are kept');
      const share = present(await selectShare(tx, billId, payerId), 'parts are kept');
      const refused = judgeShare(row, share);
      if (refused !== null) return no(refused);
      const how = { at: clock.now(), paidMinor: BigInt(amountMinor) };
      const changed = changeShare({ row, share }, 'asked', how);
      if (!changed.ok) return no('share_paying');
      await updateBills(tx, [changed.row]);
      await updateShares(tx, [changed.share]);
    },
  };
}

/** Judges in an order in which the answer costs least, and a PIN is only asked for what can be. */
export async function judgePaying(
  deps: BillsDeps,
  payerId: PersonId,
  input: NewPayment,
): Promise<Outcome<Intent, PayRefusal>> {
  const asked = await askedOf(deps, payerId, input);
  if (!asked.ok) return asked;
  const { row, profile } = asked.value;
  const place = await judgePayer(deps, payerId, row);
  if (!place.ok) return place;
  const { pay } = deps;
  const { currency, collectorId } = row;
  const payer = await pay.findWallet(payerId, currency);
  if (payer?.state === 'frozen') return no('wallet_frozen');
  const payee = await pay.findWallet(collectorId, currency);
  if (payee?.state === 'frozen') return no('payee_frozen');
  const limits = await judgeLimits(deps, payerId, { row, amountMinor: input.amountMinor });
  if (!limits.ok) return limits;
  if (input.approval !== null) {
    const approved = await pay.approve(payerId, approvedOf({ ...input, currency }), input.approval);
    if (!approved.ok) return approved;
  }
  if (!payer?.inLedger) await pay.ensureWallet(payerId, profile);
  if (!payee?.inLedger) await pay.ensureWallet(collectorId, profile);
  return yes({ ...intentOf(deps, payerId, input), quotas: limits.value });
}
