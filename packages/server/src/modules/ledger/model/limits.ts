/** The most events that one request may carry, and the most records that one may ask for. */
export const BATCH_MAX = 8189;

/** The largest u128. As an amount it means "all there is"; as an id it is reserved. */
export const U128_MAX = (1n << 128n) - 1n;

/** "All there is": of a pending transfer when posting, of a balance when balancing. */
export const amount_max = U128_MAX;

/**
 * The largest sum that a balance, or the pending and the posted of one side together, may reach:
 * what a `bigint` of PostgreSQL holds. TigerBeetle's bound is 2^128 - 1; this is the one place
 * where our drivers are narrower, and it answers with the same `overflows_…` statuses.
 */
export const BALANCE_MAX = (1n << 63n) - 1n;

/** The largest timestamp, in nanoseconds since 1970. */
export const TIMESTAMP_MAX = (1n << 63n) - 1n;

export const NS_PER_MS = 1_000_000n;
export const NS_PER_SECOND = 1_000_000_000n;

/** Whether a timestamp is one that an event may have. */
export function isTimestamp(timestamp: bigint): boolean {
  return timestamp > 0n && timestamp <= TIMESTAMP_MAX;
}
