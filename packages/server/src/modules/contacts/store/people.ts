import type { PersonId } from '@plaza/base';
import type { ContactPrivacy } from '@plaza/contract';
import type { Query } from '../../../kernel/db/index.ts';
import { maxContacts, type PersonRow } from '../types.ts';

const columns = `person_id as "personId", code, findable_by_handle as "findableByHandle",
  findable_by_code as "findableByCode", contact_count as "contactCount"`;

/**
 * Makes sure that the person has a row, and locks it: changes of one person's side take turns.
 * No transaction locks two people, so there is nothing to wait for in a circle.
 */
export async function lockPerson(query: Query, personId: PersonId): Promise<PersonRow> {
  const { rows } = await query<PersonRow>({
    name: 'contacts_lock_person',
    text: `insert into contacts_person (person_id) values ($1)
      on conflict (person_id) do update set person_id = excluded.person_id
      returning ${columns}`,
    values: [personId],
  });
  return rows[0] as PersonRow;
}

/** Without a row everything is as it is for a newcomer. */
export async function getPerson(query: Query, personId: PersonId): Promise<PersonRow> {
  const { rows } = await query<PersonRow>({
    name: 'contacts_get_person',
    text: `select ${columns} from contacts_person where person_id = $1`,
    values: [personId],
  });
  const findable = { findableByHandle: true, findableByCode: true };
  return rows[0] ?? { personId, code: null, ...findable, contactCount: 0 };
}

/** Takes a place in the list of contacts; false, and nothing changed, when it is full. */
export async function takePlace(query: Query, personId: PersonId): Promise<boolean> {
  const { rowCount } = await query(
    `update contacts_person set contact_count = contact_count + 1
     where person_id = $1 and contact_count < ${maxContacts}`,
    [personId],
  );
  return rowCount === 1;
}

export async function freePlace(query: Query, personId: PersonId): Promise<void> {
  await query('update contacts_person set contact_count = contact_count - 1 where person_id = $1', [
    personId,
  ]);
}

export async function setPrivacy(
  query: Query,
  personId: PersonId,
  privacy: ContactPrivacy,
): Promise<void> {
  await query(
    `update contacts_person set findable_by_handle = $2, findable_by_code = $3
     where person_id = $1`,
    [personId, privacy.findableByHandle, privacy.findableByCode],
  );
}

export async function setCode(query: Query, personId: PersonId, code: string): Promise<void> {
  await query('insert into contacts_code (code, person_id) values ($1, $2)', [code, personId]);
  await query('update contacts_person set code = $2 where person_id = $1', [personId, code]);
}

/** Whom a code was made for; whether it still counts, only the person's own row says. */
export async function findCodeOwner(query: Query, code: string): Promise<PersonId | null> {
  const { rows } = await query<{ personId: PersonId }>(
    'select person_id as "personId" from contacts_code where code = $1',
    [code],
  );
  return rows[0]?.personId ?? null;
}

export async function dropOldCodes(query: Query, personId: PersonId): Promise<void> {
  await query(
    `delete from contacts_code where person_id = $1 and code is distinct from
       (select code from contacts_person where person_id = $1)`,
    [personId],
  );
}
