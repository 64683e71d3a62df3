import type { PersonId } from '@plaza/base';
import type { Contact } from '@plaza/contract';
import { matches, termsOf } from './tokens.ts';

export const mostContacts = 50;

export type PeopleDeps = {
  contacts: { list(ownerId: PersonId): Promise<Contact[]> };
};

/** Looks for contacts by all the names that they have: mine for them, their own, the handle. */
export function createPeopleSearch({ contacts }: PeopleDeps) {
  return async (viewerId: PersonId, query: string): Promise<Contact[]> => {
    // As people write it before a handle.
    const terms = termsOf(query.replace(/^\s*@/, ''));
    if (terms.length === 0) return [];
    const ranked = (await contacts.list(viewerId)).flatMap((contact) => {
      const { remark, person, listed } = contact;
      const name = remark ?? person.displayName;
      const isFound = matches([remark ?? '', person.displayName, person.handle].join('\n'), terms);
      if (!listed || !isFound) return [];
      // By the name that is shown before those that are not.
      return [{ contact, name, rank: matches(name, terms) ? 0 : 1 }];
    });
    return ranked
      .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .slice(0, mostContacts)
      .map(({ contact }) => contact);
  };
}

export type PeopleSearch = ReturnType<typeof createPeopleSearch>;
