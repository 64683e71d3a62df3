import { assert } from '@plaza/base';
import { billTable, isOpen, shareTable, type ShareEvent } from './bill.ts';
import type { BillRow, ShareRow } from './types.ts';

/** A bill and one of its parts, as they stand together. */
export type Pair = { row: BillRow; share: ShareRow };

export type Changed = ({ ok: true } & Pair) | { ok: false; reason: 'settled' | 'paying' | 'same' };

type How = { at: Date; paidMinor?: bigint };

function shareAfter(share: ShareRow, event: ShareEvent, to: ShareRow['state'], how: How): ShareRow {
  const attempt = event === 'refused' ? share.attempt + 1 : share.attempt;
  if (to === 'open') return { ...share, state: to, attempt, paidMinor: null, changedAt: null };
  const paidMinor = to === 'paying' ? (how.paidMinor ?? null) : share.paidMinor;
  return { ...share, state: to, attempt, paidMinor, changedAt: how.at };
}

/** The bill with so many open parts more or fewer. */
function billAfter(row: BillRow, more: number, at: Date): BillRow {
  const openCount = row.openCount + more;
  const event = openCount === 0 ? 'settled' : more > 0 ? 'reopened' : null;
  const state = event === null ? row.state : billTable[row.state][event];
  const overAt = state === 'open' ? null : (row.overAt ?? at);
  return { ...row, openCount, state, overAt, version: row.version + 1 };
}

/** What becomes of a bill and a part of it by an event. Pure; both are written together. */
export function changeShare({ row, share }: Pair, event: ShareEvent, how: How): Changed {
  const effect = shareTable[share.state][event];
  assert(effect !== 'impossible', `${event} of a part that is ${share.state}`);
  if (typeof effect === 'string') return { ok: false, reason: effect };
  const after = shareAfter(share, event, effect.to, how);
  const more = Number(isOpen(after.state)) - Number(isOpen(share.state));
  const bill = billAfter(row, more, how.at);
  if (after.state !== 'paid') return { ok: true, row: bill, share: after };
  const paidMinor = row.paidMinor + (after.paidMinor ?? 0n);
  const paid = { ...bill, paidCount: row.paidCount + 1, paidMinor };
  return { ok: true, row: paid, share: after };
}

/** Ends a bill; what was over stays as it is. */
export function closeBill(row: BillRow, at: Date): BillRow {
  const state = billTable[row.state].closed;
  if (state === row.state) return row;
  return { ...row, state, overAt: row.overAt ?? at, version: row.version + 1 };
}
