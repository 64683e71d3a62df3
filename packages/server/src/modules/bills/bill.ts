import type { BillState, ShareState } from '@plaza/contract';

// SPEC. What is asked of somebody is a share; the ledger alone says that one is paid. A bill is
// settled when none of its shares is open, and closed when its collector, or time, ended it.

/**
 * `asked`: a payment begins. `moved`: the ledger has it. `refused`: the ledger has not, and never
 * will under this id. The others are what the collector says.
 */
export type ShareEvent = 'asked' | 'moved' | 'refused' | 'cash' | 'letOff' | 'open';

/** `settled`, `paying`: a no to whoever asks. `impossible`: the ledger never does that. */
export type ShareEffect = { to: ShareState } | 'settled' | 'paying' | 'same' | 'impossible';

const moves = { moved: 'impossible', refused: 'impossible' } as const;

/** Total: what each event does in each state. */
export const shareTable: Readonly<Record<ShareState, Readonly<Record<ShareEvent, ShareEffect>>>> = {
  open: {
    ...moves,
    ...{ asked: { to: 'paying' }, cash: { to: 'cash' }, letOff: { to: 'letOff' }, open: 'same' },
  },
  paying: {
    ...{ moved: { to: 'paid' }, refused: { to: 'open' } },
    ...{ asked: 'paying', cash: 'paying', letOff: 'paying', open: 'paying' },
  },
  paid: { ...moves, asked: 'settled', cash: 'settled', letOff: 'settled', open: 'settled' },
  cash: {
    ...moves,
    asked: 'settled',
    cash: 'same',
    letOff: { to: 'letOff' },
    open: { to: 'open' },
  },
  letOff: {
    ...moves,
    asked: 'settled',
    cash: { to: 'cash' },
    letOff: 'same',
    open: { to: 'open' },
  },
  own: { ...moves, asked: 'settled', cash: 'settled', letOff: 'settled', open: 'settled' },
};

/** `settled`: nothing is open any more. `reopened`: something is again. `closed`: it is ended. */
export type BillEvent = 'settled' | 'reopened' | 'closed';

/** Total: a bill that is closed stays so, though a payment that had begun still arrives. */
export const billTable: Readonly<Record<BillState, Readonly<Record<BillEvent, BillState>>>> = {
  open: { settled: 'settled', reopened: 'open', closed: 'closed' },
  settled: { settled: 'settled', reopened: 'open', closed: 'settled' },
  closed: { settled: 'closed', reopened: 'closed', closed: 'closed' },
};

/** Whether something is still asked of somebody by a share in this state. */
export function isOpen(state: ShareState): boolean {
  return state === 'open' || state === 'paying';
}
