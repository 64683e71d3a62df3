import { assert, present, type PersonId } from '@plaza/base';
import { transferCodes, uuidOf, type LedgerChange } from '../../ledger/index.ts';
import { transferTable, type TransferEvent } from '../transfer.ts';
import type { LineKind, LineRow, OperationRow, TransferRow, WalletRow } from '../types.ts';

/** What a batch of the feed is about, as it was before, and as the changes make it. */
export type Book = {
  wallets: Map<string, WalletRow>;
  transfers: Map<string, TransferRow>;
  operations: ReadonlyMap<string, OperationRow>;
  /** New lines of statements, in order. */
  lines: LineRow[];
  /** Keys of what changed. */
  changedWallets: Set<string>;
  changedTransfers: Set<string>;
};

export function walletKey({ personId, currency }: Pick<WalletRow, 'personId' | 'currency'>) {
  return `${personId} ${currency}`;
}

export function createBook(of: {
  wallets: readonly WalletRow[];
  transfers: readonly TransferRow[];
  operations: readonly OperationRow[];
}): Book {
  return {
    wallets: new Map(of.wallets.map((row) => [walletKey(row), row])),
    transfers: new Map(of.transfers.map((row) => [row.transferId, row])),
    operations: new Map(of.operations.map((row) => [row.operationId, row])),
    lines: [],
    changedWallets: new Set(),
    changedTransfers: new Set(),
  };
}

/** The transfer or the operation that a change belongs to: pay's own name for it. */
export function subjectOf({ transfer, pending }: LedgerChange): string {
  return uuidOf((pending ?? transfer).user_data_128);
}

export function isOfTransfer({ transfer }: LedgerChange): boolean {
  return transfer.code === transferCodes.transfer;
}

/** Applies one change. What pay knows nothing of is not its own, or of somebody erased. */
export function applyChange(book: Book, change: LedgerChange): void {
  if (isOfTransfer(change)) applyToTransfer(book, change);
  else applyToWallet(book, change);
}

type Part = Pick<LineRow, 'kind' | 'counterpartyId' | 'transferId' | 'note'>;

/** Adds a line and what it does to the balance; of a person without a wallet nobody asks. */
function addLine(
  book: Book,
  change: LedgerChange,
  key: string,
  { amountMinor, ...part }: Part & { amountMinor: bigint },
): void {
  const wallet = book.wallets.get(key);
  if (wallet === undefined || amountMinor === 0n) return;
  const { personId, currency } = wallet;
  const availableMinor = wallet.availableMinor + amountMinor;
  assert(availableMinor >= 0n, 'the ledger lets nobody spend what they do not have');
  const lineNumber = wallet.lineCount + 1;
  book.lines.push({
    ...{ personId, currency, lineNumber, amountMinor, balanceMinor: availableMinor, ...part },
    ...{ reference: uuidOf(change.transfer.id), ledgerAt: change.timestamp },
  });
  putWallet(book, { ...wallet, availableMinor, lineCount: lineNumber });
}

function hold(book: Book, key: string, amountMinor: bigint): void {
  const wallet = book.wallets.get(key);
  if (wallet === undefined) return;
  const heldMinor = wallet.heldMinor + amountMinor;
  assert(heldMinor >= 0n, 'what is given back was held');
  putWallet(book, { ...wallet, heldMinor });
}

function putWallet(book: Book, wallet: WalletRow): void {
  const key = walletKey(wallet);
  book.wallets.set(key, wallet);
  book.changedWallets.add(key);
}

const transferEvents: Readonly<Record<LedgerChange['type'], TransferEvent | null>> = {
  single_phase: null,
  two_phase_pending: 'held',
  two_phase_posted: 'posted',
  two_phase_voided: 'voided',
  two_phase_expired: 'expired',
};

function applyToTransfer(book: Book, change: LedgerChange): void {
  const before = book.transfers.get(subjectOf(change));
  const event = transferEvents[change.type];
  if (before === undefined || event === null) return;
  const effect = transferTable[before.state][event];
  assert(typeof effect === 'object', `${event} of a transfer that is ${before.state}`);
  const at = dateOf(change.timestamp);
  const isHeld = event === 'held';
  book.changedTransfers.add(before.transferId);
  book.transfers.set(before.transferId, {
    ...before,
    state: effect.to,
    expiresAt: isHeld ? new Date(at.getTime() + change.transfer.timeout * 1000) : before.expiresAt,
    settledAt: isHeld ? null : at,
  });
  moveMoney(book, change, { event, transfer: before });
}

function moveMoney(
  book: Book,
  change: LedgerChange,
  { event, transfer }: { event: TransferEvent; transfer: TransferRow },
): void {
  const { payerId, payeeId, currency, transferId, note } = transfer;
  const payer = walletKey({ personId: payerId, currency });
  const payee = walletKey({ personId: payeeId, currency });
  const part = (kind: LineKind, counterpartyId: PersonId) => ({
    ...{ kind, counterpartyId, transferId, note },
  });
  if (event === 'held') {
    const amountMinor = -change.amount;
    addLine(book, change, payer, { ...part('transfer_out', payeeId), amountMinor });
    return hold(book, payer, change.amount);
  }
  const held = present(change.pending, 'what is settled was held').amount;
  const posted = event === 'posted' ? change.amount : 0n;
  hold(book, payer, -held);
  const back = { ...part('transfer_back', payeeId), amountMinor: held - posted };
  addLine(book, change, payer, back);
  addLine(book, change, payee, { ...part('transfer_in', payerId), amountMinor: posted });
}

function applyToWallet(book: Book, change: LedgerChange): void {
  const operation = book.operations.get(subjectOf(change));
  if (operation === undefined) return;
  const { kind, operationId } = operation;
  const key = walletKey(operation);
  const wallet = book.wallets.get(key);
  if (wallet === undefined) return;
  const none = { counterpartyId: null, transferId: null };
  if (kind === 'top_up') {
    const note = operation.reason;
    addLine(book, change, key, { kind, ...none, note, amountMinor: change.amount });
  } else if (kind === 'closing') {
    if (change.type !== 'single_phase') return;
    addLine(book, change, key, { kind, ...none, note: '', amountMinor: -change.amount });
  } else if (kind === 'freeze' && change.type === 'two_phase_pending') {
    const { reason } = operation;
    putWallet(book, { ...wallet, state: 'frozen', reason, freezeId: operationId });
  } else if (wallet.freezeId === operationId) {
    putWallet(book, { ...wallet, state: 'open', reason: '', freezeId: null });
  }
}

/** The ledger counts nanoseconds; people are told milliseconds. */
function dateOf(timestamp: bigint): Date {
  return new Date(Number(timestamp / 1_000_000n));
}
