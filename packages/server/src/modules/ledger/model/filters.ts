import { AccountFilterFlags, QueryFilterFlags } from './flags.ts';
import { isTimestamp, TIMESTAMP_MAX, U128_MAX } from './limits.ts';
import type { AccountFilter, QueryFilter } from './records.ts';

type Tail = { timestamp_min: bigint; timestamp_max: bigint; limit: number };

function isTailMeaningful(filter: Tail): boolean {
  const { timestamp_min: min, timestamp_max: max } = filter;
  if (min !== 0n && !isTimestamp(min)) return false;
  if (max !== 0n && (!isTimestamp(max) || min > max)) return false;
  return filter.limit !== 0;
}

/** A filter that breaks a rule is not an error: it finds nothing. */
export function isAccountFilterMeaningful(filter: AccountFilter): boolean {
  const { debits, credits, reversed } = AccountFilterFlags;
  if (filter.account_id === 0n || filter.account_id === U128_MAX) return false;
  if ((filter.flags & (debits | credits)) === 0) return false;
  if ((filter.flags & ~(debits | credits | reversed)) !== 0) return false;
  return isTailMeaningful(filter);
}

/** A filter that breaks a rule is not an error: it finds nothing. */
export function isQueryFilterMeaningful(filter: QueryFilter): boolean {
  return (filter.flags & ~QueryFilterFlags.reversed) === 0 && isTailMeaningful(filter);
}

/** The first and the last timestamp, both included, that a filter asks for. */
export function timestampRange(filter: Tail): { min: bigint; max: bigint } {
  return {
    min: filter.timestamp_min === 0n ? 1n : filter.timestamp_min,
    max: filter.timestamp_max === 0n ? TIMESTAMP_MAX : filter.timestamp_max,
  };
}
