import type { BillId, PersonId } from '@plaza/base';
import { reminderHours } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { cardTopic, type CardPayload } from './cards.ts';
import { changeShare, closeBill } from './changing.ts';
import type { BillsDeps } from './deps.ts';
import { lockBill, selectBill, updateBills } from './store/bills.ts';
import { remindShares, selectShare, updateShares } from './store/shares.ts';
import { itemsOf, type Change } from './telling.ts';
import type { BillRow, Mark, MarkRefusal, NoPlace, RemindRefusal } from './types.ts';

// What the collector does with a bill of theirs. No money moves by any of it.

const reminderMs = reminderHours * 3_600_000;

async function tell(deps: BillsDeps, tx: Tx, change: Change): Promise<void> {
  await deps.sync.appendMany(tx, await itemsOf(deps, tx, [change]));
}

/** Their own bill, locked; others do not know whether it is there. */
async function lockOwn(tx: Tx, collectorId: PersonId, billId: BillId): Promise<BillRow | null> {
  const row = await lockBill(tx, billId);
  return row?.collectorId === collectorId ? row : null;
}

/** Ends a bill, by its collector or by time; what is on its way still arrives. */
export async function closeInTx(deps: BillsDeps, tx: Tx, row: BillRow): Promise<void> {
  const after = closeBill(row, deps.clock.now());
  if (after === row) return;
  await updateBills(tx, [after]);
  await tell(deps, tx, { row: after, concerned: [], isEnd: true });
}

export function close(
  deps: BillsDeps,
  collectorId: PersonId,
  billId: BillId,
): Promise<Outcome<null, 'bill_unknown'>> {
  return decide(deps.db, async (tx): Promise<Outcome<null, 'bill_unknown'>> => {
    const row = await lockOwn(tx, collectorId, billId);
    if (row === null) return no('bill_unknown');
    await closeInTx(deps, tx, row);
    return yes(null);
  });
}

const refusals = { settled: 'share_settled', paying: 'share_paying' } as const;

export function markShare(
  deps: BillsDeps,
  collectorId: PersonId,
  { billId, personId, mark }: Mark,
): Promise<Outcome<null, MarkRefusal>> {
  return decide(deps.db, async (tx): Promise<Outcome<null, MarkRefusal>> => {
    const row = await lockOwn(tx, collectorId, billId);
    if (row === null) return no('bill_unknown');
    if (row.state === 'closed') return no('bill_closed');
    const share = await selectShare(tx, billId, personId);
    if (share === null || share.state === 'own') return no('share_unknown');
    const changed = changeShare({ row, share }, mark, { at: deps.clock.now() });
    if (!changed.ok) return changed.reason === 'same' ? yes(null) : no(refusals[changed.reason]);
    await updateBills(tx, [changed.row]);
    await updateShares(tx, [changed.share]);
    const isEnd = changed.row.state !== row.state;
    await tell(deps, tx, { row: changed.row, concerned: [personId], isEnd });
    return yes(null);
  });
}

/** Reminds all who have not paid and were not reminded within a day, by one message. */
export async function remind(
  deps: BillsDeps,
  collectorId: PersonId,
  billId: BillId,
): Promise<Outcome<null, RemindRefusal>> {
  const known = await selectBill(deps.db, billId);
  if (known?.collectorId !== collectorId) return no('bill_unknown');
  const place = await deps.chat.mayCall(collectorId, known.conversationId, []);
  if (!place.ok) return no((place.reason as NoPlace) === 'read_only' ? 'read_only' : 'not_member');
  return decide(deps.db, async (tx): Promise<Outcome<null, RemindRefusal>> => {
    const row = await lockOwn(tx, collectorId, billId);
    if (row === null) return no('bill_unknown');
    if (row.state !== 'open') return no('bill_closed');
    const at = deps.clock.now();
    const before = new Date(at.getTime() - reminderMs);
    const count = await remindShares(tx, billId, { at, before });
    if (count === 0) return no('reminded_lately');
    const number = row.reminderCount + 1;
    const after = { ...row, reminderCount: number, version: row.version + 1 };
    await updateBills(tx, [after]);
    const { conversationId } = row;
    const payload: CardPayload = { billId, conversationId, reminder: { number, count } };
    await deps.outbox.add(tx, cardTopic, payload);
    await tell(deps, tx, { row: after, concerned: [], isEnd: false });
    return yes(null);
  });
}
