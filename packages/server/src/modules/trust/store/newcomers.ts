import type { PersonId } from '@plaza/base';
import type { Querying } from './cases.ts';

export type NewcomerAct = 'group' | 'join' | 'request' | 'call';

/** Counts one more on this day unless that would be more than `most`; false: it would. */
export async function countUse(
  q: Querying,
  { personId, day, act, most }: { personId: PersonId; day: Date; act: NewcomerAct; most: number },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into trust_newcomer_use as u (person_id, day, kind, count)
     values ($1, ($2::timestamptz at time zone 'UTC')::date, $3, 1)
     on conflict (person_id, day, kind) do update set count = u.count + 1 where u.count < $4`,
    [personId, day, act, most],
  );
  return rowCount === 1;
}

export async function deleteUse(q: Querying, before: Date): Promise<void> {
  await q.query(
    `delete from trust_newcomer_use where day < ($1::timestamptz at time zone 'UTC')::date`,
    [before],
  );
}

export async function deleteUseOf(q: Querying, personId: PersonId): Promise<void> {
  await q.query('delete from trust_newcomer_use where person_id = $1', [personId]);
}
