import type { Tx } from '../../kernel/db/index.ts';
import type { SyncItem } from '../sync/index.ts';
import type { BillsDeps } from './deps.ts';
import type { BillBook } from './projecting.ts';
import { updateBills } from './store/bills.ts';
import { updateShares } from './store/shares.ts';
import { itemsOf } from './telling.ts';
import type { BillRow } from './types.ts';

/** Writes what was paid, and says what devices are told of it. */
export async function writeBills(
  deps: Pick<BillsDeps, 'identity' | 'pay'>,
  tx: Tx,
  { bills, paid, ended }: BillBook,
): Promise<SyncItem[]> {
  const byBill = Map.groupBy(paid, ({ billId }) => billId);
  const rows = [...byBill.keys()].map((id) => bills.get(id) as BillRow);
  await updateBills(tx, rows);
  await updateShares(tx, paid);
  const changes = rows.map((row) => ({
    row,
    concerned: (byBill.get(row.billId) ?? []).map(({ personId }) => personId),
    isEnd: ended.has(row.billId),
  }));
  return itemsOf(deps, tx, changes);
}
