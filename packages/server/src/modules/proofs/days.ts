// Days of the books are days in UTC, so that everybody counts them alike.

const dayMs = 86_400_000;
const nsPerMs = 1_000_000n;

/** The day of a moment: `2026-11-22`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function dayOfTimestamp(timestamp: bigint): string {
  return dayOf(Number(timestamp / nsPerMs));
}

/** When a day is over, in milliseconds since 1970. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) + dayMs;
}

export function dayAfter(day: string): string {
  return dayOf(endOf(day));
}

/** The last nanosecond of a day. */
export function lastNanosecondOf(day: string): bigint {
  return BigInt(endOf(day)) * nsPerMs - 1n;
}
