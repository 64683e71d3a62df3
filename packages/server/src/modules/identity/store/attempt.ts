import type { LockRecord } from '../../../kernel/auth/index.ts';
import type { Querying } from './querying.ts';

/**
 * Reads the tries of one scope and keeps other tries waiting until the transaction ends. The row
 * is made when there is none, so that two first tries cannot both be the first.
 */
export async function lockAttempts(
  q: Querying,
  { subject, scope, now }: { subject: Buffer; scope: string; now: Date },
): Promise<LockRecord> {
  const { rows } = await q.query<LockRecord>(
    `insert into identity_lock (subject, scope, failures, last_failure_at)
     values ($1, $2, 0, $3)
     on conflict (subject, scope) do update set failures = identity_lock.failures
     returning failures, locked_until as "lockedUntil", last_failure_at as "lastFailureAt"`,
    [subject, scope, now],
  );
  return rows[0] ?? { failures: 0, lockedUntil: null, lastFailureAt: now };
}

export async function saveAttempts(
  q: Querying,
  { subject, scope, record }: { subject: Buffer; scope: string; record: LockRecord },
): Promise<void> {
  await q.query(
    `update identity_lock set failures = $3, locked_until = $4, last_failure_at = $5
     where subject = $1 and scope = $2`,
    [subject, scope, record.failures, record.lockedUntil, record.lastFailureAt],
  );
}

/** Clears the scopes in which a right secret was given. */
export async function clearAttempts(
  q: Querying,
  subject: Buffer,
  scopes: readonly string[],
): Promise<void> {
  await q.query(`delete from identity_lock where subject = $1 and scope = any($2::text[])`, [
    subject,
    scopes,
  ]);
}

/** Clears every scope, when the account's secret itself was changed by its owner. */
export async function clearAllAttempts(q: Querying, subject: Buffer): Promise<void> {
  await q.query(`delete from identity_lock where subject = $1`, [subject]);
}
