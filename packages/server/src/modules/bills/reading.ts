import type { BillId, PersonId } from '@plaza/base';
import { maxOpenBills, type Bill, type BillDetail } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { BillsDeps } from './deps.ts';
import { maySee } from './place.ts';
import { billOf, detailOf } from './present.ts';
import { selectBill, selectBills } from './store/bills.ts';
import { selectOpenOf } from './store/parties.ts';
import { selectShares, selectSharesOf } from './store/shares.ts';

/** Bills by id, in the order asked for, without those that the viewer may not see. */
export async function getBills(
  deps: BillsDeps,
  viewerId: PersonId,
  billIds: readonly BillId[],
): Promise<Bill[]> {
  const rows = await selectBills(deps.db, billIds);
  const shares = await selectShares(deps.db, billIds, [viewerId]);
  const byBill = new Map(shares.map((share) => [share.billId, share]));
  const cards = await deps.identity.getCards(rows.map(({ collectorId }) => collectorId));
  const bills = new Map<BillId, Bill>();
  for (const row of rows) {
    const own = byBill.get(row.billId) ?? null;
    if (!(await maySee(deps, viewerId, { row, own }))) continue;
    const bill = billOf(deps.pay, row, { own, cards });
    if (bill !== null) bills.set(row.billId, bill);
  }
  return billIds.flatMap((id) => bills.get(id) ?? []);
}

/** What waits for the viewer’s part, and what they collect. */
export async function listOpen(deps: BillsDeps, viewerId: PersonId): Promise<Bill[]> {
  const ids = await selectOpenOf(deps.db, viewerId, 2 * maxOpenBills);
  return getBills(deps, viewerId, ids);
}

/** One bill with everybody’s part. */
export async function getDetail(
  deps: BillsDeps,
  viewerId: PersonId,
  billId: BillId,
): Promise<Outcome<BillDetail, 'bill_unknown'>> {
  const row = await selectBill(deps.db, billId);
  if (row === null) return no('bill_unknown');
  const shares = await selectSharesOf(deps.db, [billId]);
  const own = shares.find(({ personId }) => personId === viewerId) ?? null;
  if (!(await maySee(deps, viewerId, { row, own }))) return no('bill_unknown');
  const people = shares.map(({ personId }) => personId);
  const cards = await deps.identity.getCards([row.collectorId, ...people]);
  const detail = detailOf(deps.pay, row, { viewerId, shares, cards });
  return detail === null ? no('bill_unknown') : yes(detail);
}
