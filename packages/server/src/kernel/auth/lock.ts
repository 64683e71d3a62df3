// SPEC. Guessing a secret that people choose is slowed by counting wrong tries: a few are free,
// then each costs a longer wait. A try is counted as wrong before it is judged, so that tries at
// the same time cannot share one chance; a right one clears the count.

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

export type LockRule = {
  freeTries: number;
  /** The wait after the last free try, after the next one, and so on; the last one stays. */
  waitsMs: readonly number[];
  /** After so long without a try everything is forgotten; null: never. */
  lapseMs: number | null;
};

/** The state of a scope at a time; old failures are forgotten. */
export function lockStateAt(record: LockRecord | null, rule: LockRule, now: Date): LockState {
  if (record === null || isLapsed(record, rule, now)) return 'free';
  if (record.lockedUntil !== null && record.lockedUntil > now) return 'locked';
  return record.failures < rule.freeTries ? 'free' : 'probing';
}

function isLapsed(record: LockRecord, { lapseMs }: LockRule, now: Date): boolean {
  if (lapseMs === null) return false;
  const lastMs = Math.max(record.lastFailureAt.getTime(), record.lockedUntil?.getTime() ?? 0);
  return now.getTime() - lastMs >= lapseMs;
}

/** The record after a try was let in and counted as wrong. */
export function countTry(record: LockRecord | null, rule: LockRule, now: Date): LockRecord {
  const before = record === null || isLapsed(record, rule, now) ? 0 : record.failures;
  const failures = Math.min(before + 1, 1_000_000);
  const step = failures - rule.freeTries;
  const waitMs = step < 0 ? 0 : rule.waitsMs[Math.min(step, rule.waitsMs.length - 1)];
  const lockedUntil = waitMs ? new Date(now.getTime() + waitMs) : null;
  return { failures, lockedUntil, lastFailureAt: now };
}
