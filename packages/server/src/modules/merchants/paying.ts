import {
  cleanLine,
  present,
  type FamilyCardId,
  type MerchantId,
  type MoveId,
  type OrderId,
  type PayKey,
  type PersonId,
} from '@plaza/base';
import { staticCodeDayMajor, type Approval, type OrderReceipt } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import { isOfCard, type JudgedCard } from '../family/index.ts';
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
import type { ApprovalRefusal, MoveRow, OrderRow, Quotas, SpendRefusal } from './types.ts';

/** What somebody says yes to. */
export type OrderPayment = {
  merchantId: MerchantId;
  /** Null: a new order by a static code. */
  orderId: OrderId | null;
  amountMinor: number;
  currency: string;
  /** A family card of which the payer is the holder; without one it is their own wallet. */
  cardId?: FamilyCardId;
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
  | 'card_unknown'
  | 'card_paused'
  | 'card_declined'
  | SpendRefusal
  | ApprovalRefusal
  | 'key_reused'
  | 'unavailable';

type SourceRefusal =
  | SpendRefusal
  | 'wrong_currency'
  | 'card_unknown'
  | 'card_paused'
  | 'card_declined';

/** Where the money comes from, and what of whose limits it takes. */
export type Source = {
  quotas: Quotas;
  card: JudgedCard | null;
  /** The wallet is in the ledger. */
  isOpen: boolean;
};

/** Refusals of the payment itself: the first answer, and it stays. */
export const keptOfPaying: ReadonlySet<string> = new Set<PayRefusal>([
  ...(['merchant_closed', 'order_paid', 'order_closed', 'wallet_frozen'] as const),
]);

/** What an approval is bound to: this merchant, this order or a new one, this amount, this card. */
export function approvedOf({ merchantId, orderId, amountMinor, currency, cardId }: OrderPayment) {
  const payee = `merchant ${merchantId} ${orderId ?? 'static'}`;
  return { payee: cardId === undefined ? payee : `${payee} card ${cardId}`, amountMinor, currency };
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
  of: { order: OrderRow; move: MoveRow; source: Source; dueAt: Date },
): Promise<void | No<StandsInTheWay | 'card_paused'>> {
  const { order, move, source, dueAt } = of;
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
  return source.card === null
    ? undefined
    : takeOfCard(deps, tx, { order, move, card: source.card });
}

/** The card pays, if it is still as it was judged. */
async function takeOfCard(
  { cards }: MerchantsDeps,
  tx: Tx,
  { order, move, card }: { order: OrderRow; move: MoveRow; card: JudgedCard },
): Promise<void | No<'card_paused'>> {
  const { merchantId, amountMinor, currency, description } = order;
  const { name: merchant } = present(await selectMerchant(tx, merchantId), 'merchants are kept');
  const taken = {
    paymentId: move.moveId,
    merchantId,
    merchant,
    description,
    amountMinor,
    currency,
  };
  return cards.take(tx, card, taken);
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

export type Sale = { order: OrderRow; profile: CurrencyProfile };

/** By the payer’s own wallet, or by a card on the wallet of somebody else. */
export async function judgeSource(
  deps: MerchantsDeps,
  payerId: PersonId,
  { cardId, ...of }: Sale & { cardId: FamilyCardId | null },
): Promise<Outcome<Source, SourceRefusal>> {
  const { order } = of;
  const use = useOf(payerId, of);
  if (cardId !== null) {
    const { cap } = { cap: undefined, ...use };
    const { amountMinor, currency } = order;
    const spending = { cardId, amountMinor, currency, ...(cap === undefined ? {} : { cap }) };
    const judged = await deps.cards.judge(payerId, spending);
    return judged.ok
      ? yes({ quotas: judged.value.quotas, card: judged.value, isOpen: true })
      : judged;
  }
  const wallet = await deps.pay.findWallet(payerId, order.currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const allowed = await deps.pay.limits.judge([use]);
  if (!allowed.ok) return allowed;
  return yes({ quotas: allowed.value, card: null, isOpen: wallet?.inLedger === true });
}

/** The move of a payment, from whichever wallet. */
export function paymentOf(
  deps: MerchantsDeps,
  of: { order: OrderRow; payerId: PersonId; moveId: MoveId; source: Source },
): MoveRow {
  const { order, payerId: personId, moveId, source } = of;
  const { merchantId, orderId, currency, amountMinor, actorId, shiftId } = order;
  return newMove({
    ...{ merchantId, moveId, kind: 'payment', outNo: outNoOf(moveId), orderId, currency },
    ...{ personId, amountMinor, createdAt: deps.clock.now(), actorId, shiftId },
    ...{ sourceId: source.card?.giverId ?? null, cardId: source.card?.cardId ?? null },
  });
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
  const sourced = await judgeSource(deps, payerId, {
    ...{ order, profile, cardId: input.cardId ?? null },
  });
  if (!sourced.ok) return sourced;
  const source = sourced.value;
  if (input.approval !== null) {
    const approved = await deps.pay.approve(payerId, approvedOf(input), input.approval);
    if (!approved.ok) return approved;
  }
  if (!source.isOpen) await deps.pay.ensureWallet(payerId, profile);
  const moveId = paymentIdOf(payerId, input.key);
  const move = paymentOf(deps, { order, payerId, moveId, source });
  return yes({
    subjectId: moveId,
    quotas: source.quotas,
    async write(tx) {
      if (input.orderId === null) await insertOrder(tx, order);
      return writePayment(deps, tx, { order, move, source, dueAt: dueAfter(deps) });
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
  const { key, merchantId, orderId, amountMinor, currency, description, cardId } = input;
  const body = [merchantId, orderId ?? '', amountMinor, currency, description];
  const outcome = await deps.pay.run({
    asked: {
      ...{ personId: payerId, key, method: 'merchants.pay' },
      body: [...body, ...(cardId === undefined ? [] : [cardId])],
    },
    judge: () => judgePaying(deps, payerId, input),
    kept: keptOfPaying,
  });
  if (!outcome.ok) {
    // Somebody was faster with what was left; of the giver’s own limits nobody else is told.
    const isGivers = outcome.reason === 'limit_reached' && !isOfCard(outcome.details);
    if (cardId !== undefined && isGivers) return no('card_declined');
    return outcome as Outcome<OrderReceipt, PayRefusal>;
  }
  return yes(await presentPaid(deps, outcome.value));
}
