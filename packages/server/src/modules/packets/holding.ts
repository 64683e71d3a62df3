import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { PacketsDeps } from './deps.ts';
import { getPackets } from './reading.ts';
import { cutShort } from './store/packets.ts';
import { selectOwn } from './store/parties.ts';
import { tables } from './store/tables.ts';

const pageSize = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

async function* exportPackets(deps: PacketsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  let after = lowestId;
  for (let page = 1; ; page += 1) {
    const ids = await selectOwn(deps.db, personId, { after, limit: pageSize });
    const last = ids.at(-1);
    if (last === undefined) return;
    const content = await getPackets(deps, personId, ids);
    yield { path: `packets/packets-${String(page).padStart(4, '0')}.json`, content };
    after = last;
  }
}

/** What the module keeps of a person. Their money is pay's to put away. */
export function createPacketsHolding(deps: PacketsDeps): DataHolding {
  return {
    module: 'packets',
    title: 'Red packets',
    why: 'To split what you put in, to give each their share once, and to show who got what.',
    keptFor: 'As long as the account.',
    onErasure:
      'Open packets of yours end, and what is left goes to the city. Your greetings are deleted; ' +
      'those who gave to you or took from you keep the amounts without your name.',
    tables,
    export: (personId) => exportPackets(deps, personId),
    // The ledger is not asked within a transaction: pay ends them, before it closes the wallet.
    erase: (tx, personId) => cutShort(tx, personId, deps.clock.now()),
  };
}
