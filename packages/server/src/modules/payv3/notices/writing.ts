import { formatUuid } from '@plaza/base';
import type { MerchantChange, MerchantRow } from '../../merchants/index.ts';
import { digestOf } from '../../pay/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { writeCombined } from '../endpoints/combined.ts';
import { partsOf, soldBy } from '../endpoints/parts.ts';
import { refundStatusOf, writeRefundNotice, type RefundAttrs } from '../endpoints/refunds.ts';
import {
  attrsOf as serviceAttrsOf,
  serviceStateOf,
  writeServiceOrder,
} from '../endpoints/service-orders.ts';
import { attrsOf, writeTransaction } from '../endpoints/transaction.ts';
import { billStateOf, writePayout, type PayoutAttrs } from '../endpoints/transfers.ts';
import { insertNotice } from '../store/notices.ts';

// What follows for a back end from a change at its merchant. A change may be heard twice, and late:
// what is told is looked up, and its id follows from what happened, so it is written once.

type Told = {
  eventType: string;
  originalType: string;
  summary: string;
  outNo: string;
  url: string;
  resource: Record<string, unknown>;
};
type Teller = (deps: Payv3Deps, merchant: MerchantRow, id: string) => Promise<Told | null>;

const tellOrder: Teller = async (deps, merchant, id) => {
  const order = await deps.merchants.orders.find(merchant.merchantId, { orderId: id as never });
  const url = order === null ? undefined : attrsOf(order).notifyUrl;
  if (order === null || order.paidAt === null || !url) return null;
  return {
    ...{ eventType: 'TRANSACTION.SUCCESS', originalType: 'transaction', summary: '支付成功' },
    ...{ outNo: order.outTradeNo, url },
    resource:
      partsOf(order).length === 0
        ? await writeTransaction(deps, merchant, { order, as: 'SUCCESS' })
        : await writeCombined(deps, merchant, { order, as: 'SUCCESS' }),
  };
};

const refundWords = {
  SUCCESS: '退款成功',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
} as const;

const tellRefund: Teller = async (deps, merchant, id) => {
  const { merchantId, mchid } = merchant;
  const move = await deps.merchants.refunds.find(merchantId, { moveId: id as never });
  const url = (move?.attrs as Partial<RefundAttrs> | undefined)?.notifyUrl;
  if (move === null || move.orderId === null || !url) return null;
  const status = refundStatusOf(move);
  const order = await deps.merchants.orders.find(merchantId, { orderId: move.orderId });
  if (status === null || status === 'PROCESSING' || order === null) return null;
  return {
    ...{ eventType: `REFUND.${status}`, originalType: 'refund', summary: refundWords[status] },
    ...{ outNo: move.outNo, url, resource: writeRefundNotice(mchid, move, soldBy(order, move)) },
  };
};

const over = new Set(['SUCCESS', 'FAIL', 'CANCELLED']);

const tellPayout: Teller = async (deps, { merchantId, mchid }, id) => {
  const move = await deps.merchants.payouts.find(merchantId, { moveId: id as never });
  const url = (move?.attrs as Partial<PayoutAttrs> | undefined)?.notifyUrl;
  if (move === null || !url || !over.has(billStateOf(move))) return null;
  return {
    ...{ eventType: 'MCHTRANSFER.BILL.FINISHED', originalType: 'mch_payment' },
    ...{ summary: '商家转账单据终态通知', outNo: move.outNo, url },
    resource: writePayout(mchid, move),
  };
};

const tellHold: Teller = async (deps, merchant, id) => {
  const move = await deps.merchants.holds.find(merchant.merchantId, { moveId: id as never });
  const url = move === null ? undefined : serviceAttrsOf(move).notifyUrl;
  if (move === null || !url) return null;
  const { state, state_description: description } = serviceStateOf(move);
  const usual = { originalType: 'payscore', outNo: move.outNo, url };
  const resource = writeServiceOrder(merchant, move);
  if (state === 'DONE') {
    return { ...usual, eventType: 'PAYSCORE.USER_PAID', summary: '用户支付成功', resource };
  }
  if (description !== 'USER_CONFIRM') return null;
  return { ...usual, eventType: 'PAYSCORE.USER_CONFIRM', summary: '用户确认成功', resource };
};

const tellers: Record<MerchantChange['kind'], Teller> = {
  order: tellOrder,
  refund: tellRefund,
  payout: tellPayout,
  hold: tellHold,
};

/** Writes what a back end is to be told; true when it is something new. */
export async function writeNotice(
  deps: Payv3Deps,
  { merchantId, kind, id }: Pick<MerchantChange, 'merchantId' | 'kind' | 'id'>,
): Promise<boolean> {
  const merchant = await deps.merchants.find(merchantId);
  const told = merchant === null ? null : await tellers[kind](deps, merchant, id);
  if (told === null) return false;
  const noticeId = formatUuid(digestOf(['payv3 notice', told.eventType, id]), 8);
  const createdAt = deps.clock.now();
  return insertNotice(deps.db, { merchantId, noticeId, subjectId: id, ...told, createdAt });
}
