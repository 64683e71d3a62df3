// SPEC. A reset of the PIN waits for a day, so that the owner hears of it on every device and may
// cancel; then it is ready for a week. Whoever gives the right PIN meanwhile did not forget it:
// that ends the reset too. The states differ only by the clock; a row is there until it has ended.

const hourMs = 3_600_000;
const waitMs = 24 * hourMs;
const validMs = 7 * 24 * hourMs;

export type PinResetState = 'none' | 'waiting' | 'ready' | 'lapsed';
export type PinResetEvent = 'begin' | 'cancel' | 'finish' | 'prove';
export type PinResetEffect =
  /** A new one takes the place of what may be there. */
  | 'start'
  /** Nothing changes, and that is right. */
  | 'keep'
  /** It is over and the PIN stays. */
  | 'end'
  /** It is over and the PIN is replaced. */
  | 'replace'
  | 'reset_unknown'
  | 'reset_waiting';

/** Total: what each event does in each state. */
export const pinResetTable: Readonly<
  Record<PinResetState, Readonly<Record<PinResetEvent, PinResetEffect>>>
> = {
  none: { begin: 'start', cancel: 'reset_unknown', finish: 'reset_unknown', prove: 'keep' },
  // A beginning that is repeated neither costs another recovery code nor starts the wait anew.
  waiting: { begin: 'keep', cancel: 'end', finish: 'reset_waiting', prove: 'end' },
  ready: { begin: 'keep', cancel: 'end', finish: 'replace', prove: 'end' },
  lapsed: { begin: 'start', cancel: 'reset_unknown', finish: 'reset_unknown', prove: 'keep' },
};

export type PinReset = { createdAt: Date; readyAt: Date; expiresAt: Date };

export function pinResetStateAt(reset: PinReset | null, now: Date): PinResetState {
  if (reset === null) return 'none';
  if (now >= reset.expiresAt) return 'lapsed';
  return now >= reset.readyAt ? 'ready' : 'waiting';
}

/** A reset that begins now. */
export function newPinReset(now: Date): PinReset {
  const readyMs = now.getTime() + waitMs;
  return { createdAt: now, readyAt: new Date(readyMs), expiresAt: new Date(readyMs + validMs) };
}
