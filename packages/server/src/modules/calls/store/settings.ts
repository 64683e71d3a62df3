import type { PersonId } from '@plaza/base';
import type { CallSettings } from '@plaza/contract';
import type { Querying } from './calls.ts';

export async function selectSettings(q: Querying, personId: PersonId): Promise<CallSettings> {
  const { rows } = await q.query<CallSettings>(
    'select relay_only as "relayOnly" from calls_setting where person_id = $1',
    [personId],
  );
  return rows[0] ?? { relayOnly: false };
}

export async function saveSettings(
  q: Querying,
  personId: PersonId,
  { relayOnly }: CallSettings,
): Promise<void> {
  await q.query(
    `insert into calls_setting (person_id, relay_only) values ($1, $2)
     on conflict (person_id) do update set relay_only = excluded.relay_only`,
    [personId, relayOnly],
  );
}

export async function deleteSettings(q: Querying, personId: PersonId): Promise<void> {
  await q.query('delete from calls_setting where person_id = $1', [personId]);
}
