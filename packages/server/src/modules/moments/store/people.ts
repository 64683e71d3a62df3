import type { FileId, PersonId } from '@plaza/base';
import type { Query } from '../../../kernel/db/index.ts';
import type { PersonRow } from '../types.ts';

const columns = `person_id as "personId", window_kind as window,
  allows_strangers as "allowsStrangers", cover_id as "coverId"`;

/** Without a row everything is as it is for a newcomer. */
export function newcomer(personId: PersonId): PersonRow {
  return { personId, window: 'all', allowsStrangers: false, coverId: null };
}

export async function selectPeople(
  query: Query,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, PersonRow>> {
  const { rows } = await query<PersonRow>({
    name: 'moments_people',
    text: `select ${columns} from moments_person where person_id = any($1::uuid[])`,
    values: [personIds],
  });
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function selectPerson(query: Query, personId: PersonId): Promise<PersonRow> {
  return (await selectPeople(query, [personId])).get(personId) ?? newcomer(personId);
}

/** Makes sure that there is a row, and locks it. */
export async function lockPerson(query: Query, personId: PersonId): Promise<PersonRow> {
  const { rows } = await query<PersonRow>(
    `insert into moments_person (person_id) values ($1)
     on conflict (person_id) do update set person_id = excluded.person_id
     returning ${columns}`,
    [personId],
  );
  return rows[0] ?? newcomer(personId);
}

export async function updatePerson(query: Query, row: PersonRow): Promise<void> {
  await query(
    `update moments_person set window_kind = $2, allows_strangers = $3, cover_id = $4
     where person_id = $1`,
    [row.personId, row.window, row.allowsStrangers, row.coverId],
  );
}

/** Whose cover a file is. */
export async function selectCovered(query: Query, fileId: FileId): Promise<PersonId[]> {
  const { rows } = await query<{ personId: PersonId }>(
    'select person_id as "personId" from moments_person where cover_id = $1 limit 100',
    [fileId],
  );
  return rows.map(({ personId }) => personId);
}

export async function selectReadAt(query: Query, personId: PersonId): Promise<Date | null> {
  const { rows } = await query<{ at: Date | null }>(
    `select nullif(notices_read_at, '-infinity') as at from moments_person where person_id = $1`,
    [personId],
  );
  return rows[0]?.at ?? null;
}

export async function markRead(query: Query, personId: PersonId, at: Date): Promise<void> {
  await query(
    `insert into moments_person (person_id, notices_read_at) values ($1, $2)
     on conflict (person_id) do update set
       notices_read_at = greatest(moments_person.notices_read_at, excluded.notices_read_at)`,
    [personId, at],
  );
}
