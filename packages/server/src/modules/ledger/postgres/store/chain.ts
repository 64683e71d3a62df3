import type { LedgerRecord } from '@plaza/base/proofs';
import type { Database } from '../../../../kernel/db/index.ts';
import { u128Of } from '../../model/ids.ts';
import { noHead } from './link.ts';
import { toTransfer, type TransferRow } from './rows.ts';

type Db = Pick<Database, 'query'>;

/** The head of the hash chain; of an empty one zeros. */
export async function newestHead(db: Db): Promise<Uint8Array> {
  const { rows } = await db.query<{ head: Buffer }>(
    'select head from ledger_chain order by last_timestamp desc limit 1',
  );
  return rows[0]?.head ?? noHead;
}

/** A place in the hash chain: its head after all events up to this timestamp. */
export type ChainPoint = { timestamp: bigint; head: Uint8Array };

/** The last place in the chain that is not later than `timestamp`; null before the first. */
export async function chainPointAt(db: Db, timestamp: bigint): Promise<ChainPoint | null> {
  const { rows } = await db.query<{ timestamp: bigint; head: Buffer }>(
    `select last_timestamp as timestamp, head from ledger_chain where last_timestamp <= $1
     order by last_timestamp desc limit 1`,
    [timestamp],
  );
  return rows[0] ?? null;
}

/** A link as it is kept. */
export type KeptLink = {
  lastTimestamp: bigint;
  firstTimestamp: bigint;
  eventCount: number;
  head: Buffer;
  /** Null of what was linked after the fact. */
  marks: Buffer | null;
};

/** Links after a place, in their order. */
export async function readLinks(db: Db, after: bigint, limit: number): Promise<KeptLink[]> {
  const { rows } = await db.query<KeptLink>(
    `select last_timestamp as "lastTimestamp", first_timestamp as "firstTimestamp",
       event_count as "eventCount", head, marks
     from ledger_chain where last_timestamp > $1 order by last_timestamp limit $2`,
    [after, limit],
  );
  return rows;
}

type EventRow = TransferRow & { at: bigint; is_expiry: boolean };

/** Transfers and expiries later than `after` and not later than `through`, in their order. */
export async function readRecords(
  db: Db,
  { after, through, limit }: { after: bigint; through: bigint; limit: number },
): Promise<LedgerRecord[]> {
  const { rows } = await db.query<EventRow>({
    name: 'ledger_read_records',
    text: `select e.timestamp as at, e.is_expiry, t.*
      from (
        (select timestamp, id, false as is_expiry from ledger_transfer
          where timestamp > $1 and timestamp <= $2 order by timestamp limit $3)
        union all
        (select timestamp, transfer_id, true from ledger_expiry
          where timestamp > $1 and timestamp <= $2 order by timestamp limit $3)
        order by 1 limit $3
      ) e left join ledger_transfer t on t.id = e.id order by 1`,
    values: [after, through, limit],
  });
  return rows.map(({ at, is_expiry, ...row }) =>
    is_expiry
      ? { kind: 'expiry', expiry: { id: u128Of(row.id), timestamp: at } }
      : { kind: 'transfer', transfer: toTransfer(row) },
  );
}

/** An account whose row is not what its transfers add up to; null if there is none. */
export async function findWrongAccount(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `with event as (
       select t.debit_account_id as debit, t.credit_account_id as credit, t.timestamp,
         e.pending, e.posted
       from ledger_transfer t cross join lateral ledger_effect(t.amount, t.flags, t.pending_id) e
       union all
       select t.debit_account_id, t.credit_account_id, x.timestamp, -t.amount, 0
       from ledger_expiry x join ledger_transfer t on t.id = x.transfer_id
     ), side as (
       select debit as id, timestamp, pending as dp, posted as dd, 0 as cp, 0 as cd from event
       union all
       select credit, timestamp, 0, 0, pending, posted from event
     ), total as (
       select a.id, coalesce(sum(s.dp), 0) as dp, coalesce(sum(s.dd), 0) as dd,
         coalesce(sum(s.cp), 0) as cp, coalesce(sum(s.cd), 0) as cd
       from ledger_account a left join side s on s.id = a.id and s.timestamp <= a.as_of
       group by a.id
     )
     select a.id from ledger_account a join total t on t.id = a.id
     where (a.debits_pending, a.debits_posted, a.credits_pending, a.credits_posted)
       is distinct from (t.dp, t.dd, t.cp, t.cd)
     order by a.timestamp limit 1`,
  );
  return rows[0]?.id ?? null;
}

/** A pending transfer whose state is not what the books tell; null if there is none. */
export async function findWrongPending(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `select t.id
     from ledger_transfer t
     left join ledger_pending p on p.transfer_id = t.id
     left join ledger_transfer r on r.pending_id = t.id
     left join ledger_expiry x on x.transfer_id = t.id
     where (t.flags & 2 <> 0 or p.transfer_id is not null)
       and p.state is distinct from case
         when t.flags & 2 = 0 then null
         when x.transfer_id is not null and r.id is null then 'expired'
         when r.id is null then 'pending'
         when x.transfer_id is not null then 'twice'
         when r.flags & 4 <> 0 then 'posted'
         else 'voided' end
     order by t.timestamp limit 1`,
  );
  return rows[0]?.id ?? null;
}
