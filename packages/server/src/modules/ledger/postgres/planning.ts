import type { Database } from '../../../kernel/db/index.ts';
import { accountsOf, type LedgerReader } from '../machine/index.ts';
import { TransferFlags } from '../model/flags.ts';
import type { Transfer } from '../model/records.ts';
import type { Request } from './request.ts';
import { loadAccounts, loadFailures, loadTimes, loadTransfers } from './store/load.ts';
import type { Facts } from './view.ts';

/** What must be read from the tables before requests can be applied. */
export type Plan = {
  accounts: Set<bigint>;
  /** Pending transfers that are to be resolved, and ids that are to be looked up. */
  transfers: Set<bigint>;
  failures: Set<bigint>;
  /** Timestamps of imported events; then nothing may be on its way. */
  imported: bigint[];
};

/** What `requests` need beyond what `known` knows; null if nothing, which is the usual case. */
export function planOf(requests: readonly Request[], known: LedgerReader): Plan | null {
  const plan: Plan = {
    accounts: new Set(),
    transfers: new Set(),
    failures: new Set(),
    imported: [],
  };
  for (const request of requests) {
    if (request.kind === 'accounts') {
      for (const { id, flags, timestamp } of request.batch) {
        needAccount(plan, known, id);
        if ((flags & TransferFlags.imported) !== 0 || timestamp !== 0n) {
          plan.imported.push(timestamp);
        }
      }
    } else {
      for (const transfer of request.batch) {
        planTransfer(plan, known, transfer, request.isChecked);
      }
    }
  }
  const { accounts, transfers, failures, imported } = plan;
  return accounts.size + transfers.size + failures.size + imported.length === 0 ? null : plan;
}

function needAccount(plan: Plan, known: LedgerReader, id: bigint): void {
  if (id !== 0n && known.account(id) === undefined) plan.accounts.add(id);
}

function planTransfer(
  plan: Plan,
  known: LedgerReader,
  transfer: Transfer,
  isChecked: boolean,
): void {
  const { id, pending_id } = transfer;
  needAccount(plan, known, transfer.debit_account_id);
  needAccount(plan, known, transfer.credit_account_id);
  if (pending_id !== 0n && known.transfer(pending_id) === undefined) plan.transfers.add(pending_id);
  if (isChecked && known.transfer(id) === undefined) {
    plan.transfers.add(id);
    plan.failures.add(id);
  }
  if ((transfer.flags & TransferFlags.imported) !== 0) plan.imported.push(transfer.timestamp);
}

/** Reads what a plan names. Who posts or voids need not name the accounts: they come second. */
export async function loadPlan(
  db: Pick<Database, 'query'>,
  plan: Plan,
  known: LedgerReader,
): Promise<Facts> {
  const [accounts, transfers, failures, times] = await Promise.all([
    loadAccounts(db, [...plan.accounts]),
    loadTransfers(db, [...plan.transfers]),
    loadFailures(db, [...plan.failures]),
    plan.imported.length === 0 ? null : loadTimes(db, plan.imported),
  ]);
  const further: bigint[] = [];
  for (const id of accountsOf(transfers.map(({ transfer }) => transfer))) {
    if (!plan.accounts.has(id) && known.account(id) === undefined) further.push(id);
  }
  accounts.push(...(await loadAccounts(db, further)));
  return { accounts, transfers, failures, ...(times === null ? {} : { times }) };
}
