import { AccountFilterFlags, QueryFilterFlags } from '../model/flags.ts';
import {
  isAccountFilterMeaningful,
  isQueryFilterMeaningful,
  timestampRange,
} from '../model/filters.ts';
import type { AccountFilter, QueryFilter, Transfer } from '../model/records.ts';

type Stamped = { timestamp: bigint };

/** The place of the first record, of many in the order of time, at or after `timestamp`. */
export function firstFrom(records: readonly Stamped[], timestamp: bigint): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle] as Stamped).timestamp < timestamp) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Scan<Row extends Stamped> = {
  records: readonly Row[];
  range: { min: bigint; max: bigint };
  isReversed: boolean;
  limit: number;
  matches(row: Row): boolean;
};

function scan<Row extends Stamped>(options: Scan<Row>): Row[] {
  const { records, range, isReversed, limit, matches } = options;
  const start = firstFrom(records, range.min);
  const end = firstFrom(records, range.max + 1n);
  const found: Row[] = [];
  for (let step = 0; step < end - start && found.length < limit; step += 1) {
    const row = records[isReversed ? end - 1 - step : start + step] as Row;
    if (matches(row)) found.push(row);
  }
  return found;
}

type UserData = {
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  code: number;
};

function hasUserData(row: UserData, filter: UserData): boolean {
  return (
    (filter.user_data_128 === 0n || filter.user_data_128 === row.user_data_128) &&
    (filter.user_data_64 === 0n || filter.user_data_64 === row.user_data_64) &&
    (filter.user_data_32 === 0 || filter.user_data_32 === row.user_data_32) &&
    (filter.code === 0 || filter.code === row.code)
  );
}

/** Of the transfers of an account those that the filter asks for. */
export function filterTransfers(records: readonly Transfer[], filter: AccountFilter): Transfer[] {
  if (!isAccountFilterMeaningful(filter)) return [];
  const isWanted = (flag: number) => (filter.flags & flag) !== 0;
  const takesDebits = isWanted(AccountFilterFlags.debits);
  const takesCredits = isWanted(AccountFilterFlags.credits);
  return scan({
    records,
    range: timestampRange(filter),
    isReversed: isWanted(AccountFilterFlags.reversed),
    limit: filter.limit,
    matches: (row) =>
      ((takesDebits && row.debit_account_id === filter.account_id) ||
        (takesCredits && row.credit_account_id === filter.account_id)) &&
      hasUserData(row, filter),
  });
}

/** Of all accounts or transfers those that the filter asks for. */
export function filterRecords<Row extends Stamped & UserData & { ledger: number }>(
  records: readonly Row[],
  filter: QueryFilter,
): Row[] {
  if (!isQueryFilterMeaningful(filter)) return [];
  return scan({
    records,
    range: timestampRange(filter),
    isReversed: (filter.flags & QueryFilterFlags.reversed) !== 0,
    limit: filter.limit,
    matches: (row) =>
      (filter.ledger === 0 || filter.ledger === row.ledger) && hasUserData(row, filter),
  });
}
