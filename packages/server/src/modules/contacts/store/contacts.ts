import type { PersonId } from '@plaza/base';
import type { Query } from '../../../kernel/db/index.ts';
import type { ContactRow } from '../types.ts';

const columns = `owner_id as "ownerId", person_id as "personId", listed, blocked, remark, tags,
  starred, chat_only as "chatOnly", hide_mine as "hideMine", hide_theirs as "hideTheirs", since`;

export async function getContact(
  query: Query,
  ownerId: PersonId,
  personId: PersonId,
): Promise<ContactRow | null> {
  const { rows } = await query<ContactRow>({
    name: 'contacts_get',
    text: `select ${columns} from contacts_contact where owner_id = $1 and person_id = $2`,
    values: [ownerId, personId],
  });
  return rows[0] ?? null;
}

/** The rows of one person about these people. */
export async function getContacts(
  query: Query,
  ownerId: PersonId,
  personIds: readonly PersonId[],
): Promise<ContactRow[]> {
  const { rows } = await query<ContactRow>({
    name: 'contacts_get_many',
    text: `select ${columns} from contacts_contact
      where owner_id = $1 and person_id = any($2::uuid[])`,
    values: [ownerId, personIds],
  });
  return rows;
}

/** What these people keep of one person: reads as many shards as there are people. */
export async function getContactsOf(
  query: Query,
  ownerIds: readonly PersonId[],
  personId: PersonId,
): Promise<ContactRow[]> {
  const { rows } = await query<ContactRow>({
    name: 'contacts_get_of',
    text: `select ${columns} from contacts_contact
      where owner_id = any($1::uuid[]) and person_id = $2`,
    values: [ownerIds, personId],
  });
  return rows;
}

export async function listContacts(query: Query, ownerId: PersonId): Promise<ContactRow[]> {
  const { rows } = await query<ContactRow>(
    `select ${columns} from contacts_contact where owner_id = $1 order by since, person_id`,
    [ownerId],
  );
  return rows;
}

export async function saveContact(query: Query, row: ContactRow): Promise<void> {
  await query({
    name: 'contacts_save',
    text: `insert into contacts_contact
        (owner_id, person_id, listed, blocked, remark, tags, starred, since, chat_only, hide_mine,
         hide_theirs)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict (owner_id, person_id) do update set
        listed = excluded.listed, blocked = excluded.blocked, remark = excluded.remark,
        tags = excluded.tags, starred = excluded.starred, since = excluded.since,
        chat_only = excluded.chat_only, hide_mine = excluded.hide_mine,
        hide_theirs = excluded.hide_theirs`,
    values: [
      row.ownerId,
      row.personId,
      row.listed,
      row.blocked,
      row.remark,
      row.tags,
      row.starred,
      row.since,
      row.chatOnly,
      row.hideMine,
      row.hideTheirs,
    ],
  });
}

export async function removeContact(
  query: Query,
  { ownerId, personId }: Pick<ContactRow, 'ownerId' | 'personId'>,
): Promise<void> {
  await query('delete from contacts_contact where owner_id = $1 and person_id = $2', [
    ownerId,
    personId,
  ]);
}

/** The next people who keep something of a person, in key order. */
export async function listOwners(
  query: Query,
  { personId, after, limit }: { personId: PersonId; after: PersonId | null; limit: number },
): Promise<PersonId[]> {
  const { rows } = await query<{ ownerId: PersonId }>(
    `select owner_id as "ownerId" from contacts_contact
     where person_id = $1 and ($2::uuid is null or owner_id > $2)
     order by owner_id limit $3`,
    [personId, after, limit],
  );
  return rows.map(({ ownerId }) => ownerId);
}

/** What owners keep of people, pair by pair; a pair of which nothing is kept is absent. */
export async function selectPairs(
  query: Query,
  pairs: readonly Pick<ContactRow, 'ownerId' | 'personId'>[],
): Promise<ContactRow[]> {
  const { rows } = await query<ContactRow>({
    name: 'contacts_get_pairs',
    text: `select ${columns} from contacts_contact
      where (owner_id, person_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    values: [pairs.map(({ ownerId }) => ownerId), pairs.map(({ personId }) => personId)],
  });
  return rows;
}

/** Everybody in a person’s list, in one string: ten thousand rows would take longer. */
export async function selectListed(query: Query, ownerId: PersonId): Promise<PersonId[]> {
  const { rows } = await query<{ ids: string | null }>({
    name: 'contacts_listed',
    text: `select string_agg(person_id::text, ',') as ids from contacts_contact
      where owner_id = $1 and listed and not blocked`,
    values: [ownerId],
  });
  const ids = rows[0]?.ids ?? null;
  return ids === null ? [] : (ids.split(',') as PersonId[]);
}
