import type { PacketState } from '@plaza/contract';

// SPEC. A packet is `processing` from the intent until the ledger holds its money. From then on
// only the ledger decides: who takes a share, and whether the last one is taken in time.

/** `filled`: its money is in it. `lastTaken`: nothing is left. `givenBack`: what was left went. */
export type PacketEvent = 'filled' | 'refused' | 'taken' | 'lastTaken' | 'givenBack';

/** `late`: it was told before. `impossible`: the ledger never does that. */
export type Effect = { to: PacketState } | 'late' | 'impossible';

const never: Readonly<Record<PacketEvent, Effect>> = {
  filled: 'impossible',
  refused: 'late',
  taken: 'impossible',
  lastTaken: 'impossible',
  givenBack: 'impossible',
};

/** Total: what each event does in each state. */
export const packetTable: Readonly<Record<PacketState, Readonly<Record<PacketEvent, Effect>>>> = {
  processing: { ...never, filled: { to: 'open' }, refused: { to: 'failed' } },
  open: {
    ...never,
    taken: { to: 'open' },
    lastTaken: { to: 'taken' },
    givenBack: { to: 'returned' },
  },
  taken: never,
  returned: never,
  // An id that was refused never holds money, so nothing can follow.
  failed: never,
};

export function isOver(state: PacketState): boolean {
  return state === 'taken' || state === 'returned';
}
