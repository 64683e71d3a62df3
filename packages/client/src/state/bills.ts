import type { Bill } from '@plaza/contract';
import type { State } from './types.ts';

/** As many are kept; a card of an older one asks again when it is looked at. */
const keptBills = 1_000;

/** Takes bills as they stood when they were told; what arrives late changes nothing. */
export function takeBills(state: State, bills: readonly Bill[]): State {
  const next = new Map(state.bills);
  for (const bill of bills) {
    const known = next.get(bill.billId);
    if (known === undefined || known.version <= bill.version) next.set(bill.billId, bill);
  }
  for (const id of next.keys()) {
    if (next.size <= keptBills) break;
    next.delete(id);
  }
  return { ...state, bills: next };
}
