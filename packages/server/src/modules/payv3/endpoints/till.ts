import { Type } from 'typebox';
import type { ChargeRefusal, ReverseRefusal } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { judgeMchid, telling, type Endpoint } from '../serving/endpoint.ts';
import { refuseWith, type ProblemCode } from '../wire/problems.ts';
import { createProblems, judgeAgain, orderFields, readOrder } from './orders.ts';
import { writeTransaction } from './transaction.ts';

// POST /v3/pay/transactions/codepay, and taking back what a till is not sure of.

const codeOrder = Type.Object({
  ...orderFields,
  notify_url: Type.Optional(Type.String({ pattern: '^https?://[^\\s?#]+$', maxLength: 255 })),
  payer: Type.Object({ auth_code: Type.String({ pattern: '^[0-9]{18}$' }) }),
});

const chargeProblems: Record<ChargeRefusal, ProblemCode> = {
  ...createProblems,
  order_closed: 'ORDER_CLOSED',
  code_unknown: 'AUTHCODEINVALID',
  code_expired: 'AUTHCODEINVALID',
  code_used: 'AUTHCODEINVALID',
  insufficient_funds: 'NOT_ENOUGH',
  wallet_frozen: 'TRADE_ERROR',
  limit_reached: 'RULE_LIMIT',
  class_needed: 'RULE_LIMIT',
  not_for_minors: 'RULE_LIMIT',
  unavailable: 'SYSTEM_ERROR',
};

const reverseProblems: Record<ReverseRefusal, ProblemCode> = {
  order_unknown: 'ORDER_NOT_EXIST',
  order_paying: 'TRADE_ERROR',
  order_paid: 'ORDERPAID',
  order_unpaid: 'INVALID_REQUEST',
  refund_too_large: 'INVALID_REQUEST',
  refund_too_late: 'RULE_LIMIT',
  too_many_refunds: 'RULE_LIMIT',
  refund_conflict: 'INVALID_REQUEST',
  insufficient_funds: 'NOT_ENOUGH',
  payee_frozen: 'USER_ACCOUNT_ABNORMAL',
  unavailable: 'SYSTEM_ERROR',
};

export function tillEndpoints(deps: Payv3Deps): Endpoint[] {
  const { merchants } = deps;
  return [
    telling('/v3/pay/transactions/codepay', codeOrder, async (ask) => {
      const { payer, ...rest } = ask.body;
      const asked = await readOrder(deps, { ask: { ...ask, body: rest }, channel: 'code' });
      const { merchantId } = ask.merchant;
      const outcome = await merchants.orders.charge(merchantId, {
        ...asked,
        code: payer.auth_code,
      });
      if (!outcome.ok) refuseWith(chargeProblems[outcome.reason]);
      judgeAgain(outcome.value, asked);
      return { json: await writeTransaction(deps, ask.merchant, { order: outcome.value }) };
    }),
    telling(
      '/v3/pay/transactions/out-trade-no/:number/reverse',
      Type.Object({ appid: Type.String(), mchid: Type.String() }),
      async (ask) => {
        const { appid, mchid } = ask.body;
        judgeMchid(ask, mchid);
        const outTradeNo = ask.params['number'] ?? '';
        const { merchantId } = ask.merchant;
        const outcome = await merchants.orders.reverse(merchantId, { outTradeNo });
        if (!outcome.ok) refuseWith(reverseProblems[outcome.reason]);
        return { json: { appid, mchid, out_trade_no: outTradeNo } };
      },
    ),
  ];
}
