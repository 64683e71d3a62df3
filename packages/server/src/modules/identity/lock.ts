import { durations } from './durations.ts';

// SPEC. Guessing is slowed in two scopes at once: per account and coarse network address, and per
// account for all addresses together. A try is counted as wrong before it is judged, so that tries
// at the same time cannot share one chance; a right one clears the count.
// The second scope binds only addresses from which the account has no signed-in device: whoever
// guesses from all over the world locks out the world, but not the owner at home.

/** What is known of the tries in one scope. */
export type LockRecord = { failures: number; lockedUntil: Date | null; lastFailureAt: Date };

export type LockState = 'free' | 'locked' | 'probing';
export type LockEvent = 'try' | 'right';
export type LockEffect = 'count' | 'refuse' | 'clear' | 'keep';

/** Total: what each event does in each state. */
export const lockTable: Readonly<Record<LockState, Readonly<Record<LockEvent, LockEffect>>>> = {
  // Under the number of free tries.
  free: { try: 'count', right: 'clear' },
  // A waiting time runs; a right answer to a try that was let in before still clears.
  locked: { try: 'refuse', right: 'clear' },
  // The waiting time is over: one try, and a longer wait if it is wrong.
  probing: { try: 'count', right: 'clear' },
};

export type LockRule = { freeTries: number; waitsMs: readonly number[] };
const minuteMs = 60_000;

export const lockRules = {
  address: { freeTries: 5, waitsMs: [1, 5, 15, 60, 240].map((count) => count * minuteMs) },
  everywhere: { freeTries: 50, waitsMs: [1, 2, 5, 15].map((count) => count * minuteMs) },
} as const satisfies Record<string, LockRule>;

/** The state of a scope at a time; old failures are forgotten. */
export function lockStateAt(record: LockRecord | null, rule: LockRule, now: Date): LockState {
  if (record === null || isLapsed(record, now)) return 'free';
  if (record.lockedUntil !== null && record.lockedUntil > now) return 'locked';
  return record.failures < rule.freeTries ? 'free' : 'probing';
}

function isLapsed(record: LockRecord, now: Date): boolean {
  const lastMs = Math.max(record.lastFailureAt.getTime(), record.lockedUntil?.getTime() ?? 0);
  return now.getTime() - lastMs >= durations.lockLapseMs;
}

/** The record after a try was let in and counted as wrong. */
export function countTry(record: LockRecord | null, rule: LockRule, now: Date): LockRecord {
  const before = record === null || isLapsed(record, now) ? 0 : record.failures;
  const failures = Math.min(before + 1, 1_000_000);
  const step = failures - rule.freeTries;
  const waitMs = step < 0 ? 0 : rule.waitsMs[Math.min(step, rule.waitsMs.length - 1)];
  const lockedUntil = waitMs ? new Date(now.getTime() + waitMs) : null;
  return { failures, lockedUntil, lastFailureAt: now };
}
