import type { DataHolding } from '../../kernel/holdings/index.ts';
import { tables } from './store/tables.ts';

/** Hashes of entries that hold no name: they tell nothing about anybody. */
export const proofsHolding: DataHolding = {
  module: 'proofs',
  title: 'Proofs of the books',
  why: 'So that anybody can check that no entry of the books was changed afterwards.',
  keptFor: 'For good: what was signed stays signed.',
  onErasure: 'Nothing: there is no personal data in them. Your receipts stay valid.',
  tables,
  async *export() {
    // A receipt is made of an entry when its owner asks for it.
  },
  erase: async () => undefined,
};
