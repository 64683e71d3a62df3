import type { MethodInput, MethodOutput } from '@plaza/contract';
import { useEffect } from 'react';
import { api, http, useClient } from '../../state/index.ts';
import type { PaymentWay } from './payments.ts';
import { usePayment, type PaymentFace } from './use-payment.ts';

export type TransferInput = Omit<MethodInput<'pay.sendTransfer'>, 'approval'>;
type Made = MethodOutput<'pay.sendTransfer'>;

const transferWay: PaymentWay<TransferInput, Made> = {
  name: 'transfer',
  pay: (request) => http.call('pay.sendTransfer', request),
  standing({ transfer: { state, failure } }) {
    if (state === 'failed') return { error: failure ?? 'internal' };
    return state === 'processing' ? 'processing' : 'done';
  },
  beginPasskey: ({ payeeId, amountMinor, currency, arrival = 'now' }) =>
    api.pay.beginPasskeyApproval({ payeeId, amountMinor, currency, arrival }),
};

/** A transfer that is being made from a place. */
export function useTransferPayment(place: string): PaymentFace<TransferInput, Made> {
  const { commands } = useClient();
  const face = usePayment(place, transferWay);
  const transfer = face.payment?.result?.transfer ?? null;
  useEffect(() => {
    if (transfer !== null) void commands.takeTransfers([transfer]);
  }, [commands, transfer]);
  return face;
}
