import type { PayoutState } from '@plaza/contract';

export type PayoutEvent = 'held' | 'refused' | 'posted' | 'voided' | 'expired';

type Effect = { to: PayoutState } | 'late';
const over = {
  held: 'late',
  refused: 'late',
  posted: 'late',
  voided: 'late',
  expired: 'late',
} as const;

/** What becomes of a payout, as the ledger tells it. */
export const payoutTable: Readonly<Record<PayoutState, Readonly<Record<PayoutEvent, Effect>>>> = {
  processing: {
    ...{ held: { to: 'held' }, refused: { to: 'failed' } },
    ...{ posted: 'late', voided: 'late', expired: 'late' },
  },
  held: {
    ...{ held: 'late', refused: 'late', posted: { to: 'paid' } },
    ...{ voided: { to: 'returned' }, expired: { to: 'expired' } },
  },
  paid: over,
  returned: over,
  expired: over,
  failed: over,
};
