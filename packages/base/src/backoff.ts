import type { Random } from './random.ts';

/**
 * How long to wait before attempt number `attempt` (from 0): "full jitter", a random time up to
 * `baseMs` doubled per attempt, never above `capMs`. Spreads the return of many clients.
 */
export function backoffMs(
  attempt: number,
  { baseMs, capMs, random }: { baseMs: number; capMs: number; random: Random },
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.floor(random.float() * ceiling);
}
