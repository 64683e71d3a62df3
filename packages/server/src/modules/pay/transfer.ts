import type { TransferState } from '@plaza/contract';

// SPEC. A transfer is `processing` from the intent until the ledger holds its money. From then on
// only the ledger decides: who accepts, returns or lets it lapse first. What is settled stays so.

export type TransferEvent = 'held' | 'refused' | 'posted' | 'voided' | 'expired';

/** `late`: it was told before, or comes after another end. `impossible`: the ledger never does. */
export type Effect = { to: TransferState } | 'late' | 'impossible';

const waits: Effect = { to: 'waiting' };
const over: Readonly<Record<TransferEvent, Effect>> = {
  held: 'impossible',
  refused: 'late',
  posted: 'impossible',
  voided: 'impossible',
  expired: 'impossible',
};

/** Total: what each event does in each state. */
export const transferTable: Readonly<
  Record<TransferState, Readonly<Record<TransferEvent, Effect>>>
> = {
  processing: {
    held: waits,
    refused: { to: 'failed' },
    posted: 'impossible',
    voided: 'impossible',
    expired: 'impossible',
  },
  waiting: {
    held: 'impossible',
    refused: 'late',
    posted: { to: 'accepted' },
    voided: { to: 'returned' },
    expired: { to: 'expired' },
  },
  accepted: over,
  returned: over,
  expired: over,
  // An id that was refused never holds money, so nothing can follow.
  failed: over,
};

export function isSettled(state: TransferState): boolean {
  return state === 'accepted' || state === 'returned' || state === 'expired';
}
