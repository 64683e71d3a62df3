import { Type, type Static } from 'typebox';
import type { EndPayoutRefusal, MoveName, MoveRow, PayoutRefusal } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import { selectPersonOf } from '../store/apps.ts';
import { openidPattern } from '../wire/numbers.ts';
import { refuseWith, type ProblemCode } from '../wire/problems.ts';
import { wireTime } from '../wire/times.ts';
import { readCurrency } from './currency.ts';
import { judgeApp, url } from './orders.ts';

// POST /v3/fund-app/mch-transfer/transfer-bills: a shop pays somebody, who says yes to it.

const bill = Type.Object({
  appid: Type.String({ minLength: 1, maxLength: 32 }),
  out_bill_no: Type.String({ pattern: '^[0-9A-Za-z]{1,32}$' }),
  openid: Type.String({ pattern: openidPattern }),
  transfer_scene_id: Type.String({ minLength: 1, maxLength: 36 }),
  transfer_amount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  transfer_remark: Type.String({ minLength: 1, maxLength: 32 }),
  notify_url: Type.Optional(url),
});

export type PayoutAttrs = {
  dialect: 'apiv3';
  appid: string;
  openid: string;
  notifyUrl: string;
  digest: string;
};

const payoutProblems: Record<PayoutRefusal, ProblemCode> = {
  wrong_currency: 'PARAM_ERROR',
  amount_too_large: 'RULE_LIMIT',
  person_not_found: 'PARAM_ERROR',
  payout_conflict: 'ALREADY_EXISTS',
  insufficient_funds: 'NOT_ENOUGH',
  limit_reached: 'RULE_LIMIT',
  class_needed: 'RULE_LIMIT',
  not_for_minors: 'RULE_LIMIT',
  payee_frozen: 'USER_ACCOUNT_ABNORMAL',
  unavailable: 'SYSTEM_ERROR',
};

const endProblems: Record<EndPayoutRefusal, ProblemCode> = {
  payout_unknown: 'RESOURCE_NOT_EXISTS',
  payout_settled: 'INVALID_REQUEST',
  payee_frozen: 'USER_ACCOUNT_ABNORMAL',
  unavailable: 'SYSTEM_ERROR',
};

type BillState =
  | 'PROCESSING'
  | 'WAIT_USER_CONFIRM'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';

const states: Record<MoveRow['state'], BillState> = {
  asked: 'PROCESSING',
  processing: 'PROCESSING',
  held: 'WAIT_USER_CONFIRM',
  done: 'SUCCESS',
  returned: 'CANCELLED',
  dropped: 'CANCELLED',
  expired: 'FAIL',
  failed: 'FAIL',
};

export function billStateOf({ state, wanted }: Pick<MoveRow, 'state' | 'wanted'>): BillState {
  return state === 'held' && wanted === 'release' ? 'CANCELING' : states[state];
}

function failReasonOf({ state, failure }: MoveRow): { fail_reason?: string } {
  if (state === 'expired') return { fail_reason: 'OVERDUE_CLOSE' };
  if (state !== 'failed') return {};
  const isPoor = failure === 'insufficient_funds';
  return { fail_reason: isPoor ? 'MCH_BALANCE_NOT_ENOUGH' : 'PAYEE_ACCOUNT_ABNORMAL' };
}

function attrsOf({ attrs }: MoveRow): Partial<PayoutAttrs> {
  return attrs as Partial<PayoutAttrs>;
}

/** A payout as it is asked for, and as the back end is told of its end. */
export function writePayout(mchid: string, move: MoveRow): Record<string, unknown> {
  const { appid = '', openid = '' } = attrsOf(move);
  return {
    ...{ mch_id: mchid, out_bill_no: move.outNo, transfer_bill_no: move.moveNo, appid },
    ...{ state: billStateOf(move), transfer_amount: Number(move.amountMinor) },
    ...{ transfer_remark: move.note, ...failReasonOf(move), openid },
    create_time: wireTime(move.createdAt),
    update_time: wireTime(move.settledAt ?? move.createdAt),
  };
}

/** What a program hands to the app, so that the person is asked. */
const packageOf = ({ merchantId, moveId }: MoveRow) =>
  Buffer.from(`payout ${merchantId} ${moveId}`).toString('base64url');

async function pay(deps: Payv3Deps, ask: Ask<Static<typeof bill>>): Promise<MoveRow> {
  const { body, access, merchant } = ask;
  await judgeApp(deps, ask, body.appid);
  const personId = await selectPersonOf(deps.db, body.appid, body.openid);
  if (personId === null) refuseWith('OPENID_MISMATCH');
  const { currency } = readCurrency(deps, access, undefined);
  const digest = JSON.stringify([body.appid, body.openid, body.transfer_amount]);
  const attrs: PayoutAttrs = {
    ...{ dialect: 'apiv3', appid: body.appid, openid: body.openid, digest },
    notifyUrl: body.notify_url ?? '',
  };
  const outcome = await deps.merchants.payouts.create(merchant.merchantId, {
    ...{ outBillNo: body.out_bill_no, personId, amountMinor: body.transfer_amount, currency },
    ...{ note: body.transfer_remark, mustAccept: true, actorId: null, attrs },
  });
  if (!outcome.ok) refuseWith(payoutProblems[outcome.reason]);
  if (attrsOf(outcome.value).digest !== digest) refuseWith('ALREADY_EXISTS');
  return outcome.value;
}

export function transferEndpoints(deps: Payv3Deps): Endpoint[] {
  const { payouts } = deps.merchants;
  const base = '/v3/fund-app/mch-transfer/transfer-bills';
  const query = (name: (params: Ask['params']) => MoveName) => async (ask: Ask) => {
    const move = await payouts.find(ask.merchant.merchantId, name(ask.params));
    if (move === null) refuseWith('RESOURCE_NOT_EXISTS');
    return { json: writePayout(ask.merchant.mchid, move) };
  };
  return [
    telling(base, bill, async (ask) => {
      const move = await pay(deps, ask);
      const state = billStateOf(move);
      return {
        json: {
          ...{ out_bill_no: move.outNo, transfer_bill_no: move.moveNo },
          ...{ create_time: wireTime(move.createdAt), state, ...failReasonOf(move) },
          ...(state === 'WAIT_USER_CONFIRM' ? { package_info: packageOf(move) } : {}),
        },
      };
    }),
    asking(
      `${base}/out-bill-no/:number`,
      query(({ number = '' }) => ({ outNo: number })),
    ),
    asking(
      `${base}/transfer-bill-no/:number`,
      query(({ number = '' }) => ({ moveNo: number })),
    ),
    telling(`${base}/out-bill-no/:number/cancel`, Type.Unknown(), async (ask) => {
      const outNo = ask.params['number'] ?? '';
      const outcome = await payouts.cancel(ask.merchant.merchantId, { outNo });
      if (!outcome.ok) refuseWith(endProblems[outcome.reason]);
      const move = outcome.value;
      return {
        json: {
          ...{ out_bill_no: move.outNo, transfer_bill_no: move.moveNo, state: billStateOf(move) },
          update_time: wireTime(move.settledAt ?? deps.clock.now()),
        },
      };
    }),
  ];
}
