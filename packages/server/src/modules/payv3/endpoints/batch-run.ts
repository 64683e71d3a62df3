import type { MerchantId, PersonId } from '@plaza/base';
import type { PayoutRefusal } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { selectPeopleOf } from '../store/apps.ts';
import {
  finishBatch,
  selectBatch,
  selectDetails,
  settleDetails,
  type BatchRow,
  type DetailRow,
  type Settled,
} from '../store/batches.ts';

// Pays a batch: a job, which may be run again from wherever it was left. The
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

/** So many at a time: what a process that dies has to look at again is small. */
const together = 500;

/** Pays some of a batch; those of whom nobody knows yet are left out. */
async function pay(
  deps: Payv3Deps,
  { merchantId, appid, currency }: BatchRow,
  details: readonly DetailRow[],
): Promise<Settled[]> {
  const openids = details.map(({ openid }) => openid);
  const people = await selectPeopleOf(deps.db, appid, openids);
  const unknown = details.filter(({ openid }) => !people.has(openid));
  const asked = details.filter(({ openid }) => people.has(openid));
  const outcomes = await deps.merchants.payouts.createMany(
    merchantId,
    asked.map(({ detailNo: outBillNo, openid, amountMinor, remark: note }) => ({
      ...{ outBillNo, personId: people.get(openid) as PersonId, currency, note },
      ...{ amountMinor: Number(amountMinor), mustAccept: false, actorId: null, attrs: {} },
    })),
  );
  const settled: Settled[] = unknown.map(({ outDetailNo }) => {
    return { outDetailNo, failReason: reasons.person_not_found };
  });
  asked.forEach(({ outDetailNo }, index) => {
    const outcome = outcomes[index] as (typeof outcomes)[number];
    if (outcome.ok) settled.push({ outDetailNo, failReason: null });
    else if (outcome.reason !== 'unavailable') {
      settled.push({ outDetailNo, failReason: reasons[outcome.reason] });
    }
  });
  return settled;
}

export async function runBatch(deps: Payv3Deps, of: BatchToRun): Promise<void> {
  const { db, clock } = deps;
  const batch = await selectBatch(db, of.merchantId, { outBatchNo: of.outBatchNo });
  if (batch === null || batch.finishedAt !== null) return;
  const waiting = (await selectDetails(db, of)).filter(({ state }) => state === 'waiting');
  for (let from = 0; from < waiting.length; from += together) {
    const part = waiting.slice(from, from + together);
    const settled = await pay(deps, batch, part);
    await settleDetails(db, of, { settled, at: clock.now() });
    // Not known is no answer: the job is tried again.
    if (settled.length < part.length) throw new Error('a payout of a batch is not known yet');
  }
  await finishBatch(db, of, clock.now());
}
