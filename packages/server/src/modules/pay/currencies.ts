import { maxAmountMinor } from '@plaza/base';

/** What a currency of the city is and allows; every flag is judged on the server. */
export type CurrencyProfile = {
  code: string;
  /** The number of its ledger. Money never moves between ledgers. */
  ledger: number;
  /** Decimals; never changed once there is money. */
  scale: number;
  /** The largest single payment or top-up. */
  maxAmountMinor: number;
  /** All that may ever be issued: sums stay exact in every number that is shown. */
  maxIssuedMinor: bigint;
  mayTransfer: boolean;
  mayTopUp: boolean;
  /** A red packet holds at most this for each share; 0: there are no red packets in it. */
  maxPacketShareMinor: number;
};

/** The currencies of a city that was not told otherwise. */
export const defaultCurrencies: readonly CurrencyProfile[] = [
  {
    code: 'points',
    ledger: 1,
    scale: 2,
    maxAmountMinor: Math.min(100_000_000, maxAmountMinor),
    maxIssuedMinor: 9_000_000_000_000_000n,
    mayTransfer: true,
    mayTopUp: true,
    maxPacketShareMinor: 20_000,
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
