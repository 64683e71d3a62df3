// SPEC. A reset waits, so that the owner hears of it and may cancel; then it is ready for a week.
// Waiting, ready and expired differ only by the clock and are stored as `open`.

export type StoredResetState = 'open' | 'used' | 'cancelled';
export type ResetState = 'waiting' | 'ready' | 'expired' | 'used' | 'cancelled';
export type ResetEvent = 'finish' | 'cancel';
export type ResetOutcome = { to: StoredResetState } | { refuse: 'reset_waiting' | 'reset_unknown' };

const unknown: ResetOutcome = { refuse: 'reset_unknown' };

/** Total: what an event does in each state. */
export const resetTable: Readonly<Record<ResetState, Readonly<Record<ResetEvent, ResetOutcome>>>> =
  {
    waiting: { finish: { refuse: 'reset_waiting' }, cancel: { to: 'cancelled' } },
    ready: { finish: { to: 'used' }, cancel: { to: 'cancelled' } },
    expired: { finish: unknown, cancel: unknown },
    used: { finish: unknown, cancel: unknown },
    cancelled: { finish: unknown, cancel: unknown },
  };

export function resetStateAt(
  reset: { state: StoredResetState; readyAt: Date; expiresAt: Date },
  now: Date,
): ResetState {
  if (reset.state !== 'open') return reset.state;
  if (now >= reset.expiresAt) return 'expired';
  return now >= reset.readyAt ? 'ready' : 'waiting';
}
