import type { Database } from '../../../../kernel/db/index.ts';
import type { LedgerChange } from '../../driver.ts';
import { changeOfExpiry, changeOfTransfer } from '../../machine/index.ts';
import {
  isAccountFilterMeaningful,
  isQueryFilterMeaningful,
  timestampRange,
} from '../../model/filters.ts';
import { AccountFilterFlags, QueryFilterFlags } from '../../model/flags.ts';
import { uuidOf } from '../../model/ids.ts';
import type {
  Account,
  AccountBalance,
  AccountFilter,
  QueryFilter,
  Transfer,
} from '../../model/records.ts';
import { loadTransfers } from './load.ts';
import {
  accountColumns,
  balanceColumns,
  toAccount,
  toBalance,
  toTransfer,
  transferColumns,
  type AccountRow,
  type BalanceRow,
  type TransferRow,
} from './rows.ts';

type Db = Pick<Database, 'query'>;
type Conditions = { parts: string[]; values: unknown[] };

function add({ parts, values }: Conditions, condition: string, value: unknown): void {
  values.push(value);
  parts.push(`${condition} $${values.length}`);
}

type Filter = {
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  ledger?: number;
  code: number;
  timestamp_min: bigint;
  timestamp_max: bigint;
  limit: number;
};

/** The conditions that all filters have; unsigned numbers are kept in signed columns. */
function conditionsOf(filter: Filter, alias: string): Conditions {
  const conditions: Conditions = { parts: [], values: [] };
  const { min, max } = timestampRange(filter);
  add(conditions, `${alias}.timestamp >=`, min);
  add(conditions, `${alias}.timestamp <=`, max);
  if (filter.user_data_128 !== 0n) {
    add(conditions, `${alias}.user_data_128 =`, uuidOf(filter.user_data_128));
    // Says that the partial index will do.
    conditions.parts.push(`${alias}.user_data_128 <> '00000000-0000-0000-0000-000000000000'`);
  }
  if (filter.user_data_64 !== 0n) {
    add(conditions, `${alias}.user_data_64 =`, BigInt.asIntN(64, filter.user_data_64));
  }
  if (filter.user_data_32 !== 0) {
    add(conditions, `${alias}.user_data_32 =`, filter.user_data_32 | 0);
  }
  if (filter.ledger !== undefined && filter.ledger !== 0) {
    add(conditions, `${alias}.ledger =`, filter.ledger | 0);
  }
  if (filter.code !== 0) add(conditions, `${alias}.code =`, (filter.code << 16) >> 16);
  return conditions;
}

function addSides(conditions: Conditions, filter: AccountFilter, alias: string): void {
  conditions.values.push(uuidOf(filter.account_id));
  const id = `$${conditions.values.length}`;
  const sides: string[] = [];
  if ((filter.flags & AccountFilterFlags.debits) !== 0) {
    sides.push(`${alias}.debit_account_id = ${id}`);
  }
  if ((filter.flags & AccountFilterFlags.credits) !== 0) {
    sides.push(`${alias}.credit_account_id = ${id}`);
  }
  conditions.parts.push(`(${sides.join(' or ')})`);
}

function tail(conditions: Conditions, isReversed: boolean, limit: number): string {
  conditions.values.push(limit);
  const direction = isReversed ? ' desc' : '';
  return `order by 1${direction} limit $${conditions.values.length}`;
}

const columnsOf = (alias: string, columns: string) =>
  columns.replace(/\w+/g, (name) => `${alias}.${name}`);

export async function getAccountTransfers(db: Db, filter: AccountFilter): Promise<Transfer[]> {
  if (!isAccountFilterMeaningful(filter)) return [];
  const conditions = conditionsOf(filter, 't');
  const isReversed = (filter.flags & AccountFilterFlags.reversed) !== 0;
  const end = tail(conditions, isReversed, filter.limit);
  conditions.values.push(uuidOf(filter.account_id));
  const id = `$${conditions.values.length}`;
  // One walk along an index per side: no transfer is on both.
  const side = (column: string) =>
    `(select t.timestamp, ${columnsOf('t', transferColumns)} from ledger_transfer t
      where t.${column} = ${id} and ${conditions.parts.join(' and ')} ${end})`;
  const sides: string[] = [];
  if ((filter.flags & AccountFilterFlags.debits) !== 0) sides.push(side('debit_account_id'));
  if ((filter.flags & AccountFilterFlags.credits) !== 0) sides.push(side('credit_account_id'));
  const text = `select * from (${sides.join(' union all ')}) both_sides ${end}`;
  const { rows } = await db.query<TransferRow>(text, conditions.values);
  return rows.map(toTransfer);
}

export async function getAccountBalances(db: Db, filter: AccountFilter): Promise<AccountBalance[]> {
  if (!isAccountFilterMeaningful(filter)) return [];
  const conditions = conditionsOf(filter, 't');
  addSides(conditions, filter, 't');
  add(conditions, 'b.account_id =', uuidOf(filter.account_id));
  const isReversed = (filter.flags & AccountFilterFlags.reversed) !== 0;
  const { rows } = await db.query<BalanceRow>(
    `select ${columnsOf('b', balanceColumns)}
     from ledger_balance b join ledger_transfer t on t.timestamp = b.timestamp
     where ${conditions.parts.join(' and ')} ${tail(conditions, isReversed, filter.limit)}`,
    conditions.values,
  );
  return rows.map(toBalance);
}

export async function queryAccounts(db: Db, filter: QueryFilter): Promise<Account[]> {
  if (!isQueryFilterMeaningful(filter)) return [];
  const conditions = conditionsOf(filter, 'a');
  const isReversed = (filter.flags & QueryFilterFlags.reversed) !== 0;
  const end = tail(conditions, isReversed, filter.limit);
  const { rows } = await db.query<AccountRow>(
    `select ${accountColumns} from ledger_accounts_now(array(
       select id from (select a.timestamp, a.id from ledger_account a
         where ${conditions.parts.join(' and ')} ${end}) found
     )) order by timestamp${isReversed ? ' desc' : ''}`,
    conditions.values,
  );
  return rows.map(toAccount);
}

export async function queryTransfers(db: Db, filter: QueryFilter): Promise<Transfer[]> {
  if (!isQueryFilterMeaningful(filter)) return [];
  const conditions = conditionsOf(filter, 't');
  const isReversed = (filter.flags & QueryFilterFlags.reversed) !== 0;
  const { rows } = await db.query<TransferRow>(
    `select t.timestamp, ${columnsOf('t', transferColumns)} from ledger_transfer t
     where ${conditions.parts.join(' and ')} ${tail(conditions, isReversed, filter.limit)}`,
    conditions.values,
  );
  return rows.map(toTransfer);
}

type ChangeRow = TransferRow & { at: bigint; is_expiry: boolean };

/** In the order of time. One statement, so that both tables are read at the same moment. */
export async function readChanges(db: Db, after: bigint, limit: number): Promise<LedgerChange[]> {
  const { rows } = await db.query<ChangeRow>({
    name: 'ledger_read_changes',
    text: `select e.timestamp as at, e.is_expiry, ${columnsOf('t', transferColumns)}
      from (
        (select timestamp, id, false as is_expiry from ledger_transfer
          where timestamp > $1 order by timestamp limit $2)
        union all
        (select timestamp, transfer_id, true from ledger_expiry
          where timestamp > $1 order by timestamp limit $2)
        order by 1 limit $2
      ) e join ledger_transfer t on t.id = e.id order by 1`,
    values: [after, limit],
  });
  const events = rows.map(({ at, is_expiry, ...row }) => ({
    at,
    isExpiry: is_expiry,
    transfer: toTransfer(row),
  }));
  const ids = events.map(({ transfer }) => transfer.pending_id).filter((id) => id !== 0n);
  const loaded = await loadTransfers(db, ids);
  const pendings = new Map(loaded.map(({ transfer }) => [transfer.id, transfer]));
  return events.map(({ at, isExpiry, transfer }) =>
    isExpiry
      ? changeOfExpiry(transfer, at)
      : changeOfTransfer(transfer, pendings.get(transfer.pending_id) ?? null),
  );
}
