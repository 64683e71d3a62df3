import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { OperatorDeps } from './operator.ts';
import * as store from './store.ts';

async function* exportPerson(
  { db }: Pick<OperatorDeps, 'db'>,
  personId: PersonId,
): AsyncIterable<ExportedFile> {
  const rows = await store.listAuditOf(db, personId);
  // Who acted is the operator's own affair; what was done, when and why is the person's.
  const content = rows.map(({ at, action, detail }) => ({ at: at.toISOString(), action, detail }));
  yield { path: 'actions.json', content };
}

/** What the module keeps of a person. */
export function createHolding(deps: Pick<OperatorDeps, 'db'>): DataHolding {
  return {
    module: 'operator',
    title: 'What operators did to the account',
    why: 'So that nobody who runs the city can act on an account without a trace.',
    keptFor: 'Two years.',
    onErasure: 'Entries stay for their two years and point to a number without a name.',
    tables: store.tables,
    export: (personId) => exportPerson(deps, personId),
    // The log cannot be changed; what makes it anonymous is that identity erases the name.
    erase: async () => undefined,
  };
}
