import type { PersonId } from '@plaza/base';
import type { Querying } from './querying.ts';

/** Removes what the clock has made useless; safe to run at any time, on any process. */
export async function deleteLapsed(
  q: Querying,
  before: { now: Date; step: Date; lock: Date },
): Promise<void> {
  await q.query(`delete from identity_challenge where expires_at <= $1`, [before.step]);
  await q.query(`delete from identity_ticket where expires_at <= $1`, [before.step]);
  await q.query(
    `delete from identity_lock
     where greatest(last_failure_at, coalesce(locked_until, last_failure_at)) <= $1`,
    [before.lock],
  );
  await q.query(`delete from identity_reset where expires_at <= $1`, [before.step]);
  await q.query(`delete from identity_handle where held_until <= $1`, [before.now]);
}

/** Removes every credential and trace of a person, but the person's own row and handles. */
export async function deleteCredentials(q: Querying, personId: PersonId): Promise<void> {
  for (const table of ['password', 'passkey', 'recovery_code', 'challenge', 'ticket', 'reset']) {
    await q.query(`delete from identity_${table} where person_id = $1`, [personId]);
  }
}
