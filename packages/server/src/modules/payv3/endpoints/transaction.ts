import type { MerchantRow, OrderRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { openidOf } from '../openids.ts';
import { wireTime } from '../wire/times.ts';

// An order as APIv3 tells it.

/** What the dialect keeps with an order. */
export type OrderAttrs = {
  dialect: 'apiv3';
  appid: string;
  attach: string;
  notifyUrl: string;
  /** As the program called it. */
  currency: string;
  deviceId: string;
  /** Of everything that was asked: under one number only the same is asked again. */
  digest: string;
};

export function attrsOf({ attrs }: Pick<OrderRow, 'attrs'>): Partial<OrderAttrs> {
  return (attrs['dialect'] === 'apiv3' ? attrs : {}) as Partial<OrderAttrs>;
}

export const tradeTypes = {
  ...{ native: 'NATIVE', jsapi: 'JSAPI', app: 'APP', h5: 'MWEB', code: 'MICROPAY' },
  // Both are a code of the shop that the person scans.
  ...{ static: 'NATIVE', cashier: 'NATIVE' },
} as const satisfies Record<OrderRow['channel'], string>;

export type TradeState = 'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'REVOKED';

const words: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  USERPAYING: '用户支付中，需要输入密码',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
};

type Standing = Pick<
  OrderRow,
  'state' | 'channel' | 'isReversed' | 'refundedMinor' | 'refundCount' | 'expiresAt'
>;

export function tradeStateOf(order: Standing, now: Date): TradeState {
  if (order.isReversed) return 'REVOKED';
  if (order.state === 'closed') return 'CLOSED';
  if (order.state === 'paid') return order.refundedMinor > 0n ? 'REFUND' : 'SUCCESS';
  // Only where a code was shown does the dialect know that somebody is about to pay.
  if (order.state !== 'open') return order.channel === 'code' ? 'USERPAYING' : 'NOTPAY';
  return order.expiresAt <= now ? 'CLOSED' : 'NOTPAY';
}

/** Who paid, for the app that asked; null: nobody that it knows. */
export async function payersOpenid(deps: Payv3Deps, order: OrderRow): Promise<string | null> {
  const { appid = '' } = attrsOf(order);
  const { payerId } = order;
  return appid === '' || payerId === null ? null : openidOf(deps, appid, payerId);
}

/** Writes an order; `as`: how it stood when this was to be told. */
export async function writeTransaction(
  deps: Payv3Deps,
  merchant: Pick<MerchantRow, 'mchid'>,
  { order, as }: { order: OrderRow; as?: TradeState },
): Promise<Record<string, unknown>> {
  const { appid = '', attach = '', currency, deviceId = '' } = attrsOf(order);
  const state = as ?? tradeStateOf(order, deps.clock.now());
  const wireCurrency = currency ?? order.currency.toUpperCase();
  const total = Number(order.amountMinor);
  const first = { appid, mchid: merchant.mchid, out_trade_no: order.outTradeNo };
  const asked = { trade_state: state, trade_state_desc: words[state], attach };
  if (order.paidAt === null) {
    return { ...first, ...asked, amount: { total, currency: wireCurrency }, payer: {} };
  }
  const openid = await payersOpenid(deps, order);
  return {
    ...{ ...first, transaction_id: order.transactionNo, trade_type: tradeTypes[order.channel] },
    ...{ ...asked, bank_type: 'OTHERS', success_time: wireTime(order.paidAt) },
    payer: openid === null ? {} : { openid },
    amount: {
      ...{ total, payer_total: total },
      ...{ currency: wireCurrency, payer_currency: wireCurrency },
    },
    ...(deviceId === '' ? {} : { scene_info: { device_id: deviceId } }),
    promotion_detail: [],
  };
}
