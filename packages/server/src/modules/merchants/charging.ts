import {
  present,
  type FamilyCardId,
  type MerchantId,
  type OrderId,
  type PersonId,
} from '@plaza/base';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MerchantsDeps, Redeemed } from './deps.ts';
import { chargeIdOf } from './ids.ts';
import { createOrder } from './ordering.ts';
import { judgeSource, paymentOf, writePayment } from './paying.ts';
import { carried, dueAfter } from './refunding.ts';
import { selectMove } from './store/moves.ts';
import { ask, decline, selectOrder } from './store/orders.ts';
import { tellOrders, tellPayer } from './telling.ts';
import type { ChargeRefusal, MoveRow, NewOrder, OrderRow } from './types.ts';

type Charged = Outcome<OrderRow, ChargeRefusal>;

/** Who takes money by a code is not told that it is of somebody else’s wallet. */
function toldOf(reason: string): ChargeRefusal {
  const isOfCard = reason.startsWith('card_') || reason === 'wrong_currency';
  return isOfCard ? 'insufficient_funds' : (reason as ChargeRefusal);
}

/** The code alone is the yes: the payment begins, as one that no command of pay takes care of. */
async function begin(
  deps: MerchantsDeps,
  order: OrderRow,
  of: { payerId: PersonId; code: string; cardId: FamilyCardId | null },
): Promise<Charged> {
  const { payerId, code, cardId } = of;
  const { merchantId, orderId, currency } = order;
  const moveId = chargeIdOf(orderId, code);
  const known = await selectMove(deps.db, merchantId, moveId);
  // The same code again has the same answer, also where its payment failed.
  if (known !== null) return settled(deps, order, known);
  const profile = present(deps.pay.currencies.find(currency), 'an order is in a known currency');
  const sourced = await judgeSource(deps, payerId, { order, profile, cardId });
  if (!sourced.ok) return no(toldOf(sourced.reason), cardId === null ? sourced.details : undefined);
  const source = sourced.value;
  const { quotas } = source;
  if (!source.isOpen) await deps.pay.ensureWallet(payerId, profile);
  const move = { ...paymentOf(deps, { order, payerId, moveId, source }), quotas };
  const begun = await decide(deps.db, async (tx): Promise<Outcome<null, string>> => {
    const written = { order, move, source, dueAt: dueAfter(deps) };
    const refused = await writePayment(deps, tx, written);
    if (refused !== undefined) return refused;
    return deps.pay.limits.reserve(tx, quotas);
  });
  if (!begun.ok) return lost(deps, order, begun.reason);
  return settled(deps, order, move);
}

/** Carries a payment to its end, and says how the order stands then, or why it failed. */
async function settled(
  deps: MerchantsDeps,
  order: OrderRow,
  move: Pick<MoveRow, 'merchantId' | 'moveId'>,
): Promise<Charged> {
  const outcome = await carried(deps, move);
  if (!outcome.ok) return outcome;
  const { failure } = outcome.value;
  return failure === null ? yes(await read(deps, order)) : no(toldOf(failure));
}

const read = async ({ db }: MerchantsDeps, { merchantId, orderId }: OrderRow) =>
  present(await selectOrder(db, merchantId, { orderId }), 'orders are kept');

/** Somebody was faster. */
async function lost(deps: MerchantsDeps, order: OrderRow, reason: string): Promise<Charged> {
  if (reason === 'limit_reached' || reason === 'card_paused') return no(toldOf(reason));
  const now = await read(deps, order);
  const { merchantId, paymentId, state } = now;
  if (state === 'closed') return no('order_closed');
  if (state !== 'paying' || paymentId === null) return yes(now);
  return settled(deps, now, { merchantId, moveId: paymentId });
}

/** The payer has to say yes on their own device: until then the order asks them alone. */
async function askPayer(deps: MerchantsDeps, order: OrderRow, payerId: PersonId): Promise<Charged> {
  const { merchantId, orderId } = order;
  const asked = await deps.db.tx(async (tx) => {
    const row = await ask(tx, { merchantId, orderId }, { payerId, now: deps.clock.now() });
    if (row === null) return null;
    await tellOrders(deps, tx, [row]);
    await tellPayer(deps, tx, row);
    return row;
  });
  return asked === null ? lost(deps, order, 'order_closed') : yes(asked);
}

function go(deps: MerchantsDeps, order: OrderRow, of: Redeemed & { code: string }) {
  const { personId: payerId, isConfirmed, code, cardId } = of;
  return isConfirmed
    ? begin(deps, order, { payerId, code, cardId })
    : askPayer(deps, order, payerId);
}

/**
 * Takes an order and has it paid by the code that a customer shows. Asked again under the same
 * number it goes on where it was left; the code is only good for this one order.
 */
export async function charge(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  given: NewOrder & { code: string },
): Promise<Charged> {
  const { code, ...newOrder } = given;
  const created = await createOrder(deps, merchantId, newOrder);
  if (!created.ok) return created;
  const order = created.value;
  const { orderId, currency, state, paymentId } = order;
  if (state === 'paid' || state === 'asking') return created;
  if (state === 'closed' || order.expiresAt <= deps.clock.now()) return no('order_closed');
  if (state === 'paying' && paymentId !== null) {
    return settled(deps, order, { merchantId, moveId: paymentId });
  }
  const amountMinor = Number(order.amountMinor);
  const redeemed = await deps.codes.redeem(code, { merchantId, orderId, amountMinor, currency });
  return redeemed.ok ? go(deps, order, { ...redeemed.value, code }) : redeemed;
}

type DeclineRefusal = 'order_unknown' | 'order_paid' | 'unavailable';

/** The payer who is asked says no: the order is open again. */
export async function declineOrder(
  deps: MerchantsDeps,
  payerId: PersonId,
  { merchantId, orderId }: { merchantId: MerchantId; orderId: OrderId },
): Promise<Outcome<null, DeclineRefusal>> {
  const found = await selectOrder(deps.db, merchantId, { orderId });
  if (found === null || found.payerId !== payerId) return no('order_unknown');
  // They said yes already, and in a moment it is paid, or open again.
  if (found.state === 'paying') return no('unavailable');
  if (found.state === 'paid') return no('order_paid');
  await deps.db.tx(async (tx) => {
    const row = await decline(tx, { merchantId, orderId }, payerId);
    if (row === null) return;
    await tellOrders(deps, tx, [row]);
    await tellPayer(deps, tx, { ...row, payerId });
  });
  return yes(null);
}
