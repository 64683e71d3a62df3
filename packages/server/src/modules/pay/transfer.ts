import type { TransferState } from '@plaza/contract';

// SPEC. A transfer is `processing` from the intent until the ledger holds its money. From then on
// only the ledger decides: who accepts, returns, takes back or lets it lapse first. The one step
// between is the payee's yes to a delayed transfer (`agreed`): it moves no money, and whatever the
// ledger says afterwards counts. What is settled stays so.

export type TransferEvent =
  | 'held'
  | 'refused'
  | 'agreed'
  | 'posted'
  | 'voided'
  | 'withdrawn'
  | 'expired';

/** `late`: it was told before, or comes after another end. `impossible`: the ledger never does. */
export type Effect = { to: TransferState } | 'late' | 'impossible';

const waits: Effect = { to: 'waiting' };
const ends = {
  posted: { to: 'accepted' },
  voided: { to: 'returned' },
  withdrawn: { to: 'cancelled' },
  expired: { to: 'expired' },
} as const;
const over: Readonly<Record<TransferEvent, Effect>> = {
  held: 'impossible',
  refused: 'late',
  agreed: 'late',
  posted: 'impossible',
  voided: 'impossible',
  withdrawn: 'impossible',
  expired: 'impossible',
};

/** Total: what each event does in each state. */
export const transferTable: Readonly<
  Record<TransferState, Readonly<Record<TransferEvent, Effect>>>
> = {
  processing: {
    held: waits,
    refused: { to: 'failed' },
    agreed: 'impossible',
    posted: 'impossible',
    voided: 'impossible',
    withdrawn: 'impossible',
    expired: 'impossible',
  },
  waiting: { held: 'impossible', refused: 'late', agreed: { to: 'arriving' }, ...ends },
  arriving: { held: 'impossible', refused: 'late', agreed: 'late', ...ends },
  accepted: over,
  returned: over,
  cancelled: over,
  expired: over,
  // An id that was refused never holds money, so nothing can follow.
  failed: over,
};

/** `user_data_32` of a void in the ledger: the payer took it back. */
export const takenBack = 1;

const settled: ReadonlySet<TransferState> = new Set([
  ...(['accepted', 'returned', 'cancelled', 'expired'] as const),
]);

export function isSettled(state: TransferState): boolean {
  return settled.has(state);
}

/** Its money is held, for the payee or on its way to them. */
export function isHeld(state: TransferState): boolean {
  return state === 'waiting' || state === 'arriving';
}
