import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type {
  MerchantCategory,
  MerchantLineKind,
  MerchantRole,
  OrderChannel,
  OrderState,
} from '@plaza/contract';

export const categoryWords: Record<MerchantCategory, MessageDescriptor> = {
  food: msg`Food and drink`,
  groceries: msg`Groceries`,
  shop: msg`Shop`,
  services: msg`Services`,
  health: msg`Health`,
  transport: msg`Transport`,
  culture: msg`Culture`,
  sport: msg`Sport`,
  public: msg`Public office`,
  other: msg`Something else`,
};
export const categories = Object.keys(categoryWords) as MerchantCategory[];

export const roleWords: Record<MerchantRole, MessageDescriptor> = {
  owner: msg`Owner`,
  manager: msg`Manager`,
  cashier: msg`Cashier`,
};

/** What a role may do, in one line. */
export const roleNotes: Record<MerchantRole, MessageDescriptor> = {
  owner: msg`Everything, with the money`,
  manager: msg`Sells, refunds, reads the statement, invites cashiers`,
  cashier: msg`Sells, and sees the sales`,
};

export const stateWords: Record<OrderState, MessageDescriptor> = {
  open: msg`Waits for payment`,
  asking: msg`Waits for the customer`,
  paying: msg`Being paid`,
  paid: msg`Paid`,
  closed: msg`Not paid`,
};

export const channelWords: Record<OrderChannel, MessageDescriptor> = {
  static: msg`Printed code`,
  cashier: msg`Code at the till`,
  code: msg`Customer’s pay code`,
  native: msg`Shop program`,
  jsapi: msg`Mini-program`,
  app: msg`App`,
  h5: msg`Web shop`,
};

export const lineWords: Record<MerchantLineKind, MessageDescriptor> = {
  order_in: msg({ context: 'statement', message: 'Sales' }),
  refund_out: msg`Refunds`,
  payout_out: msg`Paid out`,
  payout_back: msg`Payouts that came back`,
  hold_in: msg`Taken from holds`,
  withdrawal_out: msg`Withdrawn`,
  closing_out: msg`Closing`,
};
