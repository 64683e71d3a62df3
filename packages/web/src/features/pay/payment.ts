import { unreachable } from '@plaza/base';
import type { MethodInput, Transfer } from '@plaza/contract';

/**
 * `approving`: waits for the PIN or passkey. `unknown`: was asked for and nobody knows what became
 * of it; the same request is repeated under the same key, which the server carries out once.
 */
export type PaymentStep = 'approving' | 'processing' | 'unknown' | 'done' | 'refused';

export type Refusal = { error: string; details?: unknown };
export type PaymentInput = Omit<MethodInput<'pay.sendTransfer'>, 'approval'>;

export type Payment = {
  readonly input: PaymentInput;
  readonly scale: number;
  readonly step: PaymentStep;
  /** Asked for at least once without a clear answer: only the server knows whether it was made. */
  readonly wasAsked: boolean;
  readonly refusal: Refusal | null;
  readonly transfer: Transfer | null;
};

export type PaymentEvent =
  | { type: 'approved' }
  | { type: 'answered'; transfer: Transfer }
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

function answered(payment: Payment, transfer: Transfer): Payment {
  const { state, failure } = transfer;
  if (state === 'processing') return { ...payment, step: 'unknown', wasAsked: true };
  const isFailed = state === 'failed';
  return {
    ...payment,
    step: isFailed ? 'refused' : 'done',
    wasAsked: false,
    refusal: isFailed ? { error: failure ?? 'internal' } : null,
    transfer,
  };
}

/** What a payment is after something happened to it. An end is an end. */
export function follow(payment: Payment, event: PaymentEvent): Payment {
  if (payment.step === 'done' || payment.step === 'refused') return payment;
  switch (event.type) {
    case 'approved':
      return { ...payment, step: 'processing', refusal: null };
    case 'answered':
      return answered(payment, event.transfer);
    case 'refused':
      return refused(payment, event.refusal);
    default:
      return unreachable(event);
  }
}

/** A payment as it stands after a reload: without the approval, which is never kept. */
export function resumed(payment: Payment): Payment {
  const wasAsked = payment.wasAsked || payment.step === 'processing';
  return { ...payment, step: 'approving', wasAsked, refusal: null, transfer: null };
}
