import { unreachable, type PayKey } from '@plaza/base';
import type { Money } from '@plaza/contract';

/**
 * `approving`: waits for the PIN or passkey. `unknown`: was asked for and nobody knows what became
 * of it; the same request is repeated under the same key, which the server carries out once.
 */
export type PaymentStep = 'approving' | 'processing' | 'unknown' | 'done' | 'refused';

export type Refusal = { error: string; details?: unknown };

/** What every request to pay has: the key under which it is carried out once. */
export type Keyed = { key: PayKey };

/** A payment of whatever kind, as plain data: it is kept in the tab through a reload. */
export type Payment<Input extends Keyed = Keyed, Result = unknown> = {
  /** What is asked for, without the approval. */
  readonly input: Input;
  /** How much leaves the wallet: what is approved. */
  readonly money: Money;
  readonly step: PaymentStep;
  /** Asked for at least once without a clear answer: only the server knows whether it was made. */
  readonly wasAsked: boolean;
  readonly refusal: Refusal | null;
  /** What the server answered last. */
  readonly result: Result | null;
};

/** What an answer says of its payment; `processing`: the ledger does not have it yet. */
export type Standing = 'processing' | 'done' | Refusal;

export type PaymentEvent =
  | { type: 'approved' }
  | { type: 'answered'; result: unknown; standing: Standing }
  | { type: 'refused'; refusal: Refusal };

/** The server looked at the approval and at nothing else: nothing was recorded under the key. */
const aboutApproval = new Set([
  'pin_unset',
  'wrong_pin',
  'pin_locked',
  'challenge_expired',
  'passkey_rejected',
]);

/** Whether the call may have been carried out although it failed. */
const leavesUnknown = new Set(['offline', 'unavailable', 'internal']);

/** Says nothing about the payment, only about this call. */
const aboutCall = new Set(['too_many_requests', 'unauthenticated', 'suspended']);

function refused(payment: Payment, refusal: Refusal): Payment {
  const { error } = refusal;
  if (leavesUnknown.has(error)) return { ...payment, step: 'unknown', wasAsked: true, refusal };
  if (aboutCall.has(error)) {
    return { ...payment, step: payment.wasAsked ? 'unknown' : 'approving', refusal };
  }
  if (aboutApproval.has(error)) return { ...payment, step: 'approving', refusal };
  return { ...payment, step: 'refused', wasAsked: false, refusal };
}

function answered(payment: Payment, result: unknown, standing: Standing): Payment {
  if (standing === 'processing') return { ...payment, step: 'unknown', wasAsked: true };
  const refusal = standing === 'done' ? null : standing;
  const step = refusal === null ? 'done' : 'refused';
  return { ...payment, step, wasAsked: false, refusal, result };
}

/** What a payment is after something happened to it. An end is an end. */
export function follow(payment: Payment, event: PaymentEvent): Payment {
  if (payment.step === 'done' || payment.step === 'refused') return payment;
  switch (event.type) {
    case 'approved':
      return { ...payment, step: 'processing', refusal: null };
    case 'answered':
      return answered(payment, event.result, event.standing);
    case 'refused':
      return refused(payment, event.refusal);
    default:
      return unreachable(event);
  }
}

/** A payment as it stands after a reload: without the approval, which is never kept. */
export function resumed(payment: Payment): Payment {
  const wasAsked = payment.wasAsked || payment.step === 'processing';
  return { ...payment, step: 'approving', wasAsked, refusal: null, result: null };
}
