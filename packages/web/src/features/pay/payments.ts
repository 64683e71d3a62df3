import type { Approval, Money } from '@plaza/contract';
import { create } from 'zustand';
import { useSession } from '../../state/session.ts';
import { keep, kept } from './kept.ts';
import {
  follow,
  resumed,
  type Keyed,
  type Payment,
  type PaymentEvent,
  type Refusal,
  type Standing,
} from './payment.ts';

// Payments go on when their sheet is closed. Each has a slot, the place it is made from; there is
// at most one in it, so that a second tap or a second look finds the first.

/**
 * A way of paying, such as a transfer or a red packet: how it is asked for, and how its answer is
 * read. Everything else about a payment (approval, asking again, its end) is the same for all.
 */
export type PaymentWay<Input extends Keyed, Result> = {
  /** Names it among the payments of a place; the same after a reload. */
  readonly name: string;
  /** Carries the payment out under its key; asked again it gives the first answer. Never throws. */
  pay(
    request: Input & { approval: Approval },
  ): Promise<{ ok: true; output: Result } | ({ ok: false } & Refusal)>;
  standing(result: Result): Standing;
  /** Asks for the challenge of a passkey that is bound to exactly this payment; may throw. */
  beginPasskey(input: Input): Promise<{ challengeId: string; options: unknown }>;
};
export type AnyWay = PaymentWay<never, never>;

type Slots = { readonly slots: Readonly<Record<string, Payment>> };

export const usePayments = create<Slots>()(() => ({ slots: {} }));

const soonMs = 1_500;
const lateMs = 15_000;
const running = new Set<string>();
const nudges = new Map<string, () => void>();

const isOpen = ({ step }: Payment) => step !== 'done' && step !== 'refused';
const keptName = (slot: string) => `payment:${slot}`;

function put(slot: string, payment: Payment | null): void {
  const { [slot]: _, ...others } = usePayments.getState().slots;
  usePayments.setState({ slots: payment === null ? others : { ...others, [slot]: payment } });
  keep(keptName(slot), payment !== null && isOpen(payment) ? payment : null);
}

/** The payment of a slot, also one that a reload left there. */
export function paymentIn(slot: string): Payment | null {
  const here = usePayments.getState().slots[slot];
  if (here !== undefined) return here;
  const left = kept<Payment>(keptName(slot));
  return left === null ? null : resumed(left);
}

/** Takes a payment into its slot, to be approved; one that may have been made stays. */
export function beginPayment(slot: string, input: Keyed, money: Money): void {
  const before = paymentIn(slot);
  const stays = before !== null && isOpen(before) && before.wasAsked;
  const fresh: Payment = {
    ...{ input, money, step: 'approving', wasAsked: false },
    ...{ refusal: null, result: null },
  };
  put(slot, stays ? before : fresh);
}

/** Forgets the payment; one that runs, or may have been made, stays. */
export function dropPayment(slot: string): void {
  const payment = paymentIn(slot);
  if (payment === null || running.has(slot) || (isOpen(payment) && payment.wasAsked)) return;
  put(slot, null);
}

function pause(slot: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    nudges.set(slot, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Asks again at once what became of a payment. */
export function askAgain(slot: string): void {
  nudges.get(slot)?.();
}

const payerNow = () => useSession.getState().me?.personId ?? null;

function tell(slot: string, event: PaymentEvent): Payment | null {
  const payment = paymentIn(slot);
  if (payment === null) return null;
  const next = follow(payment, event);
  put(slot, next);
  return next;
}

async function ask(slot: string, way: AnyWay, approval: Approval): Promise<Payment | null> {
  const payment = paymentIn(slot);
  if (payment === null) return null;
  // A slot is of one way: what is in it was made by that way.
  const answer = await way.pay({ ...payment.input, approval } as never);
  if (!answer.ok) return tell(slot, { type: 'refused', refusal: answer });
  const standing = way.standing(answer.output);
  return tell(slot, { type: 'answered', result: answer.output, standing });
}

/**
 * Sends an approved payment and asks until the end is known, always under the same key. Whoever
 * signs out meanwhile ends the asking: nobody pays with another person's session.
 */
export async function approvePayment(slot: string, way: AnyWay, approval: Approval): Promise<void> {
  if (running.has(slot)) return;
  running.add(slot);
  const payer = payerNow();
  const wake = () => askAgain(slot);
  addEventListener('online', wake);
  try {
    tell(slot, { type: 'approved' });
    for (let waitMs = soonMs; payerNow() === payer; waitMs = Math.min(waitMs * 2, lateMs)) {
      const payment = await ask(slot, way, approval);
      if (payment?.step !== 'unknown' || payment.refusal?.error === 'unauthenticated') return;
      await pause(slot, waitMs);
    }
  } finally {
    removeEventListener('online', wake);
    nudges.delete(slot);
    running.delete(slot);
  }
}
