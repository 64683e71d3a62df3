import type { LedgerChange, LedgerDriver, LedgerFeed } from '../driver.ts';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { BATCH_MAX } from '../model/limits.ts';
import type { Account, Transfer } from '../model/records.ts';
import { CreateAccountStatus, CreateTransferStatus } from '../model/statuses.ts';
import { allPages, batches } from './pages.ts';

/** An expiry becomes a void, whose id is that of the pending transfer with these bits turned. */
const EXPIRY_BITS = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834n;

export type ExportOutcome =
  | { ok: true; accounts: number; transfers: number }
  /** Imported transfers have no timeout: post or void what is pending, or let it expire, first. */
  | { ok: false; reason: 'pendings_open'; ids: bigint[] }
  /** Somebody wrote meanwhile. What was copied is right; try again, it goes on from there. */
  | { ok: false; reason: 'source_moved' }
  | { ok: false; reason: 'refused'; id: bigint; status: number }
  | { ok: false; reason: 'balances_differ'; id: bigint };

type Ends = { from: LedgerDriver & LedgerFeed; to: LedgerDriver };

/**
 * Copies a whole ledger into another driver, with ids, timestamps and order as they are, and then
 * compares all balances. Stop writing first. It may be repeated: what is there already is left.
 */
export async function exportLedger(ends: Ends): Promise<ExportOutcome> {
  const { from } = ends;
  const before = await survey(from);
  if (before.open.length > 0) return { ok: false, reason: 'pendings_open', ids: before.open };
  const accounts = await copyAccounts(ends);
  if (typeof accounts !== 'number') return accounts;
  const transfers = await copyTransfers(ends);
  if (typeof transfers !== 'number') return transfers;
  const after = await survey(from);
  if (after.last !== before.last) return { ok: false, reason: 'source_moved' };
  return (await compare(ends)) ?? { ok: true, accounts, transfers };
}

/** What is pending, and how far the feed goes. */
async function survey(from: LedgerFeed): Promise<{ open: bigint[]; last: bigint }> {
  const open = new Set<bigint>();
  let last = 0n;
  for await (const change of everyChange(from)) {
    if (change.type === 'two_phase_pending') open.add(change.transfer.id);
    if (change.pending !== null) open.delete(change.pending.id);
    last = change.timestamp;
  }
  return { open: [...open], last };
}

function everyChange(from: LedgerFeed): AsyncGenerator<LedgerChange> {
  return allPages((after) => from.changes(after, BATCH_MAX));
}

const everything = {
  user_data_128: 0n,
  user_data_64: 0n,
  user_data_32: 0,
  ledger: 0,
  code: 0,
  timestamp_max: 0n,
  limit: BATCH_MAX,
  flags: 0,
};

function everyAccount(from: LedgerDriver): AsyncGenerator<Account> {
  return allPages((after) => from.queryAccounts({ ...everything, timestamp_min: after + 1n }));
}

async function copyAccounts({ from, to }: Ends): Promise<number | ExportOutcome> {
  const { created, exists } = CreateAccountStatus;
  let count = 0;
  for await (const batch of batches(mapped(everyAccount(from), importedAccount))) {
    const results = await to.createAccounts(batch);
    for (const [place, { status }] of results.entries()) {
      if (status === created || status === exists) continue;
      return { ok: false, reason: 'refused', id: batch[place]?.id ?? 0n, status };
    }
    count += batch.length;
  }
  return count;
}

async function copyTransfers({ from, to }: Ends): Promise<number | ExportOutcome> {
  const { created, exists } = CreateTransferStatus;
  let count = 0;
  for await (const batch of batches(mapped(everyChange(from), importedTransfer))) {
    const results = await to.createTransfers(batch);
    for (const [place, { status }] of results.entries()) {
      if (status === created || status === exists) continue;
      return { ok: false, reason: 'refused', id: batch[place]?.id ?? 0n, status };
    }
    count += batch.length;
  }
  return count;
}

async function* mapped<From, To>(rows: AsyncGenerator<From>, map: (row: From) => To) {
  for await (const row of rows) yield map(row);
}

// What was linked has happened as a whole, so the copies are not: in a chain that is sent again,
// the first `exists` would fail the others.

/** The transfers will bring the balances. */
function importedAccount(account: Account): Account {
  return {
    ...account,
    debits_pending: 0n,
    debits_posted: 0n,
    credits_pending: 0n,
    credits_posted: 0n,
    flags: (account.flags & ~AccountFlags.linked) | AccountFlags.imported,
  };
}

function importedTransfer(change: LedgerChange): Transfer {
  const { transfer, timestamp } = change;
  if (change.type !== 'two_phase_expired') {
    const flags = (transfer.flags & ~TransferFlags.linked) | TransferFlags.imported;
    return { ...transfer, timeout: 0, flags };
  }
  return {
    ...transfer,
    id: transfer.id ^ EXPIRY_BITS,
    pending_id: transfer.id,
    timeout: 0,
    flags: TransferFlags.void_pending_transfer | TransferFlags.imported,
    timestamp,
  };
}

async function compare({ from, to }: Ends): Promise<ExportOutcome | null> {
  for await (const batch of batches(everyAccount(from))) {
    const copies = await to.lookupAccounts(batch.map(({ id }) => id));
    const byId = new Map(copies.map((copy) => [copy.id, copy]));
    for (const account of batch) {
      if (isSame(account, byId.get(account.id))) continue;
      return { ok: false, reason: 'balances_differ', id: account.id };
    }
  }
  return null;
}

function isSame(account: Account, copy: Account | undefined): boolean {
  return (
    copy !== undefined &&
    copy.debits_pending === account.debits_pending &&
    copy.debits_posted === account.debits_posted &&
    copy.credits_pending === account.credits_pending &&
    copy.credits_posted === account.credits_posted &&
    copy.timestamp === account.timestamp
  );
}
