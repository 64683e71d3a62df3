import type { PersonId } from '@plaza/base';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  beginDeletion,
  dropDeletion,
  finishDeletion,
  insertDeletion,
  listDueDeletions,
} from './store.ts';
import { graceMs, type RightsDeps, type WithHoldings } from './types.ts';

export const eraseJob = 'rights.erase';
export const sweepJob = 'rights.sweep';
const perSweep = 100;

type RequestRefusal = 'deletion_pending' | 'wrong_credentials' | 'sign_in_locked' | 'unavailable';

function jobKey(personId: PersonId): string {
  return `${eraseJob}.${personId}`;
}

/** Starts the grace of 30 days after which the account is erased. */
export async function requestDeletion(
  { db, clock, jobs, accounts }: RightsDeps,
  personId: PersonId,
  currentPassword: string | null,
): Promise<Outcome<{ deletionAt: string }, RequestRefusal>> {
  const verified = await accounts.verifyPassword(personId, currentPassword);
  if (!verified.ok) return verified;
  return decide(db, async (tx) => {
    const now = clock.now();
    const dueAt = new Date(now.getTime() + graceMs);
    if (!(await accounts.setDeletion(tx, { personId, at: dueAt }))) return no('deletion_pending');
    await insertDeletion(tx.query, { personId, now, dueAt });
    await jobs.add(tx, eraseJob, { personId }, { runAt: dueAt, key: jobKey(personId) });
    return yes({ deletionAt: dueAt.toISOString() });
  });
}

/** Keeps the account, as long as its erasure has not begun. */
export async function cancelDeletion(
  { db, jobs, accounts }: RightsDeps,
  personId: PersonId,
): Promise<Outcome<null, 'deletion_unknown'>> {
  return decide(db, async (tx) => {
    if (!(await dropDeletion(tx.query, personId))) return no('deletion_unknown');
    await accounts.setDeletion(tx, { personId, at: null });
    await jobs.cancel(tx, jobKey(personId));
    return yes(null);
  });
}

/**
 * Erases a person whose time has come, one module after the other, each in one transaction. What
 * was cut short is done again from the start: every module's erasure is idempotent.
 */
export async function erasePerson(
  { db, clock, log, every }: WithHoldings,
  personId: PersonId,
): Promise<boolean> {
  if (!(await beginDeletion(db.query, personId, clock.now()))) return false;
  for (const holding of every) await db.tx((tx) => holding.erase(tx, personId));
  await finishDeletion(db.query, personId, clock.now());
  log.info({ personId }, 'a person was erased');
  return true;
}

/** Erases all whose time has come: finds what a job at the exact time missed. */
export async function eraseDue(deps: WithHoldings): Promise<number> {
  const { db, clock, log } = deps;
  let erased = 0;
  const due = await listDueDeletions(db.query, { now: clock.now(), limit: perSweep });
  for (const personId of due) {
    try {
      if (await erasePerson(deps, personId)) erased += 1;
    } catch (error) {
      // One person's fault must not keep the others waiting; the next sweep tries again.
      log.error({ err: error, personId }, 'a person could not be erased');
    }
  }
  return erased;
}
