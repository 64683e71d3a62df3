import { assert, present, type PersonId } from '@plaza/base';
import { uuidOf, type LedgerChange } from '../../ledger/index.ts';
import type { LineKind, LineRow, WalletRow } from '../types.ts';

/** The wallets that a batch of the feed touches, and the lines that it adds to statements. */
export type MoneyBook = {
  wallets: Map<string, WalletRow>;
  /** Keys of wallets by their account in the ledger. */
  keysByAccount: ReadonlyMap<string, string>;
  /** New lines, in order. */
  lines: LineRow[];
  changedWallets: Set<string>;
};

/** What stands on a line besides its amount. */
export type LineWords = {
  kind: LineKind;
  counterpartyId: PersonId | null;
  /** What of its part the line belongs to: the packet, the order; null where there is nothing. */
  subjectId: string | null;
  note: string;
};

/**
 * The words for each side of a change: of whom the money goes out, to whom it comes in, and to
 * whom it comes back that was only held.
 */
export type Sides = Partial<Record<'out' | 'in' | 'back', LineWords>>;

export function walletKey({ personId, currency }: Pick<WalletRow, 'personId' | 'currency'>) {
  return `${personId} ${currency}`;
}

export function createMoneyBook(wallets: readonly WalletRow[]): MoneyBook {
  return {
    wallets: new Map(wallets.map((row) => [walletKey(row), row])),
    keysByAccount: new Map(wallets.map((row) => [row.accountId, walletKey(row)])),
    lines: [],
    changedWallets: new Set(),
  };
}

/** The accounts between which a change moves something; of what is resolved, the first ones. */
export function accountsOf({ transfer, pending }: LedgerChange): { debit: string; credit: string } {
  const { debit_account_id, credit_account_id } = pending ?? transfer;
  return { debit: uuidOf(debit_account_id), credit: uuidOf(credit_account_id) };
}

/** The wallet behind an account; undefined: the account is nobody's, or its owner is gone. */
export function walletOfAccount(book: MoneyBook, accountId: string): WalletRow | undefined {
  const key = book.keysByAccount.get(accountId);
  return key === undefined ? undefined : book.wallets.get(key);
}

export function putWallet(book: MoneyBook, wallet: WalletRow): void {
  const key = walletKey(wallet);
  book.wallets.set(key, wallet);
  book.changedWallets.add(key);
}

type Entry = { accountId: string; amountMinor: bigint; words: LineWords | undefined };

/** Adds a line and what it does to the balance; of an account without a wallet nobody asks. */
function addLine(book: MoneyBook, change: LedgerChange, entry: Entry): void {
  const wallet = walletOfAccount(book, entry.accountId);
  const { amountMinor } = entry;
  if (wallet === undefined || amountMinor === 0n) return;
  const words = present(entry.words, 'whoever moves money of a wallet says what it is');
  const { kind, counterpartyId, subjectId, note } = words;
  const { personId, currency } = wallet;
  const availableMinor = wallet.availableMinor + amountMinor;
  assert(availableMinor >= 0n, 'the ledger lets nobody spend what they do not have');
  const lineNumber = wallet.lineCount + 1;
  book.lines.push({
    ...{ personId, currency, lineNumber, amountMinor, balanceMinor: availableMinor },
    ...{ kind, counterpartyId, subjectId, note },
    ...{ reference: uuidOf(change.transfer.id), ledgerAt: change.timestamp },
  });
  putWallet(book, { ...wallet, availableMinor, lineCount: lineNumber });
}

function hold(book: MoneyBook, accountId: string, amountMinor: bigint): void {
  const wallet = walletOfAccount(book, accountId);
  if (wallet === undefined || amountMinor === 0n) return;
  const heldMinor = wallet.heldMinor + amountMinor;
  assert(heldMinor >= 0n, 'what is given back was held');
  putWallet(book, { ...wallet, heldMinor });
}

/** Does to wallets and statements what a change did to accounts. */
export function moveMoney(book: MoneyBook, change: LedgerChange, sides: Sides): void {
  const { debit, credit } = accountsOf(change);
  const line = (accountId: string, amountMinor: bigint, words: LineWords | undefined) =>
    addLine(book, change, { accountId, amountMinor, words });
  if (change.type === 'single_phase') {
    line(debit, -change.amount, sides.out);
    line(credit, change.amount, sides.in);
    return;
  }
  if (change.type === 'two_phase_pending') {
    line(debit, -change.amount, sides.out);
    return hold(book, debit, change.amount);
  }
  const held = present(change.pending, 'what is settled was held').amount;
  const posted = change.type === 'two_phase_posted' ? change.amount : 0n;
  hold(book, debit, -held);
  line(debit, held - posted, sides.back);
  line(credit, posted, sides.in);
}

/** The ledger counts nanoseconds; people are told milliseconds. */
export function dateOf(timestamp: bigint): Date {
  return new Date(Number(timestamp / 1_000_000n));
}
