import {
  formatUuid,
  type ClientId,
  type PayKey,
  type PersonId,
  type TransferId,
} from '@plaza/base';
import { createHash } from 'node:crypto';

// Every id follows from the command that a person gave: whoever completes it, and however often,
// names the same things by the same ids, and so does them once.

/** SHA-256 of words with blanks between them, from which the ids of pay and its flows are made. */
export function digestOf(words: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(words.join(' ')).digest();
}

export function transferIdOf(payerId: PersonId, key: PayKey): TransferId {
  return formatUuid(digestOf(['transfer', payerId, key]), 8) as TransferId;
}

export function operationIdOf(kind: string, scope: string, key: string): string {
  return formatUuid(digestOf([kind, scope, key]), 8);
}

/** The id of the message that says what became of a transfer. */
export function settledMessageId(transferId: TransferId): ClientId {
  return formatUuid(digestOf(['settled', transferId]), 8) as ClientId;
}

/** The key under which a delayed transfer arrives; a try that was refused is another one. */
export function arrivalKeyOf(transferId: TransferId, attempt: number): PayKey {
  return formatUuid(digestOf(['arrive', transferId, attempt]), 8) as PayKey;
}

/** The id of what a payer wrote to the payee from the receipt. */
export function contactMessageId(transferId: TransferId): ClientId {
  return formatUuid(digestOf(['contact', transferId]), 8) as ClientId;
}

export type LedgerStep =
  | 'send'
  | 'accept'
  | 'return'
  | 'cancel'
  | 'top_up'
  | 'freeze'
  | 'unfreeze'
  | 'closing'
  | 'credit'
  | 'repay';

/**
 * The id of a transfer in the ledger. The ledger never takes an id again that it refused for a
 * passing reason, so another try is another attempt.
 */
export function ledgerIdOf(subjectId: string, step: LedgerStep, attempt: number): bigint {
  return u128From(['ledger', subjectId, step, attempt]);
}

/** A number of the ledger: the first half of the digest of these words. */
export function u128From(words: readonly (string | number)[]): bigint {
  return BigInt(`0x${digestOf(words).subarray(0, 16).toString('hex')}`);
}

/** What was asked for, so that another request under the same key is noticed. */
export function bodyDigest(method: string, body: readonly (string | number)[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, ...body]))
    .digest();
}
