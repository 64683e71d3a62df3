import { present } from '@plaza/base';
import { startOf } from './batch.ts';
import { releasePending } from './resolve.ts';
import type { WritableDraft } from './types.ts';

/**
 * Expires pending transfers that are due: what they held is free again, and accounts that they
 * closed are open. Each takes a timestamp, in the order given. Ids that are not due, or that were
 * resolved meanwhile, are passed over. An expiry leaves no historical balance.
 */
export function applyExpiries(
  draft: WritableDraft,
  dueIdsInOrder: Iterable<bigint>,
  nowNs: bigint,
): void {
  for (const id of dueIdsInOrder) {
    const record = draft.pending(id);
    const timestamp = startOf(draft, nowNs);
    if (record?.state !== 'pending') continue;
    if (record.expires_at === 0n || record.expires_at > timestamp) continue;
    draft.advanceTo(timestamp);
    releasePending(draft, present(draft.transfer(id), 'what expires was loaded'), 0n);
    draft.putPending(id, { ...record, state: 'expired' });
    draft.putExpiry(id, timestamp);
  }
}
