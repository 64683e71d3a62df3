import type { PersonId } from '@plaza/base';
import type { Query } from '../../../kernel/db/index.ts';

/** Removes all that is the person's own. */
export async function eraseOwn(query: Query, personId: PersonId): Promise<void> {
  await query('delete from contacts_contact where owner_id = $1', [personId]);
  await query('delete from contacts_request where owner_id = $1', [personId]);
  await query('delete from contacts_request_day where person_id = $1', [personId]);
  await query('delete from contacts_code where person_id = $1', [personId]);
  await query('delete from contacts_person where person_id = $1', [personId]);
}

/** Removes others' copies of requests with the person. */
export async function eraseOthersRequests(query: Query, personId: PersonId): Promise<void> {
  await query('delete from contacts_request where person_id = $1', [personId]);
}
