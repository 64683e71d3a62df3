import type { PersonId, SessionId } from '@plaza/base';
import type { DeviceRow, Holder } from '../types.ts';
import type { Querying } from './tables.ts';

export async function isPaused(q: Querying, personId: PersonId): Promise<boolean> {
  const { rows } = await q.query<{ isPaused: boolean }>(
    'select is_paused as "isPaused" from codes_person where person_id = $1',
    [personId],
  );
  return rows[0]?.isPaused ?? false;
}

/** Keeps codes of a person from being given out or ended meanwhile; says whether they pause. */
export async function lockPerson(q: Querying, personId: PersonId): Promise<boolean> {
  const { rows } = await q.query<{ isPaused: boolean }>(
    `insert into codes_person (person_id) values ($1)
     on conflict (person_id) do update set is_paused = codes_person.is_paused
     returning is_paused as "isPaused"`,
    [personId],
  );
  return rows[0]?.isPaused ?? false;
}

export async function setPaused(q: Querying, personId: PersonId, paused: boolean): Promise<void> {
  await q.query('update codes_person set is_paused = $2 where person_id = $1', [personId, paused]);
}

export async function selectDevices(q: Querying, personId: PersonId): Promise<DeviceRow[]> {
  const { rows } = await q.query<DeviceRow>(
    `select session_id as "sessionId", enabled_at as "enabledAt" from codes_device
     where person_id = $1 order by enabled_at`,
    [personId],
  );
  return rows;
}

export async function insertDevice(
  q: Querying,
  { personId, sessionId }: Holder,
  now: Date,
): Promise<void> {
  await q.query(
    `insert into codes_device (person_id, session_id, enabled_at) values ($1, $2, $3)
     on conflict (person_id, session_id) do nothing`,
    [personId, sessionId, now],
  );
}

export async function deleteDevice(q: Querying, { personId, sessionId }: Holder): Promise<boolean> {
  const { rowCount } = await q.query(
    'delete from codes_device where person_id = $1 and session_id = $2',
    [personId, sessionId],
  );
  return rowCount === 1;
}

/** Forgets devices that are signed out. */
export async function keepDevices(
  q: Querying,
  personId: PersonId,
  sessionIds: readonly SessionId[],
): Promise<void> {
  await q.query('delete from codes_device where person_id = $1 and session_id <> all($2::uuid[])', [
    ...[personId, sessionIds],
  ]);
}

export type DayRow = { currency: string; day: string; spentMinor: number };

export async function selectDays(q: Querying, personId: PersonId): Promise<DayRow[]> {
  const { rows } = await q.query<DayRow>(
    `select currency, to_char(day, 'YYYY-MM-DD') as day, spent_minor::float8 as "spentMinor"
     from codes_day where person_id = $1 order by currency`,
    [personId],
  );
  return rows;
}

type Spending = { personId: PersonId; currency: string; day: string; amountMinor: number };

/** Counts what is taken without asking; false, and nothing counted, where a day allows no more. */
export async function spend(
  q: Querying,
  { personId, currency, day, amountMinor }: Spending,
  dayMinor: number,
): Promise<boolean> {
  const before = 'case when d.day = excluded.day then d.spent_minor else 0 end';
  const { rowCount } = await q.query(
    `insert into codes_day as d (person_id, currency, day, spent_minor)
     select $1, $2, $3, $4 where $4::bigint <= $5::bigint
     on conflict (person_id, currency) do update
       set day = excluded.day, spent_minor = ${before} + excluded.spent_minor
       where ${before} + excluded.spent_minor <= $5::bigint`,
    [personId, currency, day, amountMinor, dayMinor],
  );
  return rowCount === 1;
}

/** Everything of a person, with what they were given. */
export async function deletePerson(q: Querying, personId: PersonId): Promise<void> {
  for (const table of ['codes_code', 'codes_device', 'codes_day', 'codes_person']) {
    await q.query(`delete from ${table} where person_id = $1`, [personId]);
  }
}
