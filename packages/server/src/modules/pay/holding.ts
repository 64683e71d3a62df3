import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { PayContext } from './context.ts';
import { exportPerson } from './exporting.ts';
import { blankNotes, insertErasure } from './store/erasure.ts';
import { tables } from './store/tables.ts';

type HoldingDeps = Pick<PayContext, 'db' | 'clock' | 'identity' | 'currencies' | 'approvals'> & {
  /** Called after an erasure is on record. */
  wake(): void;
};

export function createPayHolding(deps: HoldingDeps): DataHolding {
  const { clock, approvals, wake } = deps;

  return {
    module: 'pay',
    title: 'Money',
    why:
      'To keep your money exact: your balance, your statement, your transfers, and the pay PIN ' +
      '(only as a hash) that says yes to them.',
    keptFor: 'As long as the account; answers to refused payments for 30 days.',
    onErasure:
      'Spend your balance before: what is left goes to the city. Money on its way goes back. ' +
      'Your PIN, statement and notes are deleted; those you paid keep theirs without your name.',
    tables: [...tables, ...approvals.tables],
    export: (personId) => exportPerson(deps, personId),
    async erase(tx, personId) {
      await approvals.erase(tx, personId);
      // First of all, so that no event that is still to come repeats the person's words.
      await blankNotes(tx, personId);
      // The ledger is not asked within a transaction: what it has to do is written down.
      await insertErasure(tx, personId, clock.now());
      tx.onCommit(wake);
    },
  };
}
