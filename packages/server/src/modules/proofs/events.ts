import { encodeRecord, leafHash, type LedgerRecord } from '@plaza/base/proofs';
import type { LedgerChange } from '../ledger/index.ts';
import { checks } from './key.ts';
import type { ProofsDeps } from './types.ts';

const pageSize = 1_000;

/** The record of a change of the feed. */
export function recordOf({ type, timestamp, transfer }: LedgerChange): LedgerRecord {
  return type === 'two_phase_expired'
    ? { kind: 'expiry', expiry: { id: transfer.id, timestamp } }
    : { kind: 'transfer', transfer };
}

export const leafOf = (record: LedgerRecord) => leafHash(checks.sha256, encodeRecord(record));

/** Changes later than `after` and not later than `through`, in their order. */
export async function* changesBetween(
  ledger: Pick<ProofsDeps['ledger'], 'changes'>,
  after: bigint,
  through: bigint,
): AsyncGenerator<LedgerChange> {
  for (let from = after; ;) {
    const page = await ledger.changes(from, pageSize);
    for (const change of page) {
      if (change.timestamp > through) return;
      yield change;
    }
    if (page.length < pageSize) return;
    from = page.at(-1)?.timestamp ?? through;
  }
}
