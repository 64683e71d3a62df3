import type { DataHolding } from '../../kernel/holdings/index.ts';
import { tables } from './postgres/store/tables.ts';

/** The ledger knows accounts by random numbers; which one is whose, only pay could tell. */
export const ledgerHolding: DataHolding = {
  module: 'ledger',
  title: 'The books of the city',
  why: 'To keep money from being lost, doubled or invented. The books hold no name.',
  keptFor: 'For good: an entry is never changed or removed.',
  onErasure: 'Entries stay; the number of your account points to nobody any more.',
  tables,
  async *export() {
    // Whatever of it is about a person, the statement of pay says.
  },
  erase: async () => undefined,
};
