import type { MerchantId } from '@plaza/base';
import type { PayoutRefusal } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { selectPersonOf } from '../store/apps.ts';
import {
  finishBatch,
  selectBatch,
  selectDetails,
  settleDetail,
  type BatchRow,
  type DetailRow,
} from '../store/batches.ts';

// Pays a batch, one after the other: a job, which may be run again from wherever it was left. The
// number of a detail is the number of its payout, so each is paid once.

export const batchJob = 'payv3.runBatch';
export type BatchToRun = { merchantId: MerchantId; outBatchNo: string };

const reasons: Record<Exclude<PayoutRefusal, 'unavailable'>, string> = {
  wrong_currency: 'OTHER_FAIL_REASON_TYPE',
  amount_too_large: 'TRANSFER_QUOTA_EXCEED',
  person_not_found: 'OPENID_INVALID',
  payout_conflict: 'OTHER_FAIL_REASON_TYPE',
  insufficient_funds: 'PAYER_ACCOUNT_ABNORMAL',
  payee_frozen: 'ACCOUNT_FROZEN',
  limit_reached: 'DAY_RECEIVED_QUOTA_EXCEED',
  class_needed: 'REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED',
  not_for_minors: 'RECEIVE_ACCOUNT_NOT_PERMMIT',
};

/** Null: it was paid. */
async function pay(
  deps: Payv3Deps,
  { merchantId, appid, currency }: BatchRow,
  { openid, detailNo, amountMinor, remark }: DetailRow,
): Promise<string | null> {
  const personId = await selectPersonOf(deps.db, appid, openid);
  if (personId === null) return reasons.person_not_found;
  const outcome = await deps.merchants.payouts.create(merchantId, {
    ...{ outBillNo: detailNo, personId, amountMinor: Number(amountMinor), currency, note: remark },
    ...{ mustAccept: false, actorId: null, attrs: {} },
  });
  if (outcome.ok) return null;
  // Not known is no answer: the job is tried again.
  if (outcome.reason === 'unavailable') throw new Error('a payout of a batch is not known yet');
  return reasons[outcome.reason];
}

export async function runBatch(deps: Payv3Deps, of: BatchToRun): Promise<void> {
  const { db, clock } = deps;
  const batch = await selectBatch(db, of.merchantId, { outBatchNo: of.outBatchNo });
  if (batch === null || batch.finishedAt !== null) return;
  for (const detail of await selectDetails(db, of)) {
    if (detail.state !== 'waiting') continue;
    const failReason = await pay(deps, batch, detail);
    await settleDetail(db, { ...of, ...detail }, { failReason, at: clock.now() });
  }
  await finishBatch(db, of, clock.now());
}
