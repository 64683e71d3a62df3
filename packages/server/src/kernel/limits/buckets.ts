import { assert } from '@plaza/base';

/** A bucket that holds `count` tokens and fills up within `perMs`. */
export type BucketRate = { count: number; perMs: number };

/** Sums of fractions are off by less than this; without it the last token would come too late. */
const roundingMs = 0.001;

/**
 * Token buckets by key, at most `capacity` of them. Each is one number, the time at which it will
 * be full again (the "generic cell rate algorithm"), so a bucket that is full needs no memory.
 */
export type Buckets = {
  readonly size: number;
  /** How long until a token is there; 0 when one is there now. Takes nothing. */
  waitMs(key: string, rate: BucketRate, nowMs: number): number;
  /** Takes a token that `waitMs` said to be there. */
  take(key: string, rate: BucketRate, nowMs: number): void;
};

export function createBuckets(capacity: number): Buckets {
  // A Map keeps the order of insertion: re-inserting on use makes its first key the oldest.
  const fullAtMs = new Map<string, number>();

  function evict(nowMs: number): void {
    for (const [key, fullAt] of fullAtMs) {
      if (fullAtMs.size <= capacity && fullAt > nowMs) return;
      fullAtMs.delete(key);
    }
  }

  return {
    get size() {
      return fullAtMs.size;
    },
    waitMs(key, { count, perMs }, nowMs) {
      const perTokenMs = perMs / count;
      const fullAt = Math.max(fullAtMs.get(key) ?? nowMs, nowMs);
      const waitMs = fullAt + perTokenMs - nowMs - perMs;
      return waitMs < roundingMs ? 0 : waitMs;
    },
    take(key, { count, perMs }, nowMs) {
      assert(count >= 1 && perMs > 0, 'a rate lets at least one call through');
      const fullAt = Math.max(fullAtMs.get(key) ?? nowMs, nowMs);
      fullAtMs.delete(key);
      fullAtMs.set(key, fullAt + perMs / count);
      evict(nowMs);
    },
  };
}
