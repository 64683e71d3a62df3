import type { CashOut, CurrencyKind } from '@plaza/contract';

/** What the nature of a currency forbids, whatever a file of settings says. */
export type KindRule = {
  mayTransfer: boolean;
  mayPackets: boolean;
  /** Whether somebody may let others pay with their wallet, by a family card. */
  mayCards: boolean;
  /** The most that may be said of cashing out. */
  cashOut: CashOut;
  mayCredit: boolean;
  /** The lowest class that a file may ask for, and the one that it asks for by default. */
  needsClass: 0 | 1 | 2 | 3;
  /** Whether the usual classes hold where the file names no others. */
  hasClasses: boolean;
  isForMinors: boolean;
  /** In whole units; a file may only go below. Null: without measure. */
  most: { balance: number | null; topUpPerDay: number | null };
};

const unlimited = { balance: null, topUpPerDay: null };

/**
 * Six kinds, from a loyalty game to money. The table is caution, not law: whoever runs a city asks
 * its own counsel which kind its currency is.
 */
export const kinds: Readonly<Record<CurrencyKind, KindRule>> = {
  /** Cannot be bought back, so it is no money: nothing of it depends on who somebody is. */
  points: {
    ...{ mayTransfer: true, mayPackets: true, mayCards: true, cashOut: 'nobody', mayCredit: false },
    ...{ needsClass: 0, hasClasses: false, isForMinors: true, most: unlimited },
  },
  /** Bought one to one; the shops that took it change it back. */
  'local-currency': {
    ...{
      mayTransfer: true,
      mayPackets: true,
      mayCards: true,
      cashOut: 'merchants',
      mayCredit: false,
    },
    ...{ needsClass: 1, hasClasses: true, isForMinors: true, most: unlimited },
  },
  /** For the goods of a few: a canteen, a swimming pool (PSD2, article 3 k). */
  'limited-network': {
    ...{
      mayTransfer: false,
      mayPackets: false,
      mayCards: true,
      cashOut: 'merchants',
      mayCredit: false,
    },
    ...{ needsClass: 0, hasClasses: false, isForMinors: true, most: unlimited },
  },
  /** Nobody buys it: it comes into being when somebody buys from a neighbour on credit. */
  'mutual-credit': {
    ...{
      mayTransfer: true,
      mayPackets: false,
      mayCards: false,
      cashOut: 'nobody',
      mayCredit: true,
    },
    ...{ needsClass: 1, hasClasses: false, isForMinors: false, most: unlimited },
  },
  /** Prepaid access of a closed loop: at most 2,000 on any day (31 CFR 1010.100 kkk). */
  'us-closed-loop': {
    ...{
      mayTransfer: false,
      mayPackets: false,
      mayCards: true,
      cashOut: 'nobody',
      mayCredit: false,
    },
    ...{ needsClass: 0, hasClasses: false, isForMinors: true },
    most: { balance: 2_000, topUpPerDay: 2_000 },
  },
  /** Electronic money, by whoever has the licence for it. */
  licensed: {
    ...{ mayTransfer: true, mayPackets: true, mayCards: true, cashOut: 'people', mayCredit: false },
    ...{ needsClass: 1, hasClasses: true, isForMinors: true, most: unlimited },
  },
};

const order: readonly CashOut[] = ['nobody', 'merchants', 'people'];

/** Whether `asked` lets out no more than `most`. */
export function isWithin(asked: CashOut, most: CashOut): boolean {
  return order.indexOf(asked) <= order.indexOf(most);
}
