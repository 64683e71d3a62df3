import type { Tx } from '../../kernel/db/index.ts';
import type { SyncItem } from '../sync/index.ts';
import { addChanges } from './changes.ts';
import type { MerchantsDeps } from './deps.ts';
import type { MerchantBook } from './projecting.ts';
import { insertLines } from './store/lines.ts';
import { updateWallets } from './store/merchants.ts';
import { updateMoves } from './store/moves.ts';
import { selectOrders, updateOrders } from './store/orders.ts';
import { putParties } from './store/parties.ts';
import { orderItems, payoutItems } from './telling.ts';
import type { MoveRow, OrderRow } from './types.ts';

/** What was paid, held or given to a person is in their own list from then on. */
async function writeParties(tx: Tx, moves: readonly MoveRow[]): Promise<void> {
  const rows = moves.flatMap(({ personId, merchantId, moveId, orderId, kind }) => {
    if (personId === null || kind === 'payout' || kind === 'payment') return [];
    const subjectId = orderId ?? moveId;
    return [{ personId, merchantId, subjectId, isOrder: orderId !== null, askingUntil: null }];
  });
  await putParties(tx, rows);
}

/** What only counted while it was under way counts no more. */
async function giveBack({ pay }: MerchantsDeps, tx: Tx, moves: readonly MoveRow[]): Promise<void> {
  for (const { quotas, state } of moves) {
    const isPaid = state === 'done';
    if (quotas.length === 0 || state === 'held') continue;
    await pay.limits.giveBack(tx, quotas, { isPaid });
  }
}

/** What was paid by a family card, or went back there, is told to its two people. */
async function settleCards(
  { cards }: MerchantsDeps,
  tx: Tx,
  { book, moves }: { book: MerchantBook; moves: readonly MoveRow[] },
): Promise<SyncItem[]> {
  const items: SyncItem[] = [];
  for (const { sourceId: giverId, kind, state, moveId, orderId, amountMinor } of moves) {
    if (giverId === null || orderId === null || state !== 'done') continue;
    const isPaid = kind === 'payment';
    const paymentId = isPaid ? moveId : book.orders.get(orderId)?.paymentId;
    if (paymentId === null || paymentId === undefined) continue;
    const settled = isPaid ? ('paid' as const) : ('refunded' as const);
    items.push(...(await cards.settle(tx, { giverId, paymentId, kind: settled, amountMinor })));
  }
  return items;
}

/** Writes what the changes made of merchants, and says what is told of it. */
export async function writeBook(
  deps: MerchantsDeps,
  tx: Tx,
  book: MerchantBook,
): Promise<SyncItem[]> {
  const moves = [...book.changedMoves].map((id) => book.moves.get(id) as MoveRow);
  const changed = [...book.changedOrders].map((id) => book.orders.get(id) as OrderRow);
  await updateWallets(
    tx,
    [...book.changedWallets].flatMap((key) => book.wallets.get(key) ?? []),
  );
  await insertLines(tx, book.lines);
  await updateMoves(tx, moves);
  await updateOrders(tx, changed);
  await writeParties(tx, moves);
  await giveBack(deps, tx, moves);
  const merchants = [...book.merchants.values()];
  // As they are now: with their new version.
  const orders = await selectOrders(tx, changed);
  // Of what comes at once the line of the statement tells; only a promise is told by itself.
  const payouts = moves.filter(
    ({ kind, holdSeconds }) => kind === 'payout' && holdSeconds !== null,
  );
  await addChanges(deps, tx, { moves, orders });
  return [
    ...(await settleCards(deps, tx, { book, moves })),
    ...(await orderItems(deps, tx, orders)),
    ...(await payoutItems(deps, tx, payouts, merchants)),
  ];
}
