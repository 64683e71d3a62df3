import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** The accounts of the chart as an operator would call them. */
export const accountWords: Readonly<Record<string, MessageDescriptor>> = {
  'wallet.user': msg`Wallets of people`,
  packet: msg`In red packets`,
  'wallet.merchant': msg`Wallets of merchants`,
  order: msg`Paid orders (a count, no money)`,
  'orders.control': msg`Other side of paid orders`,
  'bank.operator': msg`Issued by the operator`,
  'bank.voucher': msg`Sold as vouchers`,
  'bank.desk': msg`Cash at the desk`,
  'bank.file': msg`Money at the bank`,
  'bank.simulated': msg`Simulated top-ups`,
  'credit.line': msg`Credit lines`,
  suspense: msg`Came in, owner not known yet`,
  'fee.income': msg`Fees`,
  clearing: msg`Passing through`,
  unclaimed: msg`Left by erased accounts`,
  'fx.liquidity': msg`For exchange`,
};

export type MoneyAction = 'topUp' | 'freezeWallet' | 'unfreezeWallet';

export const moneyDone: Record<Exclude<MoneyAction, 'topUp'>, MessageDescriptor> = {
  freezeWallet: msg`The wallet is frozen.`,
  unfreezeWallet: msg`The wallet is open again.`,
};

export const moneyTitles: Record<MoneyAction, MessageDescriptor> = {
  topUp: msg`Top up this wallet`,
  freezeWallet: msg`Freeze this wallet`,
  unfreezeWallet: msg`Open this wallet again`,
};
