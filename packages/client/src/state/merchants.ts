import type { MerchantOrder } from '@plaza/contract';
import type { State } from './types.ts';

/** As many are kept; older ones are asked of the server. */
const keptOrders = 200;

/** Takes an order as it stood when it was told; never back to an earlier version. */
export function takeOrder(state: State, order: MerchantOrder): State {
  const known = state.orders.get(order.orderId);
  if (known !== undefined && known.version >= order.version) return state;
  const next = new Map(state.orders);
  // Moved to the end: what changed last is kept longest.
  next.delete(order.orderId);
  next.set(order.orderId, order);
  for (const id of next.keys()) {
    if (next.size <= keptOrders) break;
    next.delete(id);
  }
  return { ...state, orders: next };
}

/** Something else of merchants changed. */
export function withNews(state: State): State {
  return { ...state, merchantNews: state.merchantNews + 1 };
}
