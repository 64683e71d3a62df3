import type { DataHolding } from '../../kernel/holdings/index.ts';
import { dropTicketsOf, getDeletion, tables } from './store.ts';
import type { RightsDeps } from './types.ts';

export function createRightsHolding({ db }: Pick<RightsDeps, 'db'>): DataHolding {
  return {
    module: 'rights',
    title: 'Your data and your account’s end',
    why: 'To hand out this export once, and to erase the account when its time has come.',
    keptFor: 'An export for minutes; a deletion as long as backups might bring the account back.',
    onErasure:
      'A number without a name and three times stay, so that a restored backup can forget again.',
    tables,
    async *export(personId) {
      const deletion = await getDeletion(db.query, personId);
      if (deletion !== null) yield { path: 'deletion.json', content: deletion };
    },
    erase: (tx, personId) => dropTicketsOf(tx.query, personId),
  };
}
