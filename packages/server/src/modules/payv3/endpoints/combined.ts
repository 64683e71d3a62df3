import { truncate, type OrderId } from '@plaza/base';
import type { OrderChannel } from '@plaza/contract';
import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import type { MerchantRow, NewOrder, OrderRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, judgeMchid, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import { insertParts, selectOrderOf } from '../store/parts.ts';
import { openidPattern, outTradeNoPattern } from '../wire/numbers.ts';
import { refuseWith } from '../wire/problems.ts';
import { wireTime } from '../wire/times.ts';
import { readCurrency } from './currency.ts';
import {
  closeProblems,
  createProblems,
  findPayer,
  h5UrlOf,
  judgeAgain,
  judgeApp,
  prepayIdFor,
  readExpiry,
  url,
} from './orders.ts';
import { partsOf, transactionIdOf, type Part } from './parts.ts';
import { attrsOf, payersOpenid, tradeStateOf, tradeTypes, type TradeState } from './transaction.ts';

// /v3/combine-transactions: several orders that are paid together. Here they are of one merchant:
// one order with parts, which the ledger pays all or not at all.

const most = 50;
const number = Type.String({ pattern: outTradeNoPattern });
const sub = Type.Object({
  ...{ mchid: Type.String({ maxLength: 32 }), out_trade_no: number },
  ...{ attach: Type.String({ maxLength: 128 }), description: Type.String({ maxLength: 127 }) },
  amount: Type.Object({
    total_amount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    currency: Type.String({ minLength: 1, maxLength: 20 }),
  }),
});
const combined = Type.Object({
  combine_appid: Type.String({ minLength: 1, maxLength: 32 }),
  combine_mchid: Type.String({ minLength: 1, maxLength: 32 }),
  combine_out_trade_no: number,
  sub_orders: Type.Array(sub, { minItems: 1, maxItems: most }),
  ...{ notify_url: url, time_expire: Type.Optional(Type.String({ maxLength: 64 })) },
  scene_info: Type.Optional(
    Type.Object({ device_id: Type.Optional(Type.String({ maxLength: 32 })) }),
  ),
  combine_payer_info: Type.Optional(
    Type.Object({ openid: Type.Optional(Type.String({ pattern: openidPattern })) }),
  ),
});
const closing = Type.Object({
  combine_appid: Type.String(),
  sub_orders: Type.Array(Type.Object({ mchid: Type.String(), out_trade_no: Type.String() }), {
    ...{ minItems: 1, maxItems: most },
  }),
});
type Body = Static<typeof combined>;

const partOf = ({ out_trade_no, amount, attach, description }: Body['sub_orders'][number]) => ({
  ...{ outTradeNo: out_trade_no, amount: amount.total_amount, attach, description },
});

function digestOf(channel: OrderChannel, body: Body): string {
  const { combine_appid, notify_url, time_expire = '', combine_payer_info } = body;
  const openid = combine_payer_info?.openid ?? '';
  const facts = [channel, combine_appid, notify_url, time_expire, openid, body.sub_orders];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}

function judgeParts(ask: Ask<Body>): void {
  const { sub_orders: subs, combine_mchid } = ask.body;
  judgeMchid(ask, combine_mchid);
  // Money goes to one merchant at a time: nobody can pay two of them all or not at all.
  if (subs.some(({ mchid }) => mchid !== combine_mchid)) refuseWith('NO_AUTH');
  const numbers = new Set(subs.map(({ out_trade_no }) => out_trade_no));
  const currencies = new Set(subs.map(({ amount }) => amount.currency));
  if (numbers.size !== subs.length || currencies.size !== 1) {
    refuseWith('PARAM_ERROR', {
      field: '/sub_orders',
      issue: 'two of a number, or two currencies',
    });
  }
}

async function read(deps: Payv3Deps, ask: Ask<Body>, channel: OrderChannel): Promise<NewOrder> {
  judgeParts(ask);
  const { body, access } = ask;
  await judgeApp(deps, ask, body.combine_appid);
  const parts: Part[] = body.sub_orders.map(partOf);
  const { currency, wire } = readCurrency(deps, access, body.sub_orders[0]?.amount.currency);
  const openid = channel === 'jsapi' ? body.combine_payer_info?.openid : undefined;
  if (channel === 'jsapi' && openid === undefined) {
    refuseWith('PARAM_ERROR', { field: '/combine_payer_info/openid', issue: 'is needed' });
  }
  return {
    ...{ outTradeNo: body.combine_out_trade_no, channel, currency, actorId: null },
    amountMinor: parts.reduce((sum, { amount }) => sum + amount, 0),
    description: truncate(parts.map(({ description }) => description).join(' + '), 120),
    expiresAt: readExpiry(deps, body.time_expire),
    onlyPayerId: await findPayer(deps, body.combine_appid, openid),
    attrs: {
      ...{ dialect: 'apiv3', appid: body.combine_appid, attach: '', currency: wire, parts },
      ...{ notifyUrl: body.notify_url, deviceId: body.scene_info?.device_id ?? '' },
      digest: digestOf(channel, body),
    },
  };
}

/** Numbers of parts are those of no other order. */
async function judgeNumbers(
  { db, merchants }: Payv3Deps,
  { merchantId }: MerchantRow,
  { numbers, orderId }: { numbers: readonly string[]; orderId: OrderId | null },
): Promise<void> {
  for (const outTradeNo of numbers) {
    const known = await selectOrderOf(db, merchantId, outTradeNo);
    const isFree = known === null || known === orderId;
    const other = isFree ? await merchants.orders.find(merchantId, { outTradeNo }) : null;
    if (!isFree || other !== null) refuseWith('OUT_TRADE_NO_USED');
  }
}

async function prepay(deps: Payv3Deps, ask: Ask<Body>, channel: OrderChannel): Promise<OrderRow> {
  const asked = await read(deps, ask, channel);
  const { merchant } = ask;
  const { orders } = deps.merchants;
  const { merchantId } = merchant;
  const numbers = ask.body.sub_orders.map(({ out_trade_no }) => out_trade_no);
  const known = await orders.find(merchantId, { outTradeNo: asked.outTradeNo });
  await judgeNumbers(deps, merchant, { numbers, orderId: known?.orderId ?? null });
  const outcome = await orders.create(merchantId, asked);
  if (!outcome.ok) refuseWith(createProblems[outcome.reason]);
  const order = outcome.value;
  judgeAgain(order, asked);
  if (order.state === 'paid') refuseWith('ORDERPAID');
  const { orderId } = order;
  if ((await insertParts(deps.db, { merchantId, orderId, numbers })) < numbers.length) {
    // Another order took one of the numbers at this very moment.
    await orders.close(merchantId, { orderId });
    refuseWith('OUT_TRADE_NO_USED');
  }
  return order;
}

type Written = { order: OrderRow; as?: TradeState };

/** Writes an order with its parts; `as`: how it stood when this was to be told. */
export async function writeCombined(
  deps: Payv3Deps,
  { mchid }: Pick<MerchantRow, 'mchid'>,
  { order, as }: Written,
): Promise<Record<string, unknown>> {
  const { appid = '', currency = '', deviceId = '' } = attrsOf(order);
  const state = as ?? tradeStateOf(order, deps.clock.now());
  const refunds = state === 'REFUND' ? await refundsOf(deps, order) : new Set();
  const openid = order.paidAt === null ? null : await payersOpenid(deps, order);
  const subs = partsOf(order).map((part) => ({
    ...{ mchid, out_trade_no: part.outTradeNo, attach: part.attach },
    trade_state: state === 'REFUND' && !refunds.has(part.outTradeNo) ? 'SUCCESS' : state,
    ...(order.paidAt === null
      ? {}
      : {
          ...{ trade_type: tradeTypes[order.channel], bank_type: 'OTHERS' },
          success_time: wireTime(order.paidAt),
          transaction_id: transactionIdOf(order, part),
        }),
    amount: {
      ...{ total_amount: part.amount, currency },
      ...{ payer_amount: part.amount, payer_currency: currency },
    },
  }));
  return {
    ...{ combine_appid: appid, combine_mchid: mchid, combine_out_trade_no: order.outTradeNo },
    combine_transaction_id: order.transactionNo,
    ...(deviceId === '' ? {} : { scene_info: { device_id: deviceId } }),
    sub_orders: subs,
    ...(openid === null ? {} : { combine_payer_info: { openid } }),
  };
}

/** The numbers of parts of which something went back. */
async function refundsOf({ merchants }: Payv3Deps, { merchantId, orderId }: OrderRow) {
  const refunds = await merchants.refunds.listOf(merchantId, orderId);
  return new Set(
    refunds.filter(({ state }) => state !== 'failed').map(({ attrs }) => attrs['part']),
  );
}

export function combinedEndpoints(deps: Payv3Deps): Endpoint[] {
  const { orders } = deps.merchants;
  const base = '/v3/combine-transactions';
  async function find({ merchant }: Pick<Ask, 'merchant'>, outTradeNo = ''): Promise<OrderRow> {
    const order = await orders.find(merchant.merchantId, { outTradeNo });
    if (order === null || partsOf(order).length === 0) refuseWith('ORDER_NOT_EXIST');
    return order;
  }
  const selling = (
    way: OrderChannel,
    write: (order: OrderRow, merchant: MerchantRow) => Record<string, string>,
  ) =>
    telling(`${base}/${way}`, combined, async (ask) => ({
      json: write(await prepay(deps, ask, way), ask.merchant),
    }));
  const prepaid = (order: OrderRow) => ({ prepay_id: prepayIdFor(deps, order) });
  return [
    selling('native', (order, merchant) => ({ code_url: orders.urlOf(order, merchant) })),
    selling('h5', (order, merchant) => ({ h5_url: h5UrlOf(deps, order, merchant) })),
    selling('jsapi', prepaid),
    selling('app', prepaid),
    asking(`${base}/out-trade-no/:number`, async (ask) => ({
      json: await writeCombined(deps, ask.merchant, {
        order: await find(ask, ask.params['number']),
      }),
    })),
    telling(`${base}/out-trade-no/:number/close`, closing, async (ask) => {
      const order = await find(ask, ask.params['number']);
      const given = new Set(ask.body.sub_orders.map(({ out_trade_no }) => out_trade_no));
      // They are paid together, and closed together.
      if (partsOf(order).some(({ outTradeNo }) => !given.has(outTradeNo))) {
        refuseWith('PARAM_ERROR', {
          field: '/sub_orders',
          issue: 'all of them are closed, or none',
        });
      }
      const name = { orderId: order.orderId };
      const outcome = await orders.close(ask.merchant.merchantId, name);
      if (!outcome.ok) refuseWith(closeProblems[outcome.reason]);
      return 'nothing';
    }),
  ];
}
