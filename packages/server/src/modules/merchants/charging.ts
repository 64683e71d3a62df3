import { present, type MerchantId, type OrderId, type PersonId } from '@plaza/base';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MerchantsDeps, Redeemed } from './deps.ts';
import { chargeIdOf, outNoOf } from './ids.ts';
import { createOrder } from './ordering.ts';
import { useOf, writePayment } from './paying.ts';
import { carried, dueAfter, newMove } from './refunding.ts';
import { selectMove } from './store/moves.ts';
import { ask, decline, selectOrder } from './store/orders.ts';
import { tellOrders, tellPayer } from './telling.ts';
import type { ChargeRefusal, MoveRow, NewOrder, OrderRow } from './types.ts';

type Charged = Outcome<OrderRow, ChargeRefusal>;

/** The code alone is the yes: the payment begins, as one that no command of pay takes care of. */
async function begin(
  deps: MerchantsDeps,
  order: OrderRow,
  of: { payerId: PersonId; code: string },
): Promise<Charged> {
  const { payerId, code } = of;
  const { merchantId, orderId, currency } = order;
  const moveId = chargeIdOf(orderId, code);
  const known = await selectMove(deps.db, merchantId, moveId);
  // The same code again has the same answer, also where its payment failed.
  if (known !== null) return settled(deps, order, known);
  const profile = present(deps.pay.currencies.find(currency), 'an order is in a known currency');
  const wallet = await deps.pay.findWallet(payerId, currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const allowed = await deps.pay.limits.judge([useOf(payerId, { order, profile })]);
  if (!allowed.ok) return allowed;
  const quotas = allowed.value;
  if (!wallet?.inLedger) await deps.pay.ensureWallet(payerId, profile);
  const move = newMove({
    ...{ merchantId, moveId, kind: 'payment', outNo: outNoOf(moveId), orderId, currency, quotas },
    ...{ personId: payerId, amountMinor: order.amountMinor, createdAt: deps.clock.now() },
    ...{ actorId: order.actorId, shiftId: order.shiftId },
  });
  const begun = await decide(deps.db, async (tx): Promise<Outcome<null, string>> => {
    const refused = await writePayment(deps, tx, { order, move, dueAt: dueAfter(deps) });
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
  return failure === null ? yes(await read(deps, order)) : no(failure as ChargeRefusal);
}

const read = async ({ db }: MerchantsDeps, { merchantId, orderId }: OrderRow) =>
  present(await selectOrder(db, merchantId, { orderId }), 'orders are kept');

/** Somebody was faster. */
async function lost(deps: MerchantsDeps, order: OrderRow, reason: string): Promise<Charged> {
  if (reason === 'limit_reached') return no('limit_reached');
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
  const { personId: payerId, isConfirmed, code } = of;
  return isConfirmed ? begin(deps, order, { payerId, code }) : askPayer(deps, order, payerId);
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
