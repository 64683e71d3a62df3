import { assert, type PersonId } from '@plaza/base';
import type { RailWay } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { transferCodes, type LedgerChange } from '../ledger/index.ts';
import type { FlowChange, LineWords, Querying, Sides } from '../pay/index.ts';
import { payoutTable, type PayoutEvent } from './payout.ts';
import { markDone, selectDeposits } from './store/deposits.ts';
import { selectPayouts, updatePayouts } from './store/payouts.ts';
import type { DepositRow, PayoutRow } from './types.ts';

/** What a batch of the feed is about: money that came in, and what is on its way out. */
export type RailsBook = {
  deposits: Map<string, DepositRow>;
  payouts: Map<string, PayoutRow>;
  doneAt: Map<string, Date>;
  changedPayouts: Set<string>;
};

export function createRailsBook(
  deposits: readonly DepositRow[],
  payouts: readonly PayoutRow[],
): RailsBook {
  return {
    deposits: new Map(deposits.map((row) => [row.depositId, row])),
    payouts: new Map(payouts.map((row) => [row.payoutId, row])),
    ...{ doneAt: new Map(), changedPayouts: new Set() },
  };
}

export async function loadRails(tx: Querying, ids: readonly string[]): Promise<RailsBook> {
  return createRailsBook(await selectDeposits(tx, ids), await selectPayouts(tx, ids));
}

/** Milliseconds of the ledger's nanoseconds. */
const dateOf = (timestamp: bigint) => new Date(Number(timestamp / 1_000_000n));

const kindOf: Readonly<Record<RailWay, LineWords['kind']>> = {
  voucher: 'voucher_in',
  desk: 'desk_in',
  bank: 'bank_in',
  simulated: 'simulated_in',
};

const events: Readonly<Record<LedgerChange['type'], PayoutEvent | null>> = {
  single_phase: null,
  two_phase_pending: 'held',
  two_phase_posted: 'posted',
  two_phase_voided: 'voided',
  two_phase_expired: 'expired',
};

function words(kind: LineWords['kind'], subjectId: string): LineWords {
  const counterpartyId: PersonId | null = null;
  return { kind, counterpartyId, subjectId, note: '' };
}

function applyToPayout(book: RailsBook, { change, subjectId }: FlowChange): Sides {
  const before = book.payouts.get(subjectId);
  const event = events[change.type];
  if (before === undefined || event === null) return {};
  const effect = payoutTable[before.state][event];
  assert(typeof effect === 'object', `${event} of a payout that is ${before.state}`);
  const at = dateOf(change.timestamp);
  const { timeout } = change.transfer;
  const until = timeout === 0 ? null : new Date(at.getTime() + timeout * 1000);
  book.changedPayouts.add(subjectId);
  book.payouts.set(subjectId, {
    ...before,
    state: effect.to,
    expiresAt: event === 'held' ? until : before.expiresAt,
    settledAt: event === 'held' ? null : at,
  });
  return { out: words('cash_out', subjectId), back: words('cash_back', subjectId) };
}

/** Applies one change; what only moves between accounts of the city touches nobody. */
export function applyRails(book: RailsBook, of: FlowChange): Sides {
  if (of.change.transfer.code === transferCodes.payout) return applyToPayout(book, of);
  const deposit = book.deposits.get(of.subjectId);
  if (deposit === undefined) return {};
  book.doneAt.set(of.subjectId, dateOf(of.change.timestamp));
  return { in: words(kindOf[deposit.rail], of.subjectId) };
}

export async function writeRails(tx: Tx, book: RailsBook): Promise<[]> {
  for (const [depositId, at] of book.doneAt) await markDone(tx, depositId, at);
  const changed = [...book.changedPayouts].map((id) => book.payouts.get(id) as PayoutRow);
  await updatePayouts(tx, changed);
  return [];
}
