import { CallFailed } from '@plaza/client';
import type { PersonCard } from '@plaza/contract';
import { api } from '../../state/calls.ts';

/** Whom an operator means by a handle; refused when there is nobody. */
export async function findPerson(typed: string): Promise<PersonCard> {
  const handle = typed.trim().replace(/^@/u, '').toLowerCase();
  const { people } = await api.operator.listPeople({ search: handle });
  const found = people.find(({ person }) => person.handle === handle);
  if (found === undefined) {
    throw new CallFailed({ ok: false, error: 'person_not_found', message: '' });
  }
  return found.person;
}
