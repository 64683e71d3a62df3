import type { FileId, PersonId } from '@plaza/base';
import type { Querying } from './querying.ts';

export type Locale = 'en' | 'es' | 'zh';
export type Role = 'resident' | 'operator';

export type PersonRow = {
  personId: PersonId;
  /** Null only when erased. */
  handle: string | null;
  displayName: string;
  region: string;
  signature: string;
  locale: Locale;
  photoFileId: FileId | null;
  role: Role;
  demo: boolean;
  createdAt: Date;
  handleChangedAt: Date | null;
  suspendedAt: Date | null;
  deletionAt: Date | null;
  erasedAt: Date | null;
};

export type NewPerson = Pick<PersonRow, 'personId' | 'displayName' | 'locale' | 'demo'> & {
  handle: string;
  region: string;
  signature: string;
  photoFileId: FileId | null;
  createdAt: Date;
};

const columns = `
  p.person_id as "personId", p.handle, p.display_name as "displayName", p.region, p.signature,
  p.locale, p.photo_file_id as "photoFileId", p.role, p.demo, p.created_at as "createdAt",
  p.handle_changed_at as "handleChangedAt", p.suspended_at as "suspendedAt",
  p.deletion_at as "deletionAt", p.erased_at as "erasedAt"`;

export async function insertPerson(q: Querying, person: NewPerson): Promise<void> {
  const { personId, handle, displayName, region, signature } = person;
  const { locale, photoFileId, demo, createdAt } = person;
  await q.query(
    `insert into identity_person (person_id, handle, display_name, region, signature, locale,
       photo_file_id, demo, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [personId, handle, displayName, region, signature, locale, photoFileId, demo, createdAt],
  );
}

export async function getPerson(q: Querying, personId: PersonId): Promise<PersonRow | null> {
  const text = `select ${columns} from identity_person p where p.person_id = $1`;
  const { rows } = await q.query<PersonRow>({
    name: 'identity_person_get',
    text,
    values: [personId],
  });
  return rows[0] ?? null;
}

/** Reads the person and keeps others from changing the account until the transaction ends. */
export async function lockPerson(q: Querying, personId: PersonId): Promise<PersonRow | null> {
  const { rows } = await q.query<PersonRow>(
    `select ${columns} from identity_person p
     where p.person_id = $1 and p.erased_at is null for update`,
    [personId],
  );
  return rows[0] ?? null;
}

export async function getPeople(q: Querying, ids: readonly PersonId[]): Promise<PersonRow[]> {
  const text = `select ${columns} from identity_person p where p.person_id = any($1::uuid[])`;
  const { rows } = await q.query<PersonRow>({ name: 'identity_person_list', text, values: [ids] });
  return rows;
}

export async function findPersonByHandle(q: Querying, handle: string): Promise<PersonRow | null> {
  const { rows } = await q.query<PersonRow>(
    `select ${columns} from identity_handle h
     join identity_person p on p.person_id = h.person_id
     where h.handle = $1 and h.held_until is null and p.erased_at is null`,
    [handle],
  );
  return rows[0] ?? null;
}

export async function listDemoPeople(q: Querying): Promise<PersonRow[]> {
  const { rows } = await q.query<PersonRow>(
    `select ${columns} from identity_person p where p.demo and p.erased_at is null
     order by p.person_id limit 100`,
  );
  return rows;
}

/** Whether nobody else uses or holds the handle at this time. */
export async function isHandleFree(q: Querying, handle: string, now: Date): Promise<boolean> {
  const { rowCount } = await q.query(
    `select from identity_handle
     where handle = $1 and (held_until is null or held_until > $2)`,
    [handle, now],
  );
  return rowCount === 0;
}

/** Takes the handle for the person; false when somebody else uses or holds it. */
export async function takeHandle(
  q: Querying,
  { handle, personId, now }: { handle: string; personId: PersonId; now: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into identity_handle (handle, person_id) values ($1, $2)
     on conflict (handle) do update set person_id = excluded.person_id, held_until = null
     where identity_handle.held_until is not null
       and (identity_handle.held_until <= $3 or identity_handle.person_id = excluded.person_id)`,
    [handle, personId, now],
  );
  return rowCount === 1;
}

/** Keeps the person's present handle from others until `heldUntil`. */
export async function holdHandle(q: Querying, personId: PersonId, heldUntil: Date): Promise<void> {
  await q.query(
    `update identity_handle set held_until = $2 where person_id = $1 and held_until is null`,
    [personId, heldUntil],
  );
}

const settable = {
  handle: 'handle',
  displayName: 'display_name',
  region: 'region',
  signature: 'signature',
  locale: 'locale',
  photoFileId: 'photo_file_id',
  role: 'role',
  handleChangedAt: 'handle_changed_at',
  suspendedAt: 'suspended_at',
  deletionAt: 'deletion_at',
} as const;

export type PersonChange = Partial<Pick<PersonRow, keyof typeof settable>>;

/** Sets the given columns of a person who is not erased. */
export async function updatePerson(
  q: Querying,
  personId: PersonId,
  change: PersonChange,
): Promise<void> {
  const keys = (Object.keys(settable) as (keyof typeof settable)[]).filter((key) => key in change);
  if (keys.length === 0) return;
  const sets = keys.map((key, index) => `${settable[key]} = $${index + 2}`).join(', ');
  await q.query(`update identity_person set ${sets} where person_id = $1 and erased_at is null`, [
    personId,
    ...keys.map((key) => change[key]),
  ]);
}

export async function operatorExists(q: Querying): Promise<boolean> {
  const { rowCount } = await q.query(`select from identity_person where role = 'operator' limit 1`);
  return rowCount === 1;
}

export async function countOperators(q: Querying): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from identity_person
     where role = 'operator' and erased_at is null`,
  );
  return rows[0]?.count ?? 0;
}

export async function countPeople(q: Querying): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from identity_person where erased_at is null`,
  );
  return rows[0]?.count ?? 0;
}

export type OperatedRow = PersonRow & { lastSeenAt: Date | null; sessionCount: number };

/** People after `afterId`, newest first, whose handle or name contains `search`. */
export async function listOperated(
  q: Querying,
  { search, beforeId, limit }: { search: string | null; beforeId: PersonId | null; limit: number },
): Promise<OperatedRow[]> {
  const like = search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await q.query<OperatedRow>(
    `select ${columns}, s.seen as "lastSeenAt", coalesce(s.sessions, 0)::int as "sessionCount"
     from identity_person p
     left join lateral (
       select max(last_seen_at) as seen, count(*) as sessions
       from identity_session where person_id = p.person_id
     ) s on true
     where p.erased_at is null
       and ($1::text is null or p.handle ilike $1 or p.display_name ilike $1)
       and ($2::uuid is null or p.person_id < $2)
     order by p.person_id desc limit $3`,
    [like, beforeId, limit],
  );
  return rows;
}

/** Leaves a number where the person was. */
export async function turnToTombstone(q: Querying, personId: PersonId, now: Date): Promise<void> {
  await q.query(
    `update identity_person set handle = null, display_name = '', region = '', signature = '',
       locale = 'en', photo_file_id = null, role = 'resident', handle_changed_at = null,
       suspended_at = null, deletion_at = null, erased_at = $2
     where person_id = $1 and erased_at is null`,
    [personId, now],
  );
}

/** The handle in use, and those that are still kept from others. */
export async function listHandles(
  q: Querying,
  personId: PersonId,
): Promise<{ handle: string; heldUntil: Date | null }[]> {
  const { rows } = await q.query<{ handle: string; heldUntil: Date | null }>(
    `select handle, held_until as "heldUntil" from identity_handle where person_id = $1`,
    [personId],
  );
  return rows;
}
