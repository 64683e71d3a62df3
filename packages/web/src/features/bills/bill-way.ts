import type { BillId } from '@plaza/base';
import type { BillPayment, MethodInput } from '@plaza/contract';
import { api, http } from '../../state/index.ts';
import { usePayment, type PaymentFace, type PaymentWay } from '../pay/index.ts';

export type BillInput = Omit<MethodInput<'bills.pay'>, 'approval'> & { currency: string };

const billWay: PaymentWay<BillInput, BillPayment> = {
  name: 'bill',
  pay: ({ key, billId, amountMinor, approval }) =>
    http.call('bills.pay', { key, billId, amountMinor, approval }),
  standing: () => 'done',
  beginPasskey: ({ billId, amountMinor, currency }) =>
    api.bills.beginPasskeyApproval({ billId, amountMinor, currency }),
};

/** One’s part of a bill that is being paid. */
export function useBillPayment(billId: BillId): PaymentFace<BillInput, BillPayment> {
  return usePayment(`bill:${billId}`, billWay);
}
