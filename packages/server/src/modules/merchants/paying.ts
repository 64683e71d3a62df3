import {
  cleanLine,
  present,
  type MerchantId,
  type OrderId,
  type PayKey,
  type PersonId,
} from '@plaza/base';
import { staticCodeDayMajor, type Approval, type OrderReceipt } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { CurrencyProfile, Finisher, Intent } from '../pay/index.ts';
import { carryOut } from './carrying.ts';
import type { MerchantsDeps } from './deps.ts';
import { outNoOf, ownOrderIdOf, paymentIdOf } from './ids.ts';
import { judgeSale, longestDescription, newOrderRow } from './ordering.ts';
import { receiptOf } from './present.ts';
import { dueAfter, newMove } from './refunding.ts';
import { selectMerchant } from './store/merchants.ts';
import { insertMove, selectMoves } from './store/moves.ts';
import { agreeToPay, insertOrder, selectOrder } from './store/orders.ts';
import { putParties } from './store/parties.ts';
import { tellPayer } from './telling.ts';
import type { ApprovalRefusal, MoveRow, OrderRow, SpendRefusal } from './types.ts';

/** What somebody says yes to. */
export type OrderPayment = {
  merchantId: MerchantId;
  /** Null: a new order by a static code. */
  orderId: OrderId | null;
  amountMinor: number;
  currency: string;
};

/** `approval: null` is the city itself, as in the fill of a demo city: never from outside. */
export type NewPayment = OrderPayment & {
  key: PayKey;
  description: string;
  approval: Approval | null;
};

type StandsInTheWay = 'order_unknown' | 'order_paying' | 'order_paid' | 'order_closed';
export type PayRefusal =
  | StandsInTheWay
  | 'merchant_closed'
  | 'wrong_currency'
  | 'amount_too_large'
  | 'wrong_amount'
  | SpendRefusal
  | ApprovalRefusal
  | 'key_reused'
  | 'unavailable';

/** Refusals of the payment itself: the first answer, and it stays. */
export const keptOfPaying: ReadonlySet<string> = new Set<PayRefusal>([
  ...(['merchant_closed', 'order_paid', 'order_closed', 'wallet_frozen'] as const),
]);

/** What an approval is bound to: this merchant, this order or a new one, this amount. */
export function approvedOf({ merchantId, orderId, amountMinor, currency }: OrderPayment) {
  return { payee: `merchant ${merchantId} ${orderId ?? 'static'}`, amountMinor, currency };
}

/** Null: this person may pay it now. */
export function hindranceTo(order: OrderRow, payerId: PersonId, now: Date): StandsInTheWay | null {
  if (order.onlyPayerId !== null && order.onlyPayerId !== payerId) return 'order_unknown';
  if (order.state === 'paid') return 'order_paid';
  if (order.state === 'paying') return 'order_paying';
  if (order.state === 'closed' || order.expiresAt <= now) return 'order_closed';
  return order.state === 'asking' && order.payerId !== payerId ? 'order_paying' : null;
}

/** Writes that somebody has said yes: of several at once, one has; the others hear what stands. */
export async function writePayment(
  deps: MerchantsDeps,
  tx: Tx,
  of: { order: OrderRow; move: MoveRow; dueAt: Date },
): Promise<void | No<StandsInTheWay>> {
  const { order, move, dueAt } = of;
  const { merchantId, orderId } = order;
  const payerId = present(move.personId, 'somebody pays');
  const key = { merchantId, orderId };
  const now = deps.clock.now();
  const agreed = await agreeToPay(tx, key, { payerId, paymentId: move.moveId, now });
  if (agreed === null) {
    const found = present(await selectOrder(tx, merchantId, { orderId }), 'orders are kept');
    return no(hindranceTo(found, payerId, now) ?? 'order_paying');
  }
  // Who has this payment already is at it, or has their answer.
  if (!(await insertMove(tx, move, dueAt))) return no('order_paying');
  await putParties(tx, [
    { personId: payerId, merchantId, subjectId: orderId, isOrder: true, askingUntil: null },
  ]);
  // It asks no more on their other devices.
  if (order.state === 'asking') await tellPayer(deps, tx, agreed);
}

/** The order that a payer makes by a static code. */
function ownOrder(
  { clock }: MerchantsDeps,
  payerId: PersonId,
  { key, merchantId, amountMinor, currency, description }: NewPayment,
): OrderRow {
  const orderId = ownOrderIdOf(payerId, key);
  return newOrderRow({
    ...{ merchantId, orderId, amountMinor, currency, description, now: clock.now() },
    ...{ outTradeNo: outNoOf(orderId), channel: 'static', expiresAt: null },
    ...{ onlyPayerId: payerId, actorId: null, attrs: {} },
  });
}

type Judged = Outcome<{ order: OrderRow; profile: CurrencyProfile }, PayRefusal>;

async function judgeOrder(
  deps: MerchantsDeps,
  payerId: PersonId,
  input: NewPayment,
): Promise<Judged> {
  const { merchantId, orderId, amountMinor, currency } = input;
  const sale = await judgeSale(deps, merchantId, input);
  if (orderId === null) {
    if (!sale.ok) return sale;
    return yes({ order: ownOrder(deps, payerId, input), profile: sale.value });
  }
  const order = await selectOrder(deps.db, merchantId, { orderId });
  if (order === null) return no('order_unknown');
  const hindrance = hindranceTo(order, payerId, deps.clock.now());
  if (hindrance !== null) return no(hindrance);
  if (!sale.ok) return sale;
  if (order.currency !== currency) return no('wrong_currency');
  if (order.amountMinor !== BigInt(amountMinor)) return no('wrong_amount');
  return yes({ order, profile: sale.value });
}

/** What this takes of the payer’s limits; static codes have a cap of their own besides. */
export function useOf(
  payerId: PersonId,
  of: { order: Pick<OrderRow, 'channel' | 'amountMinor' | 'currency'>; profile: CurrencyProfile },
) {
  const { order, profile } = of;
  const { amountMinor, currency } = order;
  const use = { personId: payerId, currency, amountMinor, way: 'spend' as const };
  const cap = { name: 'static', perDayMinor: staticCodeDayMajor * 10 ** profile.scale };
  return order.channel === 'static' ? { ...use, cap } : use;
}

/** Judges in an order in which the answer costs least; a PIN is only asked for what can be. */
async function judgePaying(
  deps: MerchantsDeps,
  payerId: PersonId,
  input: NewPayment,
): Promise<Outcome<Intent, PayRefusal>> {
  const judged = await judgeOrder(deps, payerId, input);
  if (!judged.ok) return judged;
  const { order, profile } = judged.value;
  const { merchantId, orderId, currency } = order;
  const wallet = await deps.pay.findWallet(payerId, currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const allowed = await deps.pay.limits.judge([useOf(payerId, { order, profile })]);
  if (!allowed.ok) return allowed;
  if (input.approval !== null) {
    const approved = await deps.pay.approve(payerId, approvedOf(input), input.approval);
    if (!approved.ok) return approved;
  }
  if (!wallet?.inLedger) await deps.pay.ensureWallet(payerId, profile);
  const moveId = paymentIdOf(payerId, input.key);
  const move = newMove({
    ...{ merchantId, moveId, kind: 'payment', outNo: outNoOf(moveId), orderId, currency },
    ...{ personId: payerId, amountMinor: order.amountMinor, createdAt: deps.clock.now() },
    ...{ actorId: order.actorId, shiftId: order.shiftId },
  });
  return yes({
    subjectId: moveId,
    quotas: allowed.value,
    async write(tx) {
      if (input.orderId === null) await insertOrder(tx, order);
      return writePayment(deps, tx, { order, move, dueAt: dueAfter(deps) });
    },
  });
}

/** Carries a payment to its end, from wherever it was left. */
export function createPayFinisher(deps: MerchantsDeps): Finisher {
  return async ({ subjectId }) => {
    const [found] = await selectMoves(deps.db, [subjectId]);
    const move = await carryOut(deps, present(found, 'the intent names its payment'));
    if (move.failure !== null) return { outcome: { ok: false, reason: move.failure } };
    const { merchantId, orderId } = move;
    return { outcome: { ok: true, value: { merchantId, orderId } } };
  };
}

/** The receipt as it was answered first: just paid, and nothing given back. */
async function presentPaid(deps: MerchantsDeps, kept: unknown): Promise<OrderReceipt> {
  const { merchantId, orderId } = kept as { merchantId: MerchantId; orderId: OrderId };
  const merchant = present(await selectMerchant(deps.db, merchantId), 'merchants are kept');
  const order = present(await selectOrder(deps.db, merchantId, { orderId }), 'orders are kept');
  return receiptOf(deps.pay, { merchant, order: { ...order, refundedMinor: 0n }, failure: null });
}

/** A resident pays an order, or a new one by a static code. */
export async function pay(
  deps: MerchantsDeps,
  payerId: PersonId,
  given: NewPayment,
): Promise<Outcome<OrderReceipt, PayRefusal>> {
  const input = { ...given, description: cleanLine(given.description, longestDescription) };
  const { key, merchantId, orderId, amountMinor, currency, description } = input;
  const outcome = await deps.pay.run({
    asked: {
      ...{ personId: payerId, key, method: 'merchants.pay' },
      body: [merchantId, orderId ?? '', amountMinor, currency, description],
    },
    judge: () => judgePaying(deps, payerId, input),
    kept: keptOfPaying,
  });
  if (!outcome.ok) return outcome as Outcome<OrderReceipt, PayRefusal>;
  return yes(await presentPaid(deps, outcome.value));
}
