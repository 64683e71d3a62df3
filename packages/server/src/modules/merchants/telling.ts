import { present, type PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import type { SyncItem } from '../sync/index.ts';
import { addChanges } from './changes.ts';
import type { MerchantsDeps, Querying } from './deps.ts';
import { orderOf, payableOf, payoutOf, peopleOf } from './present.ts';
import { selectMerchant, selectStaff } from './store/merchants.ts';
import { putParties } from './store/parties.ts';
import type { MerchantRow, MoveRow, OrderRow } from './types.ts';

type Cards = Awaited<ReturnType<MerchantsDeps['identity']['getCards']>>;

/** Of an erased person no log is begun again. */
function isThere(cards: Cards, personId: PersonId): boolean {
  return (cards.get(personId)?.displayName ?? '') !== '';
}

/** Orders for the people of their merchants. */
export async function orderItems(
  deps: MerchantsDeps,
  tx: Querying,
  orders: readonly OrderRow[],
): Promise<SyncItem[]> {
  const staff = await selectStaff(tx, [...new Set(orders.map(({ merchantId }) => merchantId))]);
  const people = [...orders.flatMap(peopleOf), ...staff.map(({ personId }) => personId)];
  const cards = await deps.identity.getCards(people);
  return orders.flatMap((row) => {
    const payload = { order: orderOf(deps.pay, row, cards) };
    return staff
      .filter(({ merchantId, state }) => merchantId === row.merchantId && state === 'active')
      .filter(({ personId }) => isThere(cards, personId))
      .map(({ personId }): SyncItem => ({ personId, name: 'merchants.orderChanged', payload }));
  });
}

/** Tells the staff of orders, and whoever speaks a dialect. */
export async function tellOrders(
  deps: MerchantsDeps,
  tx: Tx,
  orders: readonly OrderRow[],
): Promise<void> {
  await deps.sync.appendMany(tx, await orderItems(deps, tx, orders));
  await addChanges(deps, tx, { orders });
}

/** Tells a payer whether an order waits for their yes: on their devices, and in their own list. */
export async function tellPayer(deps: MerchantsDeps, tx: Tx, order: OrderRow): Promise<void> {
  const { payerId, merchantId, orderId, state } = order;
  if (payerId === null) return;
  const askingUntil = state === 'asking' ? order.expiresAt : null;
  await putParties(tx, [
    { personId: payerId, merchantId, subjectId: orderId, isOrder: true, askingUntil },
  ]);
  const merchant = present(await selectMerchant(tx, merchantId), 'merchants are kept');
  const of = { merchant, order, viewerId: payerId, now: deps.clock.now() };
  const payload = { payable: payableOf(deps.pay, of) };
  const cards = await deps.identity.getCards([payerId]);
  if (!isThere(cards, payerId)) return;
  await deps.sync.appendMany(tx, [{ personId: payerId, name: 'merchants.askingChanged', payload }]);
}

/** Payouts for those to whom they are promised. */
export async function payoutItems(
  deps: MerchantsDeps,
  tx: Querying,
  moves: readonly MoveRow[],
  merchants: readonly MerchantRow[],
): Promise<SyncItem[]> {
  await putParties(
    tx,
    moves.flatMap((move) => {
      const { personId, merchantId, moveId: subjectId, state, expiresAt } = move;
      if (personId === null) return [];
      const askingUntil = state === 'held' ? expiresAt : null;
      return [{ personId, merchantId, subjectId, isOrder: false, askingUntil }];
    }),
  );
  const cards = await deps.identity.getCards(moves.flatMap(({ personId }) => personId ?? []));
  return moves.flatMap((move): SyncItem[] => {
    const { personId, merchantId } = move;
    if (personId === null || !isThere(cards, personId)) return [];
    const found = merchants.find((one) => one.merchantId === merchantId);
    const merchant = present(found, 'merchants are kept');
    const payload = { payout: payoutOf(deps.pay, { merchant, move, cards }) };
    return [{ personId, name: 'merchants.payoutChanged', payload }];
  });
}
