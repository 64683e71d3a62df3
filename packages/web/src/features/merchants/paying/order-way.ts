import type { PayKey } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { api, http } from '../../../state/index.ts';
import type { PaymentWay } from '../../pay/index.ts';

export type OrderPayment = Omit<MethodInput<'merchants.pay'>, 'approval'> & { key: PayKey };
export type OrderPaid = MethodOutput<'merchants.pay'>;

/** Paying a merchant: an order that it took, or a new one by its printed code. */
export const orderWay: PaymentWay<OrderPayment, OrderPaid> = {
  name: 'order',
  pay: (request) => http.call('merchants.pay', request),
  standing({ receipt }) {
    if (receipt.state === 'paid') return 'done';
    if (receipt.failure !== null) return { error: receipt.failure };
    return receipt.state === 'closed' ? { error: 'order_closed' } : 'processing';
  },
  beginPasskey({ merchantId, orderId, amountMinor, currency, cardId }) {
    const asked = { merchantId, orderId, amountMinor, currency };
    return api.merchants.beginPasskeyApproval(cardId === undefined ? asked : { ...asked, cardId });
  },
};
