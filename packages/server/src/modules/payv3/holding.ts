import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { Payv3Deps } from './deps.ts';
import { deleteOpenids, selectOpenids } from './store/apps.ts';
import { tables } from './store/tables.ts';

async function* exportOpenids(
  { db }: Pick<Payv3Deps, 'db'>,
  personId: PersonId,
): AsyncIterable<ExportedFile> {
  const rows = await selectOpenids(db, personId);
  if (rows.length === 0) return;
  const content = rows.map(({ app, appid, openid, madeAt }) => ({ app, appid, openid, madeAt }));
  yield { path: 'payv3/apps.json', content };
}

/** What the module keeps of a person: who they are for the apps of shops. */
export function createPayv3Holding(deps: Pick<Payv3Deps, 'db'>): DataHolding {
  return {
    module: 'payv3',
    title: 'Who you are for shops',
    why: 'So that each app of a shop knows you again, by a name that no other app has.',
    keptFor: 'As long as the account; what shops were told of payments 30 days.',
    onErasure: 'Deleted: nobody can tell any more whose such a name was.',
    tables,
    export: (personId) => exportOpenids(deps, personId),
    erase: deleteOpenids,
  };
}
