import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { BillsDeps } from './deps.ts';
import { getDetail } from './reading.ts';
import { selectOwn } from './store/parties.ts';
import { tables } from './store/tables.ts';
import { endOwn } from './sweeping.ts';

const pageSize = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

async function* exportBills(deps: BillsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  let after = lowestId;
  for (let page = 1; ; page += 1) {
    const ids = await selectOwn(deps.db, personId, { after, limit: pageSize });
    const last = ids.at(-1);
    if (last === undefined) return;
    const content = [];
    for (const id of ids) {
      const detail = await getDetail(deps, personId, id);
      if (detail.ok) content.push(detail.value);
    }
    yield { path: `bills/bills-${String(page).padStart(4, '0')}.json`, content };
    after = last;
  }
}

/** What the module keeps of a person. Their money is pay's to put away. */
export function createBillsHolding(deps: BillsDeps): DataHolding {
  return {
    module: 'bills',
    title: 'Shared bills',
    why: 'To ask each for their part, to have it paid once, and to show who has paid.',
    keptFor: 'As long as the account.',
    onErasure:
      'Bills of yours are closed and lose their titles; what is asked of you is asked no more. ' +
      'Those with whom you shared bills keep the amounts without your name.',
    tables,
    export: (personId) => exportBills(deps, personId),
    erase: (tx, personId) => endOwn(deps, tx, personId),
  };
}
