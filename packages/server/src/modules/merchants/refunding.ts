import { cleanLine, present, type MerchantId } from '@plaza/base';
import { maxRefunds, refundDays } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { NotKnown } from '../pay/index.ts';
import { carryOut } from './carrying.ts';
import type { MerchantsDeps } from './deps.ts';
import { moveIdOf, numberOf } from './ids.ts';
import { findShift } from './store/shifts.ts';
import { insertMove, retryMove, selectMove, selectMoveOf } from './store/moves.ts';
import { countRefund, selectOrder } from './store/orders.ts';
import type { MoveKind, MoveRow, NewRefund, OrderRow, RefundRefusal } from './types.ts';

/** For so long only the process that began a move works on it. */
export const ownForMs = 5_000;
const longestReason = 80;
const dayMs = 24 * 3_600_000;

export const dueAfter = ({ clock }: Pick<MerchantsDeps, 'clock'>) =>
  new Date(clock.nowMs() + ownForMs);

/** A move in which everything is empty that was not given. */
export function newMove(
  of: Pick<
    MoveRow,
    'merchantId' | 'moveId' | 'kind' | 'outNo' | 'personId' | 'amountMinor' | 'currency'
  > &
    Partial<MoveRow> & { createdAt: Date },
): MoveRow {
  const starts: Readonly<Record<MoveKind, 'refund' | 'payout' | 'other'>> = {
    ...{ refund: 'refund', payout: 'payout', withdrawal: 'payout' },
    ...{ payment: 'other', hold: 'other', closing: 'other' },
  };
  return {
    ...{ moveNo: numberOf(starts[of.kind], of.moveId, of.createdAt), orderId: null },
    ...{ sourceId: null, cardId: null },
    ...{ settledMinor: 0n, state: 'processing', failure: null, note: '', actorId: null },
    ...{ onlyPersonId: null, shiftId: null, holdSeconds: null, wanted: null, wantedMinor: 0n },
    ...{ attempt: 0, endAttempt: 0, quotas: [], attrs: {}, expiresAt: null, settledAt: null },
    ...of,
  };
}

/** Carries a move out; what nobody knows yet is `unavailable`, never a no. */
export async function carried(
  deps: MerchantsDeps,
  move: Pick<MoveRow, 'merchantId' | 'moveId'>,
): Promise<Outcome<MoveRow, 'unavailable'>> {
  try {
    return yes(await carryOut(deps, move));
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    deps.log.warn({ err: error.cause ?? error }, 'the end of a merchant’s move is not known yet');
    return no('unavailable');
  }
}

const isSame = (move: MoveRow, of: Pick<NewRefund, 'orderId' | 'amountMinor'>) =>
  move.orderId === of.orderId && move.amountMinor === BigInt(of.amountMinor);

type Begun = Outcome<MoveRow, RefundRefusal>;

/** Writes the intent under the lock of the order’s row, with one more refund counted. */
async function begin(deps: MerchantsDeps, order: OrderRow, refund: NewRefund): Promise<Begun> {
  const { db, clock } = deps;
  const { merchantId, orderId, payerId, currency } = order;
  const { outRefundNo: outNo, actorId, attrs } = refund;
  const amountMinor = BigInt(refund.amountMinor);
  const moveId = moveIdOf(merchantId, 'refund', outNo);
  const paid = order.paymentId === null ? null : await selectMove(db, merchantId, order.paymentId);
  const shift = actorId === null ? null : await findShift(db, merchantId, actorId);
  const move = newMove({
    ...{ merchantId, moveId, kind: 'refund', outNo, orderId, personId: payerId, currency },
    ...{ amountMinor, actorId, attrs, createdAt: clock.now(), shiftId: shift?.shiftId ?? null },
    // To the wallet from which it was paid.
    ...{ sourceId: paid?.sourceId ?? null, cardId: paid?.cardId ?? null },
    note: cleanLine(refund.reason, longestReason),
  });
  return decide(db, async (tx): Promise<Begun> => {
    if (!(await insertMove(tx, move, dueAfter(deps)))) {
      const known = await selectMoveOf(tx, { merchantId, kind: 'refund', name: { outNo } });
      return yes(present(known, 'a refund of this number is there'));
    }
    const counting = { amountMinor, most: maxRefunds };
    if ((await countRefund(tx, { merchantId, orderId }, counting)) !== null) return yes(move);
    return no(order.refundCount >= maxRefunds ? 'too_many_refunds' : 'refund_too_large');
  });
}

/**
 * Gives back a part of what was paid. The account of the order in the ledger holds what is left, so
 * of refunds that race no more get through than was paid, whatever the rows say.
 */
export async function refund(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  asked: NewRefund,
): Promise<Outcome<MoveRow, RefundRefusal>> {
  const { db, clock } = deps;
  const name = { outNo: asked.outRefundNo };
  const known = await selectMoveOf(db, { merchantId, kind: 'refund', name });
  if (known !== null) return again(deps, known, asked);
  const order = await selectOrder(db, merchantId, { orderId: asked.orderId });
  if (order === null) return no('order_unknown');
  if (order.paidAt === null) return no('order_unpaid');
  if (clock.nowMs() > order.paidAt.getTime() + refundDays * dayMs) return no('refund_too_late');
  const begun = await begin(deps, order, asked);
  if (!begun.ok) return begun;
  if (!isSame(begun.value, asked)) return no('refund_conflict');
  return ended(deps, begun.value);
}

/** The same number: the same refund as it stands, or, of one that failed, another try. */
async function again(
  deps: MerchantsDeps,
  known: MoveRow,
  asked: NewRefund,
): Promise<Outcome<MoveRow, RefundRefusal>> {
  if (!isSame(known, asked)) return no('refund_conflict');
  if (known.state === 'failed') await retryMove(deps.db, known, dueAfter(deps));
  return ended(deps, known);
}

async function ended(deps: MerchantsDeps, move: MoveRow): Promise<Outcome<MoveRow, RefundRefusal>> {
  const outcome = await carried(deps, move);
  if (!outcome.ok || outcome.value.state !== 'failed') return outcome;
  return no(outcome.value.failure as RefundRefusal);
}

/** Gives back all that is left of an order; again gives the same refund. */
export async function refundAll(
  deps: MerchantsDeps,
  order: OrderRow,
): Promise<Outcome<MoveRow | null, RefundRefusal>> {
  const { merchantId, orderId } = order;
  const outRefundNo = `reverse-${orderId}`;
  const name = { outNo: outRefundNo };
  const known = await selectMoveOf(deps.db, { merchantId, kind: 'refund', name });
  const left = order.amountMinor - order.refundedMinor;
  if (known === null && left === 0n) return yes(null);
  const amountMinor = Number(known?.amountMinor ?? left);
  const asked = { orderId, outRefundNo, amountMinor, reason: '', actorId: null, attrs: {} };
  return refund(deps, merchantId, asked);
}
