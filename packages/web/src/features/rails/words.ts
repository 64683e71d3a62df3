import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type {
  CashOut,
  CurrencyKind,
  LimitName,
  Payout,
  ReconciliationCheck,
} from '@plaza/contract';

const kindWords: Record<CurrencyKind, MessageDescriptor> = {
  points: msg`Points cannot be changed back into money.`,
  'local-currency': msg`A local currency.`,
  'limited-network': msg`For a few places only, such as a canteen.`,
  'mutual-credit': msg`Mutual credit: neighbours lend each other.`,
  'us-closed-loop': msg`Prepaid, for the places that sell it.`,
  licensed: msg`Electronic money of a licensed operator.`,
};

export const limitWords: Record<LimitName, MessageDescriptor> = {
  payment: msg`One payment`,
  day: msg`Paid today`,
  year: msg`Paid this year`,
  lifetime: msg`Paid in all`,
  balance: msg`In the wallet`,
  top_up_day: msg`Topped up today`,
  card_payment: msg`One payment by a family card`,
  card_day: msg`By a family card today`,
  card_month: msg`By a family card this month`,
};

const cashOutWords: Record<CashOut, MessageDescriptor> = {
  nobody: msg`It is not changed back.`,
  merchants: msg`Shops may change it back, people may not.`,
  people: msg`Everybody may change it back.`,
};

export const payoutWords: Record<Payout['state'], MessageDescriptor> = {
  processing: msg`In process`,
  held: msg`Waiting to be paid out`,
  paid: msg`Paid out`,
  returned: msg`Came back to your wallet`,
  expired: msg`Not fetched in time; it came back`,
  failed: msg`Did not work`,
};

/** Accounts of the books as anybody would call them. */
export const partWords: Readonly<Record<string, MessageDescriptor>> = {
  'wallet.user': msg`Wallets of people`,
  'wallet.merchant': msg`Wallets of shops`,
  packet: msg`In red packets`,
  'fee.income': msg`Fees of the city`,
  unclaimed: msg`Left by closed accounts`,
  'fx.liquidity': msg`For exchange`,
  'bank.operator': msg`Issued by the operator’s own word`,
  'bank.voucher': msg`Sold as vouchers`,
  'bank.desk': msg`Cash at the desk`,
  'bank.file': msg`Money at the bank`,
  'bank.simulated': msg`Simulated: nobody paid for it`,
  'credit.line': msg`Credit that people give each other`,
  clearing: msg`Passing through`,
  suspense: msg`Came in, owner not known yet`,
};

export const checkWords: Record<ReconciliationCheck['name'], MessageDescriptor> = {
  double_entry: msg`Debits and credits are equal`,
  issued_is_backed: msg`What is issued came in by the rails`,
  wallets_projected: msg`Wallets show what the ledger has`,
  merchants_projected: msg`Merchants’ balances show what the ledger has`,
  held_projected: msg`What is held is what the ledger holds`,
  suspense_empty: msg`Accounts that only pass money on are empty`,
  commands_open: msg`No payment is left half done`,
  feed_projected: msg`Everything in the ledger is on the statements`,
};

/** Which descriptors tell what a currency is; of points the first says all. */
export function aboutCurrency(kind: CurrencyKind, cashOut: CashOut): MessageDescriptor[] {
  return kind === 'points' ? [kindWords[kind]] : [kindWords[kind], cashOutWords[cashOut]];
}
