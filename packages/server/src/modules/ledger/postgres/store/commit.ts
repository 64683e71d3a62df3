import type { Database } from '../../../../kernel/db/index.ts';
import type { Draft, PendingRecord } from '../../machine/index.ts';
import type { Account, Transfer } from '../../model/records.ts';
import {
  bigints,
  bigintsOrNull,
  byteas,
  integers,
  smallints,
  uuids,
  uuidsOrNull,
} from './binary.ts';
import { linkOf, type Link } from './link.ts';

export type Client = Awaited<ReturnType<Database['connect']>>;

/** A group of requests, applied and ready to be written in one commit. */
export type Commit = {
  epoch: bigint;
  /** The head of the hash chain after the commit before this one. */
  chainHead: Uint8Array;
  draft: Draft;
  /** Those of the draft's accounts whose rows are due; new ones are written anyhow. */
  rows: readonly Account[];
  /** Which of the draft's accounts are new. */
  createdAccounts: ReadonlySet<bigint>;
  /** Ids that were judged as new without a look at the tables, and were not created. */
  absentTransfers: readonly bigint[];
  absentFailures: readonly bigint[];
  /** For other processes, which handed requests over. */
  answers: readonly { requestId: string; body: Uint8Array }[];
};

const commitParameters = 53;
const linkParameters = 6;
const parameters = Array.from({ length: commitParameters + linkParameters }, (_, i) => `$${i + 1}`);
const commitStatement = {
  name: 'ledger_commit',
  text: `select ledger_commit(${parameters.slice(0, commitParameters).join()}),
    ledger_link(${parameters.slice(commitParameters).join()})`,
};

/**
 * Durable when it returns the new head of the chain. Throws LG001 (an id is known after all) and
 * LG002 (not the writer).
 */
export async function commitGroup(client: Client, commit: Commit): Promise<Uint8Array> {
  const { draft, chainHead } = commit;
  const transfers = [...draft.transfers.values()];
  const link = linkOf(draft, transfers, chainHead);
  await client.query({
    ...commitStatement,
    values: [
      commit.epoch,
      draft.lastTimestamp(),
      newestEvent(draft, transfers),
      ...accountValues(commit),
      ...transferValues(transfers),
      ...pendingValues(draft),
      ...failureValues(draft),
      ...historyValues(draft),
      uuids(commit.absentTransfers, itself),
      uuids(commit.absentFailures, itself),
      commit.answers.length === 0 ? null : commit.answers.map(({ requestId }) => requestId),
      byteas(commit.answers.map(({ body }) => body)),
      ...linkValues(chainHead, link),
    ],
  });
  return link?.head ?? chainHead;
}

function linkValues(previous: Uint8Array, link: Link | null): unknown[] {
  if (link === null) return Array.from({ length: linkParameters }, () => null);
  const { head, firstTimestamp, lastTimestamp, eventCount, marks } = link;
  return [previous, head, firstTimestamp, lastTimestamp, eventCount, marks];
}

const itself = (id: bigint) => id;

/**
 * Up to which events the written balances go. Whatever comes later, imported or not, has a later
 * timestamp than every transfer and every expiry before it.
 */
function newestEvent({ expiries }: Draft, transfers: readonly Transfer[]): bigint | null {
  const transfer = transfers.at(-1)?.timestamp ?? null;
  const expiry = expiries.at(-1)?.timestamp ?? null;
  if (transfer === null || expiry === null) return transfer ?? expiry;
  return transfer > expiry ? transfer : expiry;
}

function accountValues({ draft, createdAccounts, rows }: Commit): unknown[] {
  const created: Account[] = [];
  for (const id of createdAccounts) {
    const account = draft.accounts.get(id);
    if (account !== undefined) created.push(account);
  }
  const changed = created.length === 0 ? rows : rows.filter(({ id }) => !createdAccounts.has(id));
  return [
    uuids(created, (account) => account.id),
    uuids(created, (account) => account.user_data_128),
    bigints(created, (account) => account.user_data_64),
    integers(created, (account) => account.user_data_32),
    integers(created, (account) => account.ledger),
    smallints(created, (account) => account.code),
    bigints(created, (account) => account.timestamp),
    smallints(created, (account) => account.flags),
    ...balanceValues(created),
    uuids(changed, (account) => account.id),
    smallints(changed, (account) => account.flags),
    ...balanceValues(changed),
  ];
}

type Balances = Pick<
  Account,
  'debits_pending' | 'debits_posted' | 'credits_pending' | 'credits_posted'
>;

function balanceValues(items: readonly Balances[]): unknown[] {
  return [
    bigints(items, (item) => item.debits_pending),
    bigints(items, (item) => item.debits_posted),
    bigints(items, (item) => item.credits_pending),
    bigints(items, (item) => item.credits_posted),
  ];
}

function transferValues(transfers: readonly Transfer[]): unknown[] {
  return [
    uuids(transfers, (transfer) => transfer.id),
    uuids(transfers, (transfer) => transfer.debit_account_id),
    uuids(transfers, (transfer) => transfer.credit_account_id),
    bigints(transfers, (transfer) => transfer.amount),
    uuidsOrNull(transfers, (transfer) => transfer.pending_id),
    uuids(transfers, (transfer) => transfer.user_data_128),
    bigints(transfers, (transfer) => transfer.user_data_64),
    integers(transfers, (transfer) => transfer.user_data_32),
    integers(transfers, (transfer) => transfer.timeout),
    integers(transfers, (transfer) => transfer.ledger),
    smallints(transfers, (transfer) => transfer.code),
    smallints(transfers, (transfer) => transfer.flags),
    bigints(transfers, (transfer) => transfer.timestamp),
  ];
}

function pendingValues(draft: Draft): unknown[] {
  const created: [bigint, PendingRecord][] = [];
  const resolved: [bigint, PendingRecord][] = [];
  for (const entry of draft.pendings) {
    (draft.transfers.has(entry[0]) ? created : resolved).push(entry);
  }
  const states = (entries: [bigint, PendingRecord][]) =>
    entries.length === 0 ? null : entries.map(([, { state }]) => state);
  return [
    uuids(created, ([id]) => id),
    states(created),
    bigintsOrNull(created, ([, record]) => record.expires_at),
    uuids(resolved, ([id]) => id),
    states(resolved),
  ];
}

function failureValues(draft: Draft): unknown[] {
  const failures = [...draft.failures];
  return [uuids(failures, ([id]) => id), smallints(failures, ([, status]) => status)];
}

function historyValues(draft: Draft): unknown[] {
  const { balances, expiries } = draft;
  return [
    uuids(balances, (balance) => balance.account_id),
    bigints(balances, (balance) => balance.timestamp),
    ...balanceValues(balances),
    bigints(expiries, (expiry) => expiry.timestamp),
    uuids(expiries, (expiry) => expiry.transfer_id),
  ];
}
