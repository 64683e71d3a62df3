import { truncate } from '@plaza/base';
import { Type, type Static } from 'typebox';
import type { EndHoldRefusal, HoldRefusal, MerchantRow, MoveRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import { selectPersonOf } from '../store/apps.ts';
import { openidPattern } from '../wire/numbers.ts';
import { refuseWith, type ProblemCode } from '../wire/problems.ts';
import { compactTime } from '../wire/times.ts';
import { readCurrency } from './currency.ts';
import { judgeApp, url } from './orders.ts';

// /v3/payscore/serviceorder: a shop holds a deposit, serves, and takes what it cost. Here it is
// money that is held, and not a score of the person: nobody is judged.

const holdSeconds = 30 * 86_400;
const minor = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const items = Type.Array(
  Type.Object({ name: Type.String({ maxLength: 40 }), amount: Type.Optional(minor) }),
  { maxItems: 100 },
);
const loose = Type.Record(Type.String(), Type.Unknown());

const created = Type.Object({
  out_order_no: Type.String({ pattern: '^[0-9A-Za-z_\\-|*@]{1,32}$' }),
  appid: Type.String({ minLength: 1, maxLength: 32 }),
  service_id: Type.String({ minLength: 1, maxLength: 32 }),
  service_introduction: Type.String({ minLength: 1, maxLength: 120 }),
  risk_fund: Type.Object({
    name: Type.String({ maxLength: 64 }),
    amount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    description: Type.Optional(Type.String({ maxLength: 128 })),
  }),
  time_range: loose,
  location: Type.Optional(loose),
  post_payments: Type.Optional(items),
  post_discounts: Type.Optional(items),
  attach: Type.Optional(Type.String({ maxLength: 256 })),
  notify_url: url,
  openid: Type.Optional(Type.String({ pattern: openidPattern })),
  need_user_confirm: Type.Optional(Type.Boolean()),
});
const named = { appid: Type.String(), service_id: Type.String() };
const completed = Type.Object({
  ...{ ...named, post_payments: items, post_discounts: Type.Optional(items), total_amount: minor },
  ...{ time_range: Type.Optional(loose), location: Type.Optional(loose) },
});
const cancelled = Type.Object({ ...named, reason: Type.String({ maxLength: 50 }) });

type Body = Static<typeof created>;
export type HoldAttrs = {
  dialect: 'apiv3';
  notifyUrl: string;
  appid: string;
  digest: string;
  /** What was asked for; later what it came to. */
  service: Omit<Body, 'openid' | 'need_user_confirm' | 'out_order_no'> & { total_amount?: number };
};

export const attrsOf = ({ attrs }: Pick<MoveRow, 'attrs'>) => attrs as Partial<HoldAttrs>;

const holdProblems: Record<HoldRefusal, ProblemCode> = {
  merchant_closed: 'ACCOUNT_ERROR',
  wrong_currency: 'PARAM_ERROR',
  amount_too_large: 'RULE_LIMIT',
  hold_conflict: 'ALREADY_EXISTS',
};
const endProblems: Record<EndHoldRefusal, ProblemCode> = {
  hold_unknown: 'RESOURCE_NOT_EXISTS',
  hold_over: 'INVALID_REQUEST',
  hold_asked: 'INVALID_REQUEST',
  wrong_amount: 'PARAM_ERROR',
  unavailable: 'SYSTEM_ERROR',
};

type Standing = {
  state: 'CREATED' | 'DOING' | 'DONE' | 'REVOKED' | 'EXPIRED';
  state_description?: 'USER_CONFIRM' | 'MCH_COMPLETE';
};

/** A service that cost nothing is done, although nothing was taken. */
export function serviceStateOf(move: MoveRow): Standing {
  const costsNothing = attrsOf(move).service?.total_amount === 0;
  const states: Record<MoveRow['state'], Standing> = {
    asked: { state: 'CREATED' },
    processing: { state: 'CREATED' },
    held: {
      state: 'DOING',
      state_description: move.wanted === 'take' ? 'MCH_COMPLETE' : 'USER_CONFIRM',
    },
    done: { state: 'DONE' },
    returned: { state: costsNothing ? 'DONE' : 'REVOKED' },
    dropped: { state: 'REVOKED' },
    expired: { state: 'EXPIRED' },
    failed: { state: 'REVOKED' },
  };
  return states[move.state];
}

function collectionOf(move: MoveRow) {
  if (move.state !== 'done') return {};
  const paid = Number(move.settledMinor);
  const at = compactTime(move.settledAt ?? move.createdAt);
  const detail = { seq: 1, amount: paid, paid_type: 'NEWTON', paid_time: at };
  return {
    collection: {
      ...{ state: 'USER_PAID', total_amount: paid, paying_amount: 0, paid_amount: paid },
      details: [{ ...detail, transaction_id: move.moveNo }],
    },
  };
}

export function writeServiceOrder(
  { mchid }: Pick<MerchantRow, 'mchid'>,
  move: MoveRow,
): Record<string, unknown> {
  const { service } = attrsOf(move);
  const total = service?.total_amount;
  return {
    ...{ ...service, mchid, out_order_no: move.outNo, order_id: move.moveNo },
    ...serviceStateOf(move),
    ...(total === undefined ? {} : { total_amount: total, need_collection: total > 0 }),
    ...collectionOf(move),
  };
}

/** What a program hands to the app, so that the person is asked. */
const packageOf = ({ merchantId, moveId }: MoveRow) =>
  Buffer.from(`hold ${merchantId} ${moveId}`).toString('base64url');

async function create(deps: Payv3Deps, ask: Ask<Body>): Promise<MoveRow> {
  const { body, merchant } = ask;
  await judgeApp(deps, ask, body.appid);
  // Who holds somebody's money asks them first, always.
  if (body.need_user_confirm === false) refuseWith('NO_AUTH');
  const { openid, need_user_confirm: _, out_order_no: outOrderNo, ...service } = body;
  const onlyPayerId =
    openid === undefined ? null : await selectPersonOf(deps.db, body.appid, openid);
  if (openid !== undefined && onlyPayerId === null) refuseWith('OPENID_MISMATCH');
  const digest = JSON.stringify([body.appid, body.risk_fund.amount, openid ?? '']);
  const attrs: HoldAttrs = {
    ...{ dialect: 'apiv3', notifyUrl: body.notify_url, appid: body.appid, digest, service },
  };
  const outcome = await deps.merchants.holds.create(merchant.merchantId, {
    ...{ outOrderNo, amountMinor: body.risk_fund.amount, holdSeconds, onlyPayerId, attrs },
    currency: readCurrency(deps, ask.access, undefined).currency,
    description: truncate(body.service_introduction, 120),
  });
  if (!outcome.ok) refuseWith(holdProblems[outcome.reason]);
  if (attrsOf(outcome.value).digest !== digest) refuseWith('ALREADY_EXISTS');
  return outcome.value;
}

const sumOf = (list: Static<typeof items> | undefined) =>
  (list ?? []).reduce((sum, { amount = 0 }) => sum + amount, 0);

async function find(deps: Payv3Deps, ask: Ask, outNo: string | undefined): Promise<MoveRow> {
  const move = await deps.merchants.holds.find(ask.merchant.merchantId, { outNo: outNo ?? '' });
  if (move === null) refuseWith('RESOURCE_NOT_EXISTS');
  return move;
}

async function complete(deps: Payv3Deps, ask: Ask<Static<typeof completed>>): Promise<MoveRow> {
  const { holds } = deps.merchants;
  const { body, merchant } = ask;
  const total = body.total_amount;
  if (total !== sumOf(body.post_payments) - sumOf(body.post_discounts)) {
    refuseWith('PARAM_ERROR', { field: '/total_amount', issue: 'payments less discounts' });
  }
  const move = await find(deps, ask, ask.params['number']);
  const name = { moveId: move.moveId };
  const before = attrsOf(move);
  if (move.state === 'held' && BigInt(total) <= move.amountMinor) {
    const service = { ...before.service, ...body };
    await holds.modify(merchant.merchantId, name, { ...before, service });
  }
  const outcome =
    total === 0
      ? await holds.cancel(merchant.merchantId, name)
      : await holds.complete(merchant.merchantId, name, total);
  if (!outcome.ok) refuseWith(endProblems[outcome.reason]);
  return outcome.value;
}

const base = '/v3/payscore/serviceorder';

/**
 * What is for services whose cost is known and not yet taken. Here it is taken in the moment in
 * which it is said, so it never is the time for these.
 */
function endpointsOfDebts(deps: Payv3Deps): Endpoint[] {
  return ['modify', 'sync', 'pay'].map((verb) =>
    telling(`${base}/:number/${verb}`, Type.Object(named), async (ask) => {
      await find(deps, ask, ask.params['number']);
      return refuseWith('INVALID_REQUEST', { issue: 'nothing of it is owed' });
    }),
  );
}

export function serviceOrderEndpoints(deps: Payv3Deps): Endpoint[] {
  const { holds } = deps.merchants;
  return [
    ...endpointsOfDebts(deps),
    telling(base, created, async (ask) => {
      const move = await create(deps, ask);
      const json = { ...writeServiceOrder(ask.merchant, move), package: packageOf(move) };
      return { json };
    }),
    asking(base, async (ask) => ({
      json: writeServiceOrder(ask.merchant, await find(deps, ask, ask.query['out_order_no'])),
    })),
    telling(`${base}/:number/complete`, completed, async (ask) => ({
      json: writeServiceOrder(ask.merchant, await complete(deps, ask)),
    })),
    telling(`${base}/:number/cancel`, cancelled, async (ask) => {
      const { appid, service_id } = ask.body;
      const move = await find(deps, ask, ask.params['number']);
      // Once it is known what it cost it is taken, and no longer called off.
      if (move.wanted === 'take') refuseWith('INVALID_REQUEST');
      const { merchantId, mchid } = ask.merchant;
      const outcome = await holds.cancel(merchantId, { moveId: move.moveId });
      if (!outcome.ok) refuseWith(endProblems[outcome.reason]);
      const numbers = { out_order_no: move.outNo, order_id: move.moveNo };
      return { json: { appid, mchid, service_id, ...numbers } };
    }),
  ];
}
