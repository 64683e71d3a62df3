const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Every waiting time of the module, in one place; measured by the clock that it is given. */
export const durations = {
  challengeMs: 5 * minuteMs,
  /** Before it has been there so long, a passkey lets in but does not approve payments. */
  passkeyRipensMs: dayMs,
  ticketMs: 2 * minuteMs,
  pollMs: 20_000,
  handleChangeMs: 30 * dayMs,
  handleHeldMs: 30 * dayMs,
  sessionIdleMs: 400 * dayMs,
  /** Finer would be a diary of the person's day. */
  lastSeenMs: 5 * minuteMs,
  authenticateCacheMs: 5_000,
  /** A stranger asked the operator: the owner gets two days to see the notice. */
  resetWaitMs: { operator: 48 * hourMs, device: 24 * hourMs },
  resetValidMs: 7 * dayMs,
  /** Wrong tries older than this are forgotten. */
  lockLapseMs: dayMs,
} as const;

export function later(now: Date, deltaMs: number): Date {
  return new Date(now.getTime() + deltaMs);
}
