import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { announceCard, announceMe, notify } from './announce.ts';
import { lockSubject } from './attempts.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { endSessions } from './sessions.ts';
import * as store from './store/index.ts';

/**
 * Sets when the account will be erased, or keeps it (null). False when nothing changes: there is
 * a time already, there was none, or no such person.
 */
export async function setDeletion(
  ctx: Context,
  tx: Tx,
  { personId, at }: { personId: PersonId; at: Date | null },
): Promise<boolean> {
  const person = await store.lockPerson(tx, personId);
  if (person === null || (person.deletionAt === null) === (at === null)) return false;
  await store.updatePerson(tx, personId, { deletionAt: at });
  const notice = at === null ? 'deletion_cancelled' : 'deletion_requested';
  await notify(ctx, tx, { personId, notice, detail: at?.toISOString() ?? '' });
  await announceMe(ctx, tx, personId);
  return true;
}

/** Leaves a tombstone; idempotent. The handle is kept from others for 30 days. */
export async function erase(ctx: Context, tx: Tx, personId: PersonId): Promise<void> {
  const person = await store.lockPerson(tx, personId);
  if (person === null) return;
  const now = ctx.clock.now();
  await endSessions(ctx, tx, personId, {});
  await store.deleteCredentials(tx, personId);
  await store.clearAllAttempts(tx, lockSubject(person.handle ?? ''));
  if (person.photoFileId !== null) await ctx.files.release(tx, person.photoFileId);
  await store.turnToTombstone(tx, personId, now);
  await store.holdHandle(tx, personId, later(now, durations.handleHeldMs));
  await announceCard(ctx, tx, personId);
}
