import type { MerchantsDeps } from './deps.ts';
import { release } from './store/orders.ts';
import { failMove } from './store/moves.ts';
import { tellOrders } from './telling.ts';
import type { MoveRow } from './types.ts';
import { addChange } from './changes.ts';

/** Of the wallet behind a card nobody but its owner is told. */
function shownFailure({ cardId, kind }: MoveRow, failure: string): string {
  return cardId !== null && kind === 'payment' ? 'card_declined' : failure;
}

/** Ends an attempt of which the ledger moved nothing, with all that follows, once. */
export async function fail(deps: MerchantsDeps, move: MoveRow, failure: string): Promise<void> {
  const { db, clock, pay, cards } = deps;
  const { merchantId, moveId, orderId, kind, quotas, sourceId } = move;
  await db.tx(async (tx) => {
    if (!(await failMove(tx, move, shownFailure(move, failure)))) return;
    if (quotas.length > 0) await pay.limits.giveBack(tx, quotas, { isPaid: false });
    await addChange(deps, tx, { ...move, state: 'failed' });
    if (kind !== 'payment' || orderId === null) return;
    if (sourceId !== null) await cards.drop(tx, { giverId: sourceId, paymentId: moveId });
    const of = { paymentId: moveId, now: clock.now() };
    const order = await release(tx, { merchantId, orderId }, of);
    if (order === null) return;
    await tellOrders(deps, tx, [order]);
  });
}
