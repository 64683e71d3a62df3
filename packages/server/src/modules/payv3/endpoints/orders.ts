import { truncate, type PersonId } from '@plaza/base';
import type { OrderChannel } from '@plaza/contract';
import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import type {
  CloseOrderRefusal,
  CreateOrderRefusal,
  MerchantRow,
  NewOrder,
  OrderName,
  OrderRow,
} from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, judgeMchid, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import { selectApp, selectPersonOf } from '../store/apps.ts';
import { openidPattern, outTradeNoPattern, prepayIdOf } from '../wire/numbers.ts';
import { refuseWith, type ProblemCode } from '../wire/problems.ts';
import { readWireTime } from '../wire/times.ts';
import { readCurrency } from './currency.ts';
import { attrsOf, writeTransaction, type OrderAttrs } from './transaction.ts';

// POST /v3/pay/transactions/{jsapi,native,app,h5}, and asking for and closing what came of it.

const dayMs = 86_400_000;
const longestMs = 7 * dayMs;

export const url = Type.String({ pattern: '^https?://[^\\s?#]+$', maxLength: 255 });
const amount = Type.Object({
  total: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  currency: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
});

export const orderFields = {
  appid: Type.String({ minLength: 1, maxLength: 32 }),
  mchid: Type.String({ minLength: 1, maxLength: 32 }),
  description: Type.String({ minLength: 1, maxLength: 127 }),
  out_trade_no: Type.String({ pattern: outTradeNoPattern }),
  attach: Type.Optional(Type.String({ maxLength: 128 })),
  time_expire: Type.Optional(Type.String({ maxLength: 64 })),
  amount,
  scene_info: Type.Optional(
    Type.Object({ device_id: Type.Optional(Type.String({ maxLength: 32 })) }),
  ),
};
const order = Type.Object({ ...orderFields, notify_url: url });
const payer = Type.Object({ openid: Type.String({ pattern: openidPattern }) });
const payersOrder = Type.Object({ ...orderFields, notify_url: url, payer });

export type OrderBody = Omit<Static<typeof order>, 'notify_url'> & {
  notify_url?: string;
  payer?: { openid?: string };
};

export const createProblems: Record<CreateOrderRefusal, ProblemCode> = {
  merchant_closed: 'ACCOUNT_ERROR',
  wrong_currency: 'PARAM_ERROR',
  amount_too_large: 'RULE_LIMIT',
  order_conflict: 'OUT_TRADE_NO_USED',
};
export const closeProblems: Record<CloseOrderRefusal, ProblemCode> = {
  order_unknown: 'ORDER_NOT_EXIST',
  order_paying: 'TRADE_ERROR',
  order_paid: 'ORDERPAID',
};

/** The app of a request is one of the merchant's. */
export async function judgeApp(
  { db }: Payv3Deps,
  { merchant }: Pick<Ask, 'merchant'>,
  appid: string,
): Promise<void> {
  const app = await selectApp(db, appid);
  if (app?.merchantId !== merchant.merchantId) refuseWith('APPID_MCHID_NOT_MATCH');
}

export function readExpiry({ clock }: Payv3Deps, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = readWireTime(text);
  const leftMs = at === null ? 0 : at.getTime() - clock.nowMs();
  if (at === null || leftMs <= 0) {
    refuseWith('PARAM_ERROR', { field: '/time_expire', value: text, issue: 'no time to come' });
  }
  return leftMs > longestMs ? new Date(clock.nowMs() + longestMs) : at;
}

function digestOf(channel: OrderChannel, body: OrderBody): string {
  const facts = [
    ...[channel, body.appid, body.description, body.attach ?? '', body.amount.total],
    ...[body.amount.currency ?? '', body.notify_url ?? '', body.time_expire ?? ''],
    body.payer?.openid ?? '',
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}

/** Who alone may pay; null: anybody. */
export async function findPayer(
  { db }: Payv3Deps,
  appid: string,
  openid: string | undefined,
): Promise<PersonId | null> {
  if (openid === undefined) return null;
  const personId = await selectPersonOf(db, appid, openid);
  if (personId === null) refuseWith('OPENID_MISMATCH');
  return personId;
}

/** What is asked for, as merchants understand it. */
export async function readOrder(
  deps: Payv3Deps,
  { ask, channel }: { ask: Ask<OrderBody>; channel: OrderChannel },
): Promise<NewOrder> {
  const { body, access } = ask;
  judgeMchid(ask, body.mchid);
  await judgeApp(deps, ask, body.appid);
  const { currency, wire } = readCurrency(deps, access, body.amount.currency);
  const openid = channel === 'jsapi' ? body.payer?.openid : undefined;
  const onlyPayerId = await findPayer(deps, body.appid, openid);
  const attrs: OrderAttrs = {
    ...{ dialect: 'apiv3', appid: body.appid, attach: body.attach ?? '' },
    ...{ notifyUrl: body.notify_url ?? '', currency: wire },
    deviceId: body.scene_info?.device_id ?? '',
    digest: digestOf(channel, body),
  };
  return {
    ...{ outTradeNo: body.out_trade_no, channel, amountMinor: body.amount.total, currency },
    description: truncate(body.description, 120),
    expiresAt: readExpiry(deps, body.time_expire),
    ...{ onlyPayerId, actorId: null, attrs },
  };
}

/** Under one number only the same is asked again, and nothing that is over. */
export function judgeAgain(created: OrderRow, asked: NewOrder): void {
  if (attrsOf(created).digest !== asked.attrs['digest']) refuseWith('OUT_TRADE_NO_USED');
  if (created.state === 'closed') refuseWith('ORDER_CLOSED');
}

async function prepay(
  deps: Payv3Deps,
  { ask, channel }: { ask: Ask<OrderBody>; channel: OrderChannel },
): Promise<OrderRow> {
  const asked = await readOrder(deps, { ask, channel });
  const outcome = await deps.merchants.orders.create(ask.merchant.merchantId, asked);
  if (!outcome.ok) refuseWith(createProblems[outcome.reason]);
  judgeAgain(outcome.value, asked);
  if (outcome.value.state === 'paid') refuseWith('ORDERPAID');
  return outcome.value;
}

/** Finds an order of the merchant who asks, or says that there is none. */
export async function findOrder(
  { merchants }: Payv3Deps,
  { merchant }: Pick<Ask, 'merchant'>,
  name: OrderName,
): Promise<OrderRow> {
  const found = await merchants.orders.find(merchant.merchantId, name);
  if (found === null) refuseWith('ORDER_NOT_EXIST');
  return found;
}

export function prepayIdFor({ clock }: Pick<Payv3Deps, 'clock'>, { orderId }: OrderRow): string {
  return prepayIdOf(orderId, clock.now());
}

/** Programs add `&redirect_url=…` to it. */
export function h5UrlOf(deps: Payv3Deps, found: OrderRow, merchant: MerchantRow): string {
  const page = new URL(deps.merchants.orders.urlOf(found, merchant));
  page.searchParams.set('prepay_id', prepayIdFor(deps, found));
  return page.href;
}

export function orderEndpoints(deps: Payv3Deps): Endpoint[] {
  const { merchants } = deps;
  const prepayId = (found: OrderRow) => ({ prepay_id: prepayIdFor(deps, found) });
  const query = (name: (params: Ask['params']) => OrderName) => async (ask: Ask) => {
    judgeMchid(ask, ask.query['mchid']);
    const found = await findOrder(deps, ask, name(ask.params));
    return { json: await writeTransaction(deps, ask.merchant, { order: found }) };
  };

  return [
    telling('/v3/pay/transactions/native', order, async (ask) => {
      const made = await prepay(deps, { ask, channel: 'native' });
      return { json: { code_url: merchants.orders.urlOf(made, ask.merchant) } };
    }),
    telling('/v3/pay/transactions/jsapi', payersOrder, async (ask) => ({
      json: prepayId(await prepay(deps, { ask, channel: 'jsapi' })),
    })),
    telling('/v3/pay/transactions/app', order, async (ask) => ({
      json: prepayId(await prepay(deps, { ask, channel: 'app' })),
    })),
    telling('/v3/pay/transactions/h5', order, async (ask) => ({
      json: { h5_url: h5UrlOf(deps, await prepay(deps, { ask, channel: 'h5' }), ask.merchant) },
    })),
    asking(
      '/v3/pay/transactions/id/:number',
      query(({ number = '' }) => ({ transactionNo: number })),
    ),
    asking(
      '/v3/pay/transactions/out-trade-no/:number',
      query(({ number = '' }) => ({ outTradeNo: number })),
    ),
    telling(
      '/v3/pay/transactions/out-trade-no/:number/close',
      Type.Object({ mchid: Type.String() }),
      async (ask) => {
        judgeMchid(ask, ask.body.mchid);
        const { merchantId } = ask.merchant;
        const name = { outTradeNo: ask.params['number'] ?? '' };
        const outcome = await merchants.orders.close(merchantId, name);
        if (!outcome.ok) refuseWith(closeProblems[outcome.reason]);
        return 'nothing';
      },
    ),
  ];
}
