import { Type, type Static } from 'typebox';
import type { MoveRow, RefundRefusal } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import { outRefundNoPattern } from '../wire/numbers.ts';
import { refuseWith, type ProblemCode } from '../wire/problems.ts';
import { wireTime } from '../wire/times.ts';
import { usualCurrency } from './currency.ts';
import { url } from './orders.ts';
import { findSold, soldBy, type Sold } from './parts.ts';
import { attrsOf } from './transaction.ts';

// POST /v3/refund/domestic/refunds, and asking for what came of it.

const minor = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const refund = Type.Object({
  transaction_id: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  out_trade_no: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  out_refund_no: Type.String({ pattern: outRefundNoPattern }),
  reason: Type.Optional(Type.String({ maxLength: 80 })),
  notify_url: Type.Optional(url),
  amount: Type.Object({
    refund: minor,
    total: minor,
    currency: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  }),
});

const refundProblems: Record<RefundRefusal, ProblemCode> = {
  order_unknown: 'RESOURCE_NOT_EXISTS',
  order_unpaid: 'INVALID_REQUEST',
  refund_too_large: 'INVALID_REQUEST',
  refund_too_late: 'RULE_LIMIT',
  too_many_refunds: 'RULE_LIMIT',
  refund_conflict: 'INVALID_REQUEST',
  insufficient_funds: 'NOT_ENOUGH',
  payee_frozen: 'USER_ACCOUNT_ABNORMAL',
  unavailable: 'SYSTEM_ERROR',
};

/** `part`: the number of the part that is given back, of an order that has some. */
export type RefundAttrs = { dialect: 'apiv3'; notifyUrl: string; part?: string };

export type RefundStatus = 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';

/** Null: for APIv3 it never came about, so the same number may be used again. */
export function refundStatusOf({ state, failure }: MoveRow): RefundStatus | null {
  if (state === 'done') return 'SUCCESS';
  if (state !== 'failed') return 'PROCESSING';
  if (failure === 'payee_frozen') return 'ABNORMAL';
  return failure === 'insufficient_funds' ? null : 'CLOSED';
}

/** A refund as it is answered. */
export function writeRefund(move: MoveRow, sold: Sold): Record<string, unknown> {
  const [refunded, total] = [Number(move.amountMinor), sold.amountMinor];
  const { order } = sold;
  const { currency = order.currency.toUpperCase() } = attrsOf(order);
  const status = refundStatusOf(move);
  return {
    ...{ refund_id: move.moveNo, out_refund_no: move.outNo },
    ...{ transaction_id: sold.transactionId, out_trade_no: sold.outTradeNo },
    ...{ channel: 'ORIGINAL', user_received_account: '支付用户零钱' },
    ...(status === 'SUCCESS' && move.settledAt !== null
      ? { success_time: wireTime(move.settledAt) }
      : {}),
    ...{ create_time: wireTime(move.createdAt), status, funds_account: 'AVAILABLE' },
    amount: {
      ...{ total, refund: refunded, from: [], payer_total: total, payer_refund: refunded },
      ...{ settlement_refund: refunded, settlement_total: total, discount_refund: 0, currency },
    },
    promotion_detail: [],
  };
}

/** A refund as it is told to the back end: with other names than in answers. */
export function writeRefundNotice(
  mchid: string,
  move: MoveRow,
  sold: Sold,
): Record<string, unknown> {
  const [refunded, total] = [Number(move.amountMinor), sold.amountMinor];
  const status = refundStatusOf(move);
  return {
    ...{ mchid, transaction_id: sold.transactionId, out_trade_no: sold.outTradeNo },
    ...{ refund_id: move.moveNo, out_refund_no: move.outNo, refund_status: status },
    ...(status === 'SUCCESS' && move.settledAt !== null
      ? { success_time: wireTime(move.settledAt) }
      : {}),
    user_received_account: '支付用户零钱',
    amount: { total, refund: refunded, payer_total: total, payer_refund: refunded },
  };
}

async function findRefunded(
  deps: Payv3Deps,
  { merchant, body }: Ask<Static<typeof refund>>,
): Promise<Sold> {
  const { transaction_id: transactionNo, out_trade_no: outTradeNo } = body;
  if (transactionNo === undefined && outTradeNo === undefined) {
    refuseWith('PARAM_ERROR', { field: '/out_trade_no', issue: 'one of both numbers is needed' });
  }
  const name = transactionNo === undefined ? { outTradeNo: outTradeNo ?? '' } : { transactionNo };
  const sold = await findSold(deps, merchant.merchantId, name);
  if (sold === null) refuseWith('RESOURCE_NOT_EXISTS');
  return sold;
}

/**
 * Of a part no more is given back than it cost. Of the whole the ledger keeps count; of its parts,
 * which are the merchant's own affair, the refunds before it do.
 */
async function judgePart(
  { merchants }: Payv3Deps,
  { order, part, amountMinor }: Sold,
  { amount, out_refund_no: outRefundNo }: Static<typeof refund>,
): Promise<void> {
  if (part === null) return;
  const before = await merchants.refunds.listOf(order.merchantId, order.orderId);
  const given = before
    .filter(
      ({ outNo, state, attrs }) =>
        outNo !== outRefundNo && state !== 'failed' && attrs['part'] === part.outTradeNo,
    )
    .reduce((sum, move) => sum + Number(move.amountMinor), 0);
  if (given + amount.refund > amountMinor) refuseWith('INVALID_REQUEST');
}

function judgeAmount({ order, amountMinor }: Sold, { amount }: Static<typeof refund>): void {
  if (amount.total !== amountMinor) {
    refuseWith('INVALID_REQUEST', { field: '/amount/total', issue: 'not what was ordered' });
  }
  const wire = attrsOf(order).currency ?? order.currency.toUpperCase();
  const asked = amount.currency ?? wire;
  if (asked !== wire && asked !== usualCurrency) {
    refuseWith('INVALID_REQUEST', { field: '/amount/currency', issue: 'not that of the order' });
  }
}

async function give(deps: Payv3Deps, ask: Ask<Static<typeof refund>>) {
  const { amount, out_refund_no: outRefundNo, reason = '', notify_url: notifyUrl } = ask.body;
  const sold = await findRefunded(deps, ask);
  judgeAmount(sold, ask.body);
  await judgePart(deps, sold, ask.body);
  const { order, part } = sold;
  const attrs: RefundAttrs = {
    ...{ dialect: 'apiv3', notifyUrl: notifyUrl ?? '' },
    ...(part === null ? {} : { part: part.outTradeNo }),
  };
  const outcome = await deps.merchants.refunds.create(ask.merchant.merchantId, {
    ...{ orderId: order.orderId, outRefundNo, amountMinor: amount.refund, reason },
    ...{ actorId: null, attrs },
  });
  if (!outcome.ok) refuseWith(refundProblems[outcome.reason]);
  // Under one number only the same is asked again.
  if (outcome.value.attrs['part'] !== part?.outTradeNo) refuseWith('INVALID_REQUEST');
  return { json: writeRefund(outcome.value, sold) };
}

export function refundEndpoints(deps: Payv3Deps): Endpoint[] {
  const { merchants } = deps;
  return [
    telling('/v3/refund/domestic/refunds', refund, (ask) => give(deps, ask)),
    asking('/v3/refund/domestic/refunds/:number', async ({ merchant, params }) => {
      const { merchantId } = merchant;
      const move = await merchants.refunds.find(merchantId, { outNo: params['number'] ?? '' });
      const isThere = move !== null && refundStatusOf(move) !== null;
      const order =
        isThere && move.orderId !== null
          ? await merchants.orders.find(merchantId, { orderId: move.orderId })
          : null;
      if (move === null || order === null) refuseWith('RESOURCE_NOT_EXISTS');
      return { json: writeRefund(move, soldBy(order, move)) };
    }),
  ];
}
