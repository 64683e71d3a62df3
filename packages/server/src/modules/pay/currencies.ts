import { maxAmountMinor } from '@plaza/base';
import type { CashOut, CurrencyKind } from '@plaza/contract';

/** What one verification class may spend, in all and in a calendar year; null: without measure. */
export type ClassRule = {
  class: 1 | 2 | 3;
  maxLifetimeMinor: number | null;
  maxYearMinor: number | null;
};

/** What minors may pay; red packets they neither send nor open, whatever the currency. */
export type MinorRule = { maxAmountMinor: number; maxPerDayMinor: number };

/** The account at a bank where money for this currency comes in and goes out. */
export type BankAccount = { name: string; iban: string; bic: string; iso: string };

/** What a currency of the city is and allows; every flag is judged on the server. */
export type CurrencyProfile = {
  code: string;
  kind: CurrencyKind;
  /** The number of its ledger. Money never moves between ledgers. */
  ledger: number;
  /** Decimals; never changed once there is money. */
  scale: number;
  /** The largest single payment or top-up. */
  maxAmountMinor: number;
  /** All that may ever be issued: sums stay exact in every number that is shown. */
  maxIssuedMinor: bigint;
  /** Between people. */
  mayTransfer: boolean;
  mayTopUp: boolean;
  /** Whose money may be turned back into what it was bought with. */
  cashOut: CashOut;
  /** A red packet holds at most this for each share; 0: there are no red packets in it. */
  maxPacketShareMinor: number;
  /** Whether people may let others pay merchants with their wallet, by a family card. */
  mayCards: boolean;
  /** What a person may spend on one day, and be topped up by; null: without measure. */
  maxSpentPerDayMinor: number | null;
  maxTopUpPerDayMinor: number | null;
  /** What a wallet may hold. */
  maxBalanceMinor: number | null;
  /** Null: not for minors at all. */
  minors: MinorRule | null;
  /** The lowest verification class that may pay and be paid; 0: everybody. */
  needsClass: 0 | 1 | 2 | 3;
  /** Empty: what one may spend does not depend on the class. */
  classes: readonly ClassRule[];
  /** What a wallet may go below zero, as it is told to people: granted when it is opened. */
  creditLineMinor: number;
  bank: BankAccount | null;
};

/** The usual classes of payment accounts, in whole units. */
export const usualClasses = [
  { class: 1, maxLifetime: 1_000, maxYear: null },
  { class: 2, maxLifetime: null, maxYear: 100_000 },
  { class: 3, maxLifetime: null, maxYear: 200_000 },
] as const;

/** The currencies of a city that was not told otherwise. */
export const defaultCurrencies: readonly CurrencyProfile[] = [
  {
    code: 'points',
    kind: 'points',
    ledger: 1,
    scale: 2,
    maxAmountMinor: Math.min(100_000_000, maxAmountMinor),
    maxIssuedMinor: 9_000_000_000_000_000n,
    mayTransfer: true,
    mayTopUp: true,
    cashOut: 'nobody',
    maxPacketShareMinor: 20_000,
    mayCards: true,
    maxSpentPerDayMinor: null,
    maxTopUpPerDayMinor: null,
    maxBalanceMinor: null,
    minors: { maxAmountMinor: 5_000, maxPerDayMinor: 20_000 },
    needsClass: 0,
    classes: [],
    creditLineMinor: 0,
    bank: null,
  },
];

export type Currencies = {
  all: readonly CurrencyProfile[];
  find(code: string): CurrencyProfile | undefined;
  ofLedger(ledger: number): CurrencyProfile | undefined;
};

export function createCurrencies(all: readonly CurrencyProfile[]): Currencies {
  const byCode = new Map(all.map((profile) => [profile.code, profile]));
  const byLedger = new Map(all.map((profile) => [profile.ledger, profile]));
  return {
    all,
    find: (code) => byCode.get(code),
    ofLedger: (ledger) => byLedger.get(ledger),
  };
}
