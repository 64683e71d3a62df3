import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { TrustDeps } from './deps.ts';
import { dropFiles } from './evidence.ts';
import { receiptOf, statementOf } from './present.ts';
import { forgetPerson, listDecisionsAbout, listReportsBy } from './store/cases.ts';
import { selectCasesShowing } from './store/evidence.ts';
import { deleteUseOf } from './store/newcomers.ts';
import { tables } from './store/tables.ts';

const all = 100_000;

/** What the module keeps of a person. */
export function createTrustHolding(deps: Pick<TrustDeps, 'db' | 'files'>): DataHolding {
  const { db } = deps;
  return {
    module: 'trust',
    title: 'Reports and decisions',
    why: 'To act on what breaks the rules, to say why, and to let it be looked at again.',
    keptFor:
      'What was reported is kept for a year after the decision, also when the message itself ' +
      'was recalled or has disappeared; the decision until the account is deleted.',
    onErasure:
      'Your reports lose your name and your words; decisions about you lose your name and what ' +
      'was kept as evidence.',
    tables,
    async *export(personId) {
      const reports = await listReportsBy(db, personId, all);
      yield {
        path: 'reports.json',
        content: reports.map((row) => ({ ...receiptOf(row), note: row.note })),
      };
      const decisions = await listDecisionsAbout(db, personId, all);
      yield { path: 'decisions.json', content: decisions.map(statementOf) };
    },
    async erase(tx, personId) {
      await dropFiles(deps, tx, await selectCasesShowing(tx, personId));
      await forgetPerson(tx, personId);
      await deleteUseOf(tx, personId);
    },
  };
}
