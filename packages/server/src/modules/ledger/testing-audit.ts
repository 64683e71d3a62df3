import type { LedgerChange, LedgerDriver, LedgerFeed } from './driver.ts';
import { AccountFilterFlags, AccountFlags, TransferFlags } from './model/flags.ts';
import { BATCH_MAX } from './model/limits.ts';
import type { Account, Transfer } from './model/records.ts';

// Reads a whole ledger through its public interface and adds it up again in the plainest way there
// is, with nothing of the machine. Each sentence it returns is a broken invariant.

type Sums = { dp: bigint; dd: bigint; cp: bigint; cc: bigint };
type Book = {
  sums: Sums;
  limits: number;
  isClosed: boolean;
  /** Balances after each transfer, to compare with the history. */
  after: Map<bigint, Sums>;
};

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

/** All of what `read` gives in pages, each beginning after the last timestamp of the one before. */
async function allPages<Row extends { timestamp: bigint }>(
  read: (after: bigint) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (
    let page = await read(0n);
    page.length > 0;
    page = await read(rows.at(-1)?.timestamp ?? 0n)
  ) {
    rows.push(...page);
  }
  return rows;
}

/** What is wrong with a ledger; empty if nothing is. */
export async function auditLedger(ledger: LedgerDriver & LedgerFeed): Promise<string[]> {
  const problems: string[] = [];
  const accounts = await allPages((after) =>
    ledger.queryAccounts({ ...everything, timestamp_min: after + 1n }),
  );
  const transfers = await allPages((after) =>
    ledger.queryTransfers({ ...everything, timestamp_min: after + 1n }),
  );
  const changes = await allPages((after) => ledger.changes(after, 100));
  const books = foldChanges(accounts, changes, problems);
  compareFeed(transfers, changes, problems);
  compareBalances(accounts, books, problems);
  compareLedgers(accounts, problems);
  for (const account of accounts) {
    if ((account.flags & AccountFlags.history) === 0) continue;
    await compareHistory(ledger, account.id, books.get(account.id) as Book, problems);
  }
  return problems;
}

function foldChanges(
  accounts: Account[],
  changes: LedgerChange[],
  problems: string[],
): Map<bigint, Book> {
  const books = new Map<bigint, Book>();
  const ledgers = new Map<bigint, number>();
  for (const { id, flags, ledger } of accounts) {
    const sums = { dp: 0n, dd: 0n, cp: 0n, cc: 0n };
    books.set(id, { sums, limits: flags, isClosed: false, after: new Map() });
    ledgers.set(id, ledger);
  }
  const open = new Map<bigint, Transfer>();
  let last = 0n;
  for (const change of changes) {
    const say = (text: string) => problems.push(`${change.transfer.id} ${change.type}: ${text}`);
    if (change.timestamp <= last) say('the feed does not rise');
    last = change.timestamp;
    const debit = books.get(change.transfer.debit_account_id);
    const credit = books.get(change.transfer.credit_account_id);
    if (debit === undefined || credit === undefined) {
      say('an account is missing');
      continue;
    }
    const sides = [change.transfer.debit_account_id, change.transfer.credit_account_id];
    if (sides.some((id) => ledgers.get(id) !== change.transfer.ledger)) say('crosses ledgers');
    foldOne(change, { debit, credit, open, say });
    for (const book of [debit, credit]) {
      checkLimits(book, say);
      book.after.set(change.timestamp, { ...book.sums });
    }
  }
  return books;
}

type Fold = {
  debit: Book;
  credit: Book;
  open: Map<bigint, Transfer>;
  say: (text: string) => void;
};

function foldOne(change: LedgerChange, fold: Fold): void {
  const { debit, credit, open, say } = fold;
  const { type, transfer, pending, amount } = change;
  const isBack = type === 'two_phase_voided' || type === 'two_phase_expired';
  if ((debit.isClosed || credit.isClosed) && !isBack) say('moves a closed account');
  if (type === 'single_phase' || type === 'two_phase_posted') {
    debit.sums.dd += amount;
    credit.sums.cc += amount;
  }
  if (type === 'two_phase_pending') {
    debit.sums.dp += amount;
    credit.sums.cp += amount;
    open.set(transfer.id, transfer);
    if ((transfer.flags & TransferFlags.closing_debit) !== 0) debit.isClosed = true;
    if ((transfer.flags & TransferFlags.closing_credit) !== 0) credit.isClosed = true;
  }
  if (pending === null) {
    if (type !== 'single_phase' && type !== 'two_phase_pending') say('resolves nothing');
    return;
  }
  if (!open.delete(pending.id)) say('resolves what is not pending');
  if (amount > pending.amount) say('posts more than was pending');
  if (isBack && amount !== pending.amount) say('gives back another amount');
  debit.sums.dp -= pending.amount;
  credit.sums.cp -= pending.amount;
  const expires = pending.timestamp + BigInt(pending.timeout) * 1_000_000_000n;
  const isDue = pending.timeout > 0 && change.timestamp >= expires;
  if (isDue !== (type === 'two_phase_expired')) say('is late, or expired early');
  if (isBack && (pending.flags & TransferFlags.closing_debit) !== 0) debit.isClosed = false;
  if (isBack && (pending.flags & TransferFlags.closing_credit) !== 0) credit.isClosed = false;
}

function checkLimits(book: Book, say: (text: string) => void): void {
  const { dp, dd, cp, cc } = book.sums;
  if ([dp, dd, cp, cc].some((sum) => sum < 0n)) say('a balance below zero');
  if ((book.limits & AccountFlags.debits_must_not_exceed_credits) !== 0 && dp + dd > cc) {
    say('debits exceed credits');
  }
  if ((book.limits & AccountFlags.credits_must_not_exceed_debits) !== 0 && cp + cc > dd) {
    say('credits exceed debits');
  }
}

function compareFeed(transfers: Transfer[], changes: LedgerChange[], problems: string[]): void {
  const told = changes.filter(({ type }) => type !== 'two_phase_expired');
  if (told.length !== transfers.length) problems.push('the feed has other transfers');
  for (const [place, transfer] of transfers.entries()) {
    if (told[place]?.transfer.id === transfer.id && told[place].timestamp === transfer.timestamp) {
      continue;
    }
    problems.push(`${transfer.id}: not in its place in the feed`);
  }
}

function compareBalances(accounts: Account[], books: Map<bigint, Book>, problems: string[]): void {
  for (const account of accounts) {
    const { sums, isClosed } = books.get(account.id) as Book;
    if (!isSame(account, sums))
      problems.push(`account ${account.id}: not the sum of its transfers`);
    const wasMoved = (books.get(account.id) as Book).after.size > 0;
    const looksClosed = (account.flags & AccountFlags.closed) !== 0;
    // One that was made closed stays closed, and nothing ever moves it.
    if (looksClosed !== isClosed && !(looksClosed && !wasMoved)) {
      problems.push(`account ${account.id}: closed, or open, without reason`);
    }
  }
}

function isSame(balances: Omit<Account, 'id'> | BalanceFields, sums: Sums): boolean {
  return (
    balances.debits_pending === sums.dp &&
    balances.debits_posted === sums.dd &&
    balances.credits_pending === sums.cp &&
    balances.credits_posted === sums.cc
  );
}

type BalanceFields = Pick<
  Account,
  'debits_pending' | 'debits_posted' | 'credits_pending' | 'credits_posted'
>;

function compareLedgers(accounts: Account[], problems: string[]): void {
  for (const ledger of new Set(accounts.map((account) => account.ledger))) {
    let posted = 0n;
    let pending = 0n;
    for (const account of accounts.filter((one) => one.ledger === ledger)) {
      posted += account.debits_posted - account.credits_posted;
      pending += account.debits_pending - account.credits_pending;
    }
    if (posted !== 0n || pending !== 0n) problems.push(`ledger ${ledger} does not balance`);
  }
}

async function compareHistory(
  ledger: LedgerDriver,
  account_id: bigint,
  book: Book,
  problems: string[],
): Promise<void> {
  const { debits, credits } = AccountFilterFlags;
  const { ledger: _, ...rest } = everything;
  const filter = { ...rest, account_id, flags: debits | credits };
  const read = (after: bigint) =>
    ledger.getAccountBalances({ ...filter, timestamp_min: after + 1n });
  const moves = await allPages((after) =>
    ledger.getAccountTransfers({ ...filter, timestamp_min: after + 1n }),
  );
  const balances = await allPages(read);
  if (balances.length !== moves.length)
    problems.push(`account ${account_id}: holes in its history`);
  for (const balance of balances) {
    const sums = book.after.get(balance.timestamp);
    if (sums === undefined || !isSame(balance, sums)) {
      problems.push(`account ${account_id}: its history is not what was`);
    }
  }
}
