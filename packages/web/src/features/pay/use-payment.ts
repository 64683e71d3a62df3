import type { Approval, Money } from '@plaza/contract';
import { useCallback, useMemo } from 'react';
import { useClient } from '../../state/index.ts';
import { useMe } from '../../state/session.ts';
import { passkeysWork, proveByPasskey } from '../identity/index.ts';
import type { Keyed, Payment } from './payment.ts';
import {
  approvePayment,
  askAgain,
  beginPayment,
  dropPayment,
  paymentIn,
  usePayments,
  type AnyWay,
  type PaymentWay,
} from './payments.ts';

/** What the sheet of an approval does with a payment, whatever is paid. */
export type Approving = {
  approve(approval: Approval): void;
  /** Shows the browser's own dialog; throws when the person closes it. */
  approveByPasskey(): Promise<void>;
  askAgain(): void;
  /** The end was read, or nothing was asked for yet. What may have been made stays. */
  drop(): void;
};

export type PaymentFace<Input extends Keyed, Result> = Approving & {
  /** What is being paid from this place; null: nothing. */
  payment: Payment<Input, Result> | null;
  begin(input: Omit<Input, 'key'>, money: Money): void;
};

/**
 * One payment of a way at a time from a place, such as a conversation; it outlives its sheet. `way`
 * is a constant of its feature.
 */
export function usePayment<Input extends Keyed, Result>(
  place: string,
  way: PaymentWay<Input, Result>,
): PaymentFace<Input, Result> {
  const { newId } = useClient();
  const slot = `${useMe().personId}:${way.name}:${place}`;
  const slots = usePayments((state) => state.slots);
  // Every change of a slot asks again what a reload left there: another place may have ended it.
  const payment = useMemo(() => slots[slot] ?? paymentIn(slot), [slots, slot]);
  const anyWay = way as unknown as AnyWay;

  const approveByPasskey = useCallback(async () => {
    const asked = paymentIn(slot);
    if (asked === null || !passkeysWork()) return;
    const { challengeId, options } = await anyWay.beginPasskey(asked.input as never);
    const response = await proveByPasskey(options as Record<string, unknown>);
    void approvePayment(slot, anyWay, { kind: 'passkey', challengeId, response });
  }, [slot, anyWay]);

  return useMemo(
    () => ({
      payment: payment as Payment<Input, Result> | null,
      begin(input, money) {
        beginPayment(slot, { ...input, key: newId() } as unknown as Input, money);
      },
      approve: (approval) => void approvePayment(slot, anyWay, approval),
      approveByPasskey,
      askAgain: () => askAgain(slot),
      drop: () => dropPayment(slot),
    }),
    [payment, slot, anyWay, newId, approveByPasskey],
  );
}
