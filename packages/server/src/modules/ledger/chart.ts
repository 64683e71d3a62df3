import { AccountFlags } from './model/flags.ts';
import type { Account } from './model/records.ts';

/**
 * The side on which an account grows: what the city owns, owes, or has earned. `memo` is no money:
 * it only counts, so that the ledger itself keeps a limit.
 */
export type AccountKind = 'asset' | 'liability' | 'income' | 'memo';

export type ChartEntry = { code: number; kind: AccountKind; flags: number };

const { none, debits_must_not_exceed_credits: mayNotOverdraw } = AccountFlags;

/**
 * The operator's books. `wallet.user` is one account for each person and currency,
 * `wallet.merchant` for each merchant and currency, `packet` for each red packet, `order` for each
 * order that was paid; of the others there is one for each currency. Nobody spends what they do not
 * have: the ledger itself refuses.
 */
export const chart = {
  'wallet.user': { code: 1, kind: 'liability', flags: mayNotOverdraw },
  /** What is in a red packet and not yet taken; empty and closed in the end. */
  packet: { code: 2, kind: 'liability', flags: mayNotOverdraw },
  'wallet.merchant': { code: 3, kind: 'liability', flags: mayNotOverdraw },
  /** What was paid for an order and not given back: so no more than was paid ever is. */
  order: { code: 4, kind: 'memo', flags: mayNotOverdraw },
  /** What was issued, seen from the other side. */
  'bank.operator': { code: 10, kind: 'asset', flags: none },
  /** The same by the ways in and out that people use themselves: one account for each. */
  'bank.voucher': { code: 11, kind: 'asset', flags: none },
  'bank.desk': { code: 12, kind: 'asset', flags: none },
  'bank.file': { code: 13, kind: 'asset', flags: none },
  /** Nobody paid for this: a rail of demo cities. */
  'bank.simulated': { code: 14, kind: 'asset', flags: none },
  /** What wallets may go below zero: owed to the city by all who have a credit line. */
  'credit.line': { code: 15, kind: 'asset', flags: none },
  'fee.income': { code: 20, kind: 'income', flags: none },
  /** Only passes through: returns to zero. */
  clearing: { code: 30, kind: 'liability', flags: none },
  /** What people left behind whose accounts were erased. */
  unclaimed: { code: 31, kind: 'liability', flags: mayNotOverdraw },
  /** The other side of all orders. */
  'orders.control': { code: 32, kind: 'memo', flags: none },
  /** Came in by the bank, and nobody knows yet for whom: returns to zero. */
  suspense: { code: 35, kind: 'liability', flags: mayNotOverdraw },
  /** For exchange between two currencies, on each side of it. */
  'fx.liquidity': { code: 40, kind: 'liability', flags: none },
} as const satisfies Record<string, ChartEntry>;

export type ChartAccount = keyof typeof chart;
/** Accounts of which there are many. */
type ManyAccount = 'wallet.user' | 'wallet.merchant' | 'packet' | 'order';
export type SystemAccount = Exclude<ChartAccount, ManyAccount>;

const ofMany: ReadonlySet<ChartAccount> = new Set<ManyAccount>([
  ...(['wallet.user', 'wallet.merchant', 'packet', 'order'] as const),
]);

export const systemAccounts = (Object.keys(chart) as ChartAccount[]).filter(
  (name): name is SystemAccount => !ofMany.has(name),
);

/** Accounts that must return to zero by themselves; anything left in them is a fault. */
export const clearingAccounts: readonly SystemAccount[] = ['clearing', 'suspense'];

/** By which all that is issued came in. */
export const assetAccounts: readonly SystemAccount[] = systemAccounts.filter(
  (name) => chart[name].kind === 'asset',
);

/** What a transfer is for. */
export const transferCodes = {
  ...{ topUp: 1, transfer: 10, freeze: 20, closing: 30 },
  ...{ voucherIn: 70, creditLine: 71, deskIn: 72, bankIn: 73, simulatedIn: 74 },
  ...{ suspenseIn: 75, suspenseOut: 76, suspenseBack: 77, payout: 78 },
  ...{ packetFill: 40, packetTake: 41, packetBack: 42, packetClose: 43, packetShare: 44 },
  billPay: 80,
  ...{ orderPay: 50, orderCount: 51, refund: 52, refundCount: 53 },
  ...{ merchantPayout: 54, withdrawal: 55, merchantHold: 56, merchantClosing: 57 },
} as const;

/** The fixed id of a system account: readable in every listing of the ledger. */
export function systemAccountId(ledger: number, name: SystemAccount): bigint {
  return (BigInt(ledger) << 64n) | BigInt(chart[name].code);
}

/** An account of the chart as it is created, without balances. */
export function newAccount(name: ChartAccount, of: { id: bigint; ledger: number }): Account {
  const { code, flags } = chart[name];
  return {
    ...{ ...of, code, flags, timestamp: 0n, reserved: 0 },
    ...{ debits_pending: 0n, debits_posted: 0n, credits_pending: 0n, credits_posted: 0n },
    ...{ user_data_128: 0n, user_data_64: 0n, user_data_32: 0 },
  };
}

/** The system accounts of a currency; creating them again changes nothing. */
export function systemAccountsOf(ledger: number): Account[] {
  return systemAccounts.map((name) =>
    newAccount(name, { id: systemAccountId(ledger, name), ledger }),
  );
}
