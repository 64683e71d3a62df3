import { present } from '@plaza/base';
import { refundDays } from '@plaza/contract';
import {
  CreateTransferStatus as Status,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { ledgerTransfer } from '../pay/index.ts';
import { carryOut } from './carrying.ts';
import type { MerchantsDeps } from './deps.ts';
import { closingIdOf, moveIdOf, orderAccountOf } from './ids.ts';
import { dueAfter, newMove } from './refunding.ts';
import { selectLeftWallets } from './store/merchants.ts';
import { insertMove, selectMoveOf } from './store/moves.ts';
import { markAccountsClosed, selectOld } from './store/orders.ts';
import type { OrderRow } from './types.ts';

const kind = 'closing' as const;

/**
 * What merchants have whose owner was erased, and that nobody took over, goes to the city’s account
 * for what nobody can claim. True when there was something.
 */
export async function putAway(deps: MerchantsDeps, limit: number): Promise<boolean> {
  const wallets = await selectLeftWallets(deps.db, limit);
  let isMoved = false;
  for (const { merchantId, currency, availableMinor, lineCount } of wallets) {
    // Another line is another closing.
    const outNo = `closing-${currency}-${lineCount}`;
    const moveId = moveIdOf(merchantId, kind, outNo);
    const move = newMove({
      ...{ merchantId, moveId, kind, outNo, personId: null, amountMinor: availableMinor },
      ...{ currency, createdAt: deps.clock.now() },
    });
    await deps.db.tx(async (tx) => void (await insertMove(tx, move, dueAfter(deps))));
    const made = await selectMoveOf(deps.db, { merchantId, kind, name: { outNo } });
    const end = await carryOut(deps, present(made, 'it was written'));
    isMoved ||= end.state === 'done';
  }
  return isMoved;
}

const dayMs = 24 * 3_600_000;
/** A refund that was begun on the last day may still be under way. */
const graceMs = dayMs;

/** Closes what counted for an order; nothing gets through it from then on. */
function closingOf({ pay }: MerchantsDeps, order: OrderRow): LedgerTransfer {
  const profile = present(pay.currencies.find(order.currency), 'an order is in a known currency');
  const { ledger } = profile;
  return ledgerTransfer({
    ...{ id: closingIdOf(order.orderId), ledger, code: transferCodes.orderCount },
    debit_account_id: orderAccountOf(order.orderId),
    credit_account_id: systemAccountId(ledger, 'orders.control'),
    user_data_128: u128Of(present(order.paymentId, 'what was paid has a payment')),
    flags: TransferFlags.pending | TransferFlags.closing_debit,
  });
}

const closed: ReadonlySet<number> = new Set([
  ...[Status.created, Status.exists, Status.debit_account_already_closed],
]);

/** Closes the accounts of orders of which nothing can be given back any more. */
export async function closeAccounts(deps: MerchantsDeps, limit: number): Promise<boolean> {
  const { db, clock, pay } = deps;
  const paidBefore = new Date(clock.nowMs() - refundDays * dayMs - graceMs);
  const orders = await selectOld(db, { paidBefore, limit });
  if (orders.length === 0) return false;
  const results = await pay.ledger.createTransfers(orders.map((order) => closingOf(deps, order)));
  for (const { status } of results) {
    if (!closed.has(status)) throw new Error(`the ledger refused to close an order: ${status}`);
  }
  await markAccountsClosed(db, orders, clock.now());
  return true;
}
