import type { DataHolding } from '../../kernel/holdings/index.ts';
import { erasedTopic } from './crossing.ts';
import type { ContactsDeps } from './deps.ts';
import { listContacts } from './store/contacts.ts';
import { eraseOwn } from './store/erasure.ts';
import { getPerson } from './store/people.ts';
import { listRequests } from './store/requests.ts';
import { tables } from './store/tables.ts';

/** Far enough back for everything that is kept at all. */
const always = new Date(0);
const everything = 1_000_000;

export function createContactsHolding({
  db,
  people,
  outbox,
}: Pick<ContactsDeps, 'db' | 'people' | 'outbox'>): DataHolding {
  return {
    module: 'contacts',
    title: 'Contacts',
    why: 'To know whom you want to hear from: contacts, blocks, requests, and how you are found.',
    keptFor: 'Until you remove them; requests for 60 days.',
    onErasure: 'Deleted, also from the lists of others.',
    tables,

    async *export(personId) {
      const contacts = await listContacts(db.query, personId);
      const requests = await listRequests(db.query, {
        ownerId: personId,
        since: always,
        limit: everything,
      });
      const cards = await people.getCards([
        ...new Set([...contacts, ...requests].map((row) => row.personId)),
      ]);
      const named = <Row extends { ownerId: unknown; personId: typeof personId }>(row: Row) => {
        const { ownerId: _mine, ...rest } = row;
        const card = cards.get(row.personId);
        return { handle: card?.handle, displayName: card?.displayName, ...rest };
      };
      yield { path: 'contacts/contacts.json', content: contacts.map(named) };
      yield { path: 'contacts/requests.json', content: requests.map(named) };
      const { code, findableByHandle, findableByCode } = await getPerson(db.query, personId);
      const finding = { personalCode: code, findableByHandle, findableByCode };
      yield { path: 'contacts/finding.json', content: finding };
    },

    async erase(tx, personId) {
      await eraseOwn(tx.query, personId);
      await outbox.add(tx, erasedTopic, { personId });
    },
  };
}
