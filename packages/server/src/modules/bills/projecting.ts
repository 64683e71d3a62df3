import { assert, present } from '@plaza/base';
import { transferCodes, uuidOf } from '../ledger/index.ts';
import type { FlowChange, LineWords, Querying, Sides } from '../pay/index.ts';
import { changeShare } from './changing.ts';
import { ledgerIdOf } from './ids.ts';
import { lockBills } from './store/bills.ts';
import { selectPaying } from './store/shares.ts';
import type { BillRow, ShareRow } from './types.ts';

/** What a batch of the feed is about: bills, and their parts that are on the way. */
export type BillBook = {
  bills: Map<string, BillRow>;
  /** By the id of their transfer in the ledger. */
  shares: Map<string, ShareRow>;
  /** Parts that were paid, in order. */
  paid: ShareRow[];
  /** Bills of which the last part was settled. */
  ended: Set<string>;
};

export function createBillBook(bills: readonly BillRow[], paying: readonly ShareRow[]): BillBook {
  return {
    bills: new Map(bills.map((row) => [row.billId, row])),
    shares: new Map(paying.map((share) => [uuidOf(ledgerIdOf(share)), share])),
    paid: [],
    ended: new Set(),
  };
}

/** Locks the bills first: their collectors say things of them at the same time. */
export async function loadBills(tx: Querying, billIds: readonly string[]): Promise<BillBook> {
  return createBillBook(await lockBills(tx, billIds), await selectPaying(tx, billIds));
}

/** Applies what the ledger did to a bill, and words the lines of the two wallets. Pure. */
export function applyPaid(book: BillBook, { change, subjectId }: FlowChange): Sides {
  if (change.transfer.code !== transferCodes.billPay) return {};
  const row = present(book.bills.get(subjectId), 'what is paid is written before');
  const share = present(book.shares.get(uuidOf(change.transfer.id)), 'a part is paid once');
  const at = new Date(Number(change.timestamp / 1_000_000n));
  const changed = changeShare({ row, share }, 'moved', { at });
  assert(changed.ok, 'a payment that was begun arrives');
  assert(share.paidMinor === change.amount, 'exactly what was asked moves');
  book.bills.set(subjectId, changed.row);
  book.shares.delete(uuidOf(change.transfer.id));
  book.paid.push(changed.share);
  if (changed.row.state === 'settled' && row.state !== 'settled') book.ended.add(subjectId);
  const words = (kind: LineWords['kind'], counterpartyId: LineWords['counterpartyId']) => ({
    ...{ kind, counterpartyId, subjectId },
    // The title is read where the bill is: a statement keeps no words of others.
    note: '',
  });
  return {
    out: words('bill_out', row.collectorId),
    in: words('bill_in', share.personId),
  };
}
