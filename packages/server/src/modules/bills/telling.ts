import type { PersonId } from '@plaza/base';
import type { SyncItem } from '../sync/index.ts';
import type { BillsDeps } from './deps.ts';
import { billOf } from './present.ts';
import { selectShares, selectSharesOf } from './store/shares.ts';
import type { Querying } from './store/tables.ts';
import type { BillRow, ShareRow } from './types.ts';

/** Of a bill with so many people each of them is told of every change. */
const few = 20;

/** A bill that changed, and whose part of it did. */
export type Change = { row: BillRow; concerned: readonly PersonId[]; isEnd: boolean };

async function sharesToTell(q: Querying, change: Change): Promise<ShareRow[]> {
  const { row, concerned, isEnd } = change;
  if (isEnd || row.askedCount <= few) return selectSharesOf(q, [row.billId]);
  return selectShares(q, [row.billId], [...concerned, row.collectorId]);
}

/** What the devices of people are told of bills that changed, in the transaction that did it. */
export async function itemsOf(
  deps: Pick<BillsDeps, 'identity' | 'pay'>,
  q: Querying,
  changes: readonly Change[],
): Promise<SyncItem[]> {
  const items: SyncItem[] = [];
  for (const change of changes) {
    const { row } = change;
    const shares = new Map((await sharesToTell(q, change)).map((one) => [one.personId, one]));
    const people = new Set([row.collectorId, ...shares.keys()]);
    const cards = await deps.identity.getCards(people);
    for (const personId of people) {
      const bill = billOf(deps.pay, row, { own: shares.get(personId) ?? null, cards });
      // Of an erased person no log is begun again.
      if (bill === null || cards.get(personId)?.displayName === '') continue;
      items.push({ personId, name: 'bills.changed', payload: { bill } });
    }
  }
  return items;
}
