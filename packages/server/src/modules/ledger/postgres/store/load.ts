import type { Database } from '../../../../kernel/db/index.ts';
import type { PendingRecord, PendingState } from '../../machine/index.ts';
import { u128Of } from '../../model/ids.ts';
import type { Account, Transfer } from '../../model/records.ts';
import type { CreateTransferStatus } from '../../model/statuses.ts';
import { bigints, uuids } from './binary.ts';
import {
  accountColumns,
  toAccount,
  toTransfer,
  transferColumns,
  type AccountRow,
  type TransferRow,
} from './rows.ts';

type Reader = Pick<Database, 'query'>;
type PendingRow = { state: PendingState | null; expires_at: bigint | null };
/** An account, and how many of its events are not in its row. */
export type LoadedAccount = { account: Account; events: number };
export type LoadedTransfer = { transfer: Transfer; pending: PendingRecord | null };

const itself = (id: bigint) => id;

/** Accounts as they are now. */
export async function loadAccounts(db: Reader, ids: readonly bigint[]): Promise<LoadedAccount[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<AccountRow & { events: bigint }>({
    name: 'ledger_load_accounts',
    text: `select ${accountColumns}, events from ledger_accounts_now($1)`,
    values: [uuids(ids, itself)],
  });
  return rows.map((row) => ({ account: toAccount(row), events: Number(row.events) }));
}

const withPending = `select ${transferColumns}, p.state, p.expires_at
  from ledger_transfer t left join ledger_pending p on p.transfer_id = t.id`;

function toLoaded({ state, expires_at, ...row }: TransferRow & PendingRow): LoadedTransfer {
  const pending = state === null ? null : { state, expires_at: expires_at ?? 0n };
  return { transfer: toTransfer(row), pending };
}

export async function loadTransfers(db: Reader, ids: readonly bigint[]): Promise<LoadedTransfer[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<TransferRow & PendingRow>({
    name: 'ledger_load_transfers',
    text: `${withPending} where t.id = any($1::uuid[])`,
    values: [uuids(ids, itself)],
  });
  return rows.map(toLoaded);
}

export async function loadFailures(
  db: Reader,
  ids: readonly bigint[],
): Promise<Map<bigint, CreateTransferStatus>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ transfer_id: string; status: CreateTransferStatus }>({
    name: 'ledger_load_failures',
    text: `select transfer_id, status from ledger_failure where transfer_id = any($1::uuid[])`,
    values: [uuids(ids, itself)],
  });
  return new Map(rows.map(({ transfer_id, status }) => [u128Of(transfer_id), status]));
}

/** Pending transfers that have expired by then, in the order in which they did. */
export async function loadDue(db: Reader, nowNs: bigint, limit: number): Promise<LoadedTransfer[]> {
  const { rows } = await db.query<TransferRow & PendingRow>({
    name: 'ledger_load_due',
    text: `${withPending} where p.state = 'pending' and p.expires_at <= $1
      order by p.expires_at, t.timestamp limit $2`,
    values: [nowNs, limit],
  });
  return rows.map(toLoaded);
}

/** When the next pending transfer expires; null if none does. */
export async function loadNextExpiry(db: Reader): Promise<bigint | null> {
  const { rows } = await db.query<{ next: bigint | null }>({
    name: 'ledger_load_next_expiry',
    text: `select min(expires_at) as next from ledger_pending
      where state = 'pending' and expires_at is not null`,
  });
  return rows[0]?.next ?? null;
}

export type Times = { lastAccount: bigint; lastTransfer: bigint; taken: Set<bigint> };

/** What importing asks: the newest timestamps, and which of `timestamps` are taken. */
export async function loadTimes(db: Reader, timestamps: readonly bigint[]): Promise<Times> {
  const newest = await db.query<{ account: bigint; transfer: bigint }>(
    `select (select coalesce(max(timestamp), 0) from ledger_account) as account,
      greatest((select coalesce(max(timestamp), 0) from ledger_transfer),
        (select coalesce(max(timestamp), 0) from ledger_expiry)) as transfer`,
  );
  const taken = await db.query<{ timestamp: bigint }>(
    `select timestamp from ledger_account where timestamp = any($1::bigint[])
     union all select timestamp from ledger_transfer where timestamp = any($1::bigint[])
     union all select timestamp from ledger_expiry where timestamp = any($1::bigint[])`,
    [bigints(timestamps, itself)],
  );
  return {
    lastAccount: newest.rows[0]?.account ?? 0n,
    lastTransfer: newest.rows[0]?.transfer ?? 0n,
    taken: new Set(taken.rows.map(({ timestamp }) => timestamp)),
  };
}
