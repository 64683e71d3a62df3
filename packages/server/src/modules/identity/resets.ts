import type { PersonId } from '@plaza/base';
import type { Reset } from '@plaza/contract';
import { createSecret, hashSecret } from '../../kernel/auth/index.ts';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { notify } from './announce.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { resetOf } from './present.ts';
import { resetStateAt, resetTable } from './reset.ts';
import * as store from './store/index.ts';

export type BegunReset = { reset: Reset; secret: string };

/** Starts a reset in place of any that is open; every device of the person hears of it. */
export async function beginReset(
  ctx: Context,
  tx: Tx,
  { personId, origin }: { personId: PersonId; origin: Reset['origin'] },
): Promise<Outcome<BegunReset, 'person_not_found'>> {
  if ((await store.lockPerson(tx, personId)) === null) return no('person_not_found');
  await cancelResets(ctx, tx, personId);
  const secret = createSecret(ctx.random);
  const createdAt = ctx.clock.now();
  const readyAt = later(createdAt, durations.resetWaitMs[origin]);
  const expiresAt = later(readyAt, durations.resetValidMs);
  const row = { resetId: ctx.newId<string>(), personId, origin, createdAt, readyAt, expiresAt };
  await store.insertReset(tx, { ...row, secretHash: hashSecret(secret) });
  await notify(ctx, tx, { personId, notice: 'reset_begun', detail: origin });
  return yes({ reset: resetOf(row), secret });
}

/** Ends whatever reset of the person is open, ready or not. */
export async function cancelResets(ctx: Context, tx: Tx, personId: PersonId): Promise<void> {
  const now = ctx.clock.now();
  for (const { resetId } of await store.listOpenResets(tx, personId)) {
    await store.endReset(tx, { resetId, state: 'cancelled', now });
  }
}

/** Resets that a device of the person may still cancel. */
export async function listResets(ctx: Context, personId: PersonId): Promise<Reset[]> {
  const rows = await store.listOpenResets(ctx.db, personId);
  const now = ctx.clock.now();
  return rows.filter((row) => resetStateAt(row, now) !== 'expired').map(resetOf);
}

export async function cancelReset(
  ctx: Context,
  { personId, resetId }: { personId: PersonId; resetId: string },
): Promise<Outcome<null, 'reset_unknown'>> {
  return decide(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    const row = await store.lockReset(tx, personId, resetId);
    const now = ctx.clock.now();
    const outcome = row && resetTable[resetStateAt(row, now)].cancel;
    if (!row || !outcome || 'refuse' in outcome) return no('reset_unknown');
    await store.endReset(tx, { resetId, state: 'cancelled', now });
    await notify(ctx, tx, { personId, notice: 'reset_cancelled', detail: row.origin });
    return yes(null);
  });
}
