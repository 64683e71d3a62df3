import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { changeShare } from './changing.ts';
import { closeInTx } from './collecting.ts';
import type { BillsDeps } from './deps.ts';
import { lockBill, lockBills, selectDue, updateBills } from './store/bills.ts';
import { isPaying, selectOpenOwn } from './store/parties.ts';
import { selectShare, updateShares } from './store/shares.ts';
import { itemsOf } from './telling.ts';

const perSweep = 100;

/** Closes bills whose time is up; true when there was one. */
export async function sweepBills(deps: BillsDeps): Promise<boolean> {
  const due = await selectDue(deps.db, { now: deps.clock.now(), limit: perSweep });
  for (const billId of due) {
    await deps.db.tx(async (tx) => {
      const row = await lockBill(tx, billId);
      if (row !== null) await closeInTx(deps, tx, row);
    });
  }
  return due.length > 0;
}

/**
 * An account is erased: their bills end, without their words, and what is asked of them is asked no
 * more. What is on its way in the ledger is awaited before their wallet is put away.
 */
export async function endOwn(deps: BillsDeps, tx: Tx, personId: PersonId): Promise<void> {
  for (const row of await lockBills(tx, await selectOpenOwn(tx, personId))) {
    if (row.collectorId === personId) {
      const nameless = { ...row, title: '' };
      await updateBills(tx, [nameless]);
      await closeInTx(deps, tx, nameless);
      continue;
    }
    const share = await selectShare(tx, row.billId, personId);
    if (share?.state !== 'open') continue;
    const changed = changeShare({ row, share }, 'letOff', { at: deps.clock.now() });
    if (!changed.ok) continue;
    await updateBills(tx, [changed.row]);
    await updateShares(tx, [changed.share]);
    const isEnd = changed.row.state !== row.state;
    const change = { row: changed.row, concerned: [], isEnd };
    await deps.sync.appendMany(tx, await itemsOf(deps, tx, [change]));
  }
}

/** True when no money of a bill comes to or goes from a person any more. */
export async function finishOf(deps: BillsDeps, personId: PersonId): Promise<boolean> {
  return !(await isPaying(deps.db, personId));
}
