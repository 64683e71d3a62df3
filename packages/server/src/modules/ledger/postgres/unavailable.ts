/**
 * Nobody answered in time, or too much is waiting. The request took place or not: sending the same
 * batch again, under the same ids, finds out and has no second effect.
 */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
}
