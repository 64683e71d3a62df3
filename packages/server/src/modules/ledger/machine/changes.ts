import { present } from '@plaza/base';
import type { LedgerChange } from '../driver.ts';
import { TransferFlags } from '../model/flags.ts';
import type { Transfer } from '../model/records.ts';
import type { Draft } from './types.ts';

/** What a transfer is in the feed; `pending` is what it resolves, if it posts or voids. */
export function changeOfTransfer(transfer: Transfer, pending: Transfer | null): LedgerChange {
  const { timestamp, amount } = transfer;
  return { timestamp, type: typeOf(transfer.flags), transfer, pending, amount };
}

/** What an expiry is in the feed. */
export function changeOfExpiry(pending: Transfer, timestamp: bigint): LedgerChange {
  const { amount } = pending;
  return { timestamp, type: 'two_phase_expired', transfer: pending, pending, amount };
}

function typeOf(flags: number): LedgerChange['type'] {
  if ((flags & TransferFlags.pending) !== 0) return 'two_phase_pending';
  if ((flags & TransferFlags.post_pending_transfer) !== 0) return 'two_phase_posted';
  if ((flags & TransferFlags.void_pending_transfer) !== 0) return 'two_phase_voided';
  return 'single_phase';
}

/** What a draft adds to the feed, in the order of timestamps. */
export function changesOf(draft: Draft): LedgerChange[] {
  const changes: LedgerChange[] = [];
  for (const transfer of draft.transfers.values()) {
    const { pending_id } = transfer;
    const pending = pending_id === 0n ? null : loaded(draft, pending_id);
    changes.push(changeOfTransfer(transfer, pending));
  }
  for (const { transfer_id, timestamp } of draft.expiries) {
    changes.push(changeOfExpiry(loaded(draft, transfer_id), timestamp));
  }
  return changes.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
}

function loaded(draft: Draft, id: bigint): Transfer {
  return present(draft.transfer(id), 'what a change refers to was loaded');
}
