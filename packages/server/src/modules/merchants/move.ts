import type { MoveState } from './types.ts';

// SPEC. A move is `processing` from the intent until the ledger has it, or holds it. From then on
// only the ledger decides. What failed may be tried again under the same number, with other ids.

/**
 * `agreed`: the payer of a hold said yes. `dropped`: nobody will. `moved`, `held`, `taken`,
 * `released`, `lapsed`: what the ledger did. `refused`: it did nothing. `tried`: once more.
 */
export type MoveEvent =
  | 'agreed'
  | 'dropped'
  | 'moved'
  | 'held'
  | 'taken'
  | 'released'
  | 'lapsed'
  | 'refused'
  | 'tried';

export type Effect = { to: MoveState } | 'no' | 'late' | 'impossible';

const over: Readonly<Record<MoveEvent, Effect>> = {
  agreed: 'no',
  dropped: 'no',
  moved: 'impossible',
  held: 'impossible',
  taken: 'impossible',
  released: 'impossible',
  lapsed: 'impossible',
  refused: 'late',
  tried: 'no',
};

/** Total: what each event does in each state. */
export const moveTable: Readonly<Record<MoveState, Readonly<Record<MoveEvent, Effect>>>> = {
  asked: { ...over, agreed: { to: 'processing' }, dropped: { to: 'dropped' } },
  processing: {
    ...over,
    moved: { to: 'done' },
    held: { to: 'held' },
    refused: { to: 'failed' },
  },
  held: {
    ...over,
    taken: { to: 'done' },
    released: { to: 'returned' },
    lapsed: { to: 'expired' },
  },
  // An attempt that was refused never moves anything; another one has ids of its own.
  failed: { ...over, dropped: { to: 'dropped' }, tried: { to: 'processing' } },
  done: over,
  returned: over,
  expired: over,
  dropped: over,
};
