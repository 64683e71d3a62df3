import type { Approval, PersonCard } from '@plaza/contract';
import { useCallback, useEffect, useMemo } from 'react';
import { useClient } from '../../state/index.ts';
import { useMe } from '../../state/session.ts';
import { passkeysWork, proveByPasskey } from '../identity/index.ts';
import type { Payment, PaymentInput } from './payment.ts';
import {
  approvePayment,
  askAgain,
  beginPayment,
  dropPayment,
  paymentIn,
  usePayments,
} from './payments.ts';

export type Payee = Pick<PersonCard, 'personId' | 'photoPath'> & { name: string };

export type PaymentFace = {
  /** What is being paid from this place; null: nothing. */
  payment: Payment | null;
  begin(input: Omit<PaymentInput, 'key'>, scale: number): void;
  approve(approval: Approval): void;
  /** Shows the browser's own dialog; throws when the person closes it. */
  approveByPasskey(): Promise<void>;
  askAgain(): void;
  /** The end was read, or nothing was asked for yet. What may have been made stays. */
  drop(): void;
};

/** One payment at a time from a place, such as a conversation; it outlives its sheet. */
export function usePayment(place: string): PaymentFace {
  const { newId, api, commands } = useClient();
  const slot = `${useMe().personId}:${place}`;
  const slots = usePayments((state) => state.slots);
  // Every change of a slot asks again what a reload left there: another place may have ended it.
  const payment = useMemo(() => slots[slot] ?? paymentIn(slot), [slots, slot]);
  const transfer = payment?.transfer ?? null;

  useEffect(() => {
    if (transfer !== null) void commands.takeTransfers([transfer]);
  }, [commands, transfer]);

  const approveByPasskey = useCallback(async () => {
    const asked = paymentIn(slot);
    if (asked === null || !passkeysWork()) return;
    const { payeeId, amountMinor, currency } = asked.input;
    const bound = { payeeId, amountMinor, currency };
    const { challengeId, options } = await api.pay.beginPasskeyApproval(bound);
    const response = await proveByPasskey(options);
    void approvePayment(slot, { kind: 'passkey', challengeId, response });
  }, [api, slot]);

  return useMemo(
    () => ({
      payment,
      begin(input, scale) {
        beginPayment(slot, { ...input, key: newId() }, scale);
      },
      approve: (approval) => void approvePayment(slot, approval),
      approveByPasskey,
      askAgain: () => askAgain(slot),
      drop: () => dropPayment(slot),
    }),
    [payment, slot, newId, approveByPasskey],
  );
}
