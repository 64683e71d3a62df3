import { present } from '@plaza/base';
import {
  amount_max,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { ledgerTransfer } from '../pay/index.ts';
import { ledgerIdOf, orderAccountOf } from './ids.ts';
import type { MoveKind, MoveRow } from './types.ts';

export const codeOf: Readonly<Record<MoveKind, number>> = {
  payment: transferCodes.orderPay,
  refund: transferCodes.refund,
  payout: transferCodes.merchantPayout,
  withdrawal: transferCodes.withdrawal,
  hold: transferCodes.merchantHold,
  closing: transferCodes.merchantClosing,
};

/** Whether the money goes to the merchant. */
export function comesIn(kind: MoveKind): boolean {
  return kind === 'payment' || kind === 'hold';
}

export type Accounts = {
  ledger: number;
  merchant: bigint;
  /** Null: the person is gone, and with them their wallet. */
  person: bigint | null;
};

/** The account of the order counts what was paid for it; a refund is taken off it again. */
function countOf(move: MoveRow, ledger: number): LedgerTransfer {
  const orderId = present(move.orderId, 'payments and refunds are of an order');
  const order = orderAccountOf(orderId);
  const control = systemAccountId(ledger, 'orders.control');
  const isPayment = move.kind === 'payment';
  return ledgerTransfer({
    ...{ id: ledgerIdOf(move.moveId, 'count', move.attempt), ledger, amount: move.amountMinor },
    code: isPayment ? transferCodes.orderCount : transferCodes.refundCount,
    debit_account_id: isPayment ? control : order,
    credit_account_id: isPayment ? order : control,
    user_data_128: u128Of(move.moveId),
  });
}

/**
 * What a move asks of the ledger: all of it happens, or nothing. A payment and a refund move the
 * money and count it in the order’s own account, which may not be overdrawn: so the ledger itself
 * refuses to give back more than was paid. Where a wallet is gone an account is named that never
 * was, which uses up the id.
 */
export function requestOf(move: MoveRow, accounts: Accounts): LedgerTransfer[] {
  const { kind, moveId, attempt, amountMinor, holdSeconds } = move;
  const { ledger, merchant } = accounts;
  const id = ledgerIdOf(moveId, 'move', attempt);
  const other = kind === 'closing' ? systemAccountId(ledger, 'unclaimed') : (accounts.person ?? id);
  const { linked, pending, balancing_debit } = TransferFlags;
  const isCounted = kind === 'payment' || kind === 'refund';
  const flags =
    kind === 'closing' ? balancing_debit : holdSeconds !== null ? pending : isCounted ? linked : 0;
  const moved = ledgerTransfer({
    ...{ id, ledger, code: codeOf[kind], flags, timeout: holdSeconds ?? 0 },
    amount: kind === 'closing' ? amount_max : amountMinor,
    debit_account_id: comesIn(kind) ? other : merchant,
    credit_account_id: comesIn(kind) ? merchant : other,
    user_data_128: u128Of(moveId),
  });
  return isCounted ? [moved, countOf(move, ledger)] : [moved];
}

/** How what is held ends: a part of it is taken and the rest goes back, or all of it goes back. */
export function endingOf(move: MoveRow, ledger: number): LedgerTransfer {
  const { moveId, attempt, endAttempt, wanted, wantedMinor, kind } = move;
  const { post_pending_transfer: post, void_pending_transfer: giveBack } = TransferFlags;
  return ledgerTransfer({
    ...{ id: ledgerIdOf(moveId, 'end', endAttempt), ledger, code: codeOf[kind] },
    pending_id: ledgerIdOf(moveId, 'move', attempt),
    amount: wanted === 'take' ? wantedMinor : 0n,
    flags: wanted === 'take' ? post : giveBack,
    user_data_128: u128Of(moveId),
  });
}
