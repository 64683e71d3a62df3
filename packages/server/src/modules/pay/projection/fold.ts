import { assert, type PersonId } from '@plaza/base';
import { transferCodes, uuidOf, type LedgerChange } from '../../ledger/index.ts';
import { takenBack, transferTable, type TransferEvent } from '../transfer.ts';
import type { LineKind, OperationRow, TransferRow, WalletRow } from '../types.ts';
import {
  createMoneyBook,
  dateOf,
  moveMoney,
  putWallet,
  walletKey,
  type LineWords,
  type MoneyBook,
  type Sides,
} from './money.ts';

export { walletKey };

/** What a batch of the feed is about, as it was before, and as the changes make it. */
export type Book = MoneyBook & {
  transfers: Map<string, TransferRow>;
  operations: ReadonlyMap<string, OperationRow>;
  /** Keys of what changed. */
  changedTransfers: Set<string>;
};

export function createBook(of: {
  wallets: readonly WalletRow[];
  transfers: readonly TransferRow[];
  operations: readonly OperationRow[];
}): Book {
  return {
    ...createMoneyBook(of.wallets),
    transfers: new Map(of.transfers.map((row) => [row.transferId, row])),
    operations: new Map(of.operations.map((row) => [row.operationId, row])),
    changedTransfers: new Set(),
  };
}

/** What a change belongs to, by the name that its part of pay gave it. */
export function subjectOf({ transfer, pending }: LedgerChange): string {
  return uuidOf((pending ?? transfer).user_data_128);
}

const codesOfOperations: ReadonlySet<number> = new Set([
  transferCodes.topUp,
  transferCodes.freeze,
  transferCodes.closing,
]);

export function isOfTransfer({ transfer }: LedgerChange): boolean {
  return transfer.code === transferCodes.transfer;
}

export function isOfOperation({ transfer }: LedgerChange): boolean {
  return codesOfOperations.has(transfer.code);
}

const nobody = { counterpartyId: null, subjectId: null };

/**
 * Applies one change. What pay's own rows know nothing of is of somebody erased; a change of a
 * wallet whose code nobody knows at all is a fault: a newer version has to project it.
 */
export function applyChange(book: Book, change: LedgerChange): void {
  if (isOfTransfer(change)) applyToTransfer(book, change);
  else if (isOfOperation(change)) applyToWallet(book, change);
  else if (change.transfer.code === transferCodes.creditLine) {
    moveMoney(book, change, { in: { kind: 'credit_line', ...nobody, note: '' } });
  } else moveMoney(book, change, {});
}

const transferEvents: Readonly<Record<LedgerChange['type'], TransferEvent | null>> = {
  single_phase: null,
  two_phase_pending: 'held',
  two_phase_posted: 'posted',
  two_phase_voided: 'voided',
  two_phase_expired: 'expired',
};

/** Who voids says so: the payee returns it, the payer takes it back. */
function eventOf({ type, transfer }: LedgerChange): TransferEvent | null {
  const event = transferEvents[type];
  return event === 'voided' && transfer.user_data_32 === takenBack ? 'withdrawn' : event;
}

function arrivalOf({ delaySeconds }: TransferRow, at: Date): Date | null {
  return delaySeconds === 0 ? null : new Date(at.getTime() + delaySeconds * 1000);
}

function sidesOfTransfer({ payerId, payeeId, transferId, note }: TransferRow): Sides {
  const words = (kind: LineKind, counterpartyId: PersonId): LineWords => ({
    ...{ kind, counterpartyId, subjectId: transferId, note },
  });
  return {
    out: words('transfer_out', payeeId),
    in: words('transfer_in', payerId),
    back: words('transfer_back', payeeId),
  };
}

function applyToTransfer(book: Book, change: LedgerChange): void {
  const before = book.transfers.get(subjectOf(change));
  const event = eventOf(change);
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
    arrivesAt: isHeld ? arrivalOf(before, at) : before.arrivesAt,
  });
  moveMoney(book, change, sidesOfTransfer(before));
}

function applyToWallet(book: Book, change: LedgerChange): void {
  const operation = book.operations.get(subjectOf(change));
  if (operation === undefined) return;
  const { kind, operationId, reason } = operation;
  const wallet = book.wallets.get(walletKey(operation));
  if (wallet === undefined) return;
  if (kind === 'top_up') {
    moveMoney(book, change, { in: { kind, ...nobody, note: reason } });
  } else if (kind === 'closing') {
    if (change.type !== 'single_phase') return;
    moveMoney(book, change, { out: { kind, ...nobody, note: '' } });
  } else if (kind === 'freeze' && change.type === 'two_phase_pending') {
    putWallet(book, { ...wallet, state: 'frozen', reason, freezeId: operationId });
  } else if (wallet.freezeId === operationId) {
    putWallet(book, { ...wallet, state: 'open', reason: '', freezeId: null });
  }
}
