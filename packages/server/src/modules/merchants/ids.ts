import { formatUuid, type MerchantId, type MoveId, type OrderId, type PayKey } from '@plaza/base';
import type { PersonId } from '@plaza/base';
import { digestOf, u128From } from '../pay/index.ts';
import type { MoveKind } from './types.ts';

// Every id follows from who asked for what under which number: whoever completes a step, and
// however often, names the same things by the same ids, and so does them once.

const uuid = <Id extends string>(words: readonly (string | number)[]) =>
  formatUuid(digestOf(words), 8) as Id;

export function merchantIdOf(ownerId: PersonId, key: PayKey): MerchantId {
  return uuid(['merchant', ownerId, key]);
}

export function orderIdOf(merchantId: MerchantId, outTradeNo: string): OrderId {
  return uuid(['order', merchantId, outTradeNo]);
}

/** An order that a payer makes by a static code, under the key of their command. */
export function ownOrderIdOf(payerId: PersonId, key: PayKey): OrderId {
  return uuid(['own order', payerId, key]);
}

export function paymentIdOf(payerId: PersonId, key: PayKey): MoveId {
  return uuid(['order payment', payerId, key]);
}

/** A payment by a pay code, which is good for once. */
export function chargeIdOf(orderId: OrderId, code: string): MoveId {
  return uuid(['order charge', orderId, code]);
}

export function moveIdOf(merchantId: MerchantId, kind: MoveKind, outNo: string): MoveId {
  return uuid(['merchant move', merchantId, kind, outNo]);
}

/** A key of a cashier’s command as a number of the shop. */
export function outNoOf(key: PayKey | OrderId | MoveId): string {
  return key.replaceAll('-', '');
}

const numberStarts = { order: '4200', refund: '5030', payout: '1030', other: '9000' } as const;

/** 28 digits, as merchants know them: four of the kind, the day, and sixteen from the id. */
export function numberOf(of: keyof typeof numberStarts, id: string, at: Date): string {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '');
  const digits = (digestOf(['number', id]).readBigUInt64BE() % 10n ** 16n).toString();
  return `${numberStarts[of]}${day}${digits.padStart(16, '0')}`;
}

/** The account in the ledger that counts what was paid for an order. */
export function orderAccountOf(orderId: OrderId): bigint {
  return u128From(['order account', orderId]);
}

/** The transfer that closes it, once nothing can be given back any more. */
export function closingIdOf(orderId: OrderId): bigint {
  return u128From(['order closing', orderId]);
}

/** Ids in the ledger: `move` the money, `count` it for the order, and `end` what is held. */
export function ledgerIdOf(
  moveId: MoveId,
  step: 'move' | 'count' | 'end',
  attempt: number,
): bigint {
  return u128From(['merchant ledger', moveId, step, attempt]);
}
