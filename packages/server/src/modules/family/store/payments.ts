import type { MoveId, PersonId } from '@plaza/base';
import type { CardKey, PaymentRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  giver_id as "giverId", payment_id as "paymentId", card_id as "cardId",
  merchant_id as "merchantId", merchant, description,
  amount_minor as "amountMinor", currency, refunded_minor as "refundedMinor", state, day, month,
  created_at as "createdAt"`;

export type Place = { at: Date; id: string };

export async function insertPayment(
  q: Querying,
  row: Omit<PaymentRow, 'refundedMinor' | 'state'>,
): Promise<void> {
  await q.query(
    `insert into family_payment (giver_id, payment_id, card_id, merchant, description,
       amount_minor, currency, state, day, month, created_at, merchant_id)
     values ($1, $2, $3, $4, $5, $6, $7, 'processing', $8, $9, $10, $11)`,
    [
      ...[row.giverId, row.paymentId, row.cardId, row.merchant, row.description],
      ...[row.amountMinor, row.currency, row.day, row.month, row.createdAt],
      row.merchantId,
    ],
  );
}

/** It came to nothing. */
export async function deletePayment(
  q: Querying,
  { giverId, paymentId }: { giverId: PersonId; paymentId: MoveId },
): Promise<void> {
  await q.query(
    `delete from family_payment
     where giver_id = $1 and payment_id = $2 and state = 'processing'`,
    [giverId, paymentId],
  );
}

/** Null: its giver was erased. */
export async function markPaid(
  q: Querying,
  { giverId, paymentId }: { giverId: PersonId; paymentId: MoveId },
): Promise<PaymentRow | null> {
  const { rows } = await q.query<PaymentRow>(
    `update family_payment set state = 'paid' where giver_id = $1 and payment_id = $2
     returning ${columns}`,
    [giverId, paymentId],
  );
  return rows[0] ?? null;
}

export async function addRefund(
  q: Querying,
  of: { giverId: PersonId; paymentId: MoveId; amountMinor: bigint },
): Promise<PaymentRow | null> {
  const { rows } = await q.query<PaymentRow>(
    `update family_payment set refunded_minor = refunded_minor + $3
     where giver_id = $1 and payment_id = $2 returning ${columns}`,
    [of.giverId, of.paymentId, of.amountMinor],
  );
  return rows[0] ?? null;
}

/** Newest first, after a place. */
export async function selectPayments(
  q: Querying,
  { giverId, cardId }: CardKey,
  { after, limit }: { after: Place | null; limit: number },
): Promise<PaymentRow[]> {
  const { rows } = await q.query<PaymentRow>(
    `select ${columns} from family_payment
     where giver_id = $1 and card_id = $2
       and ($3::timestamptz is null or (created_at, payment_id) < ($3, $4::uuid))
     order by created_at desc, payment_id desc limit $5`,
    [giverId, cardId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}
