import { hashSecret } from '../../kernel/auth/index.ts';
import { decide, no, type Outcome } from '../../kernel/rpc/index.ts';
import type { Context } from './context.ts';
import { resetStateAt, resetTable } from './reset.ts';
import { hashChosen } from './secrets.ts';
import { takeOver } from './sign-in.ts';
import { mayEnter, type Arrival, type Issued } from './sessions.ts';
import * as store from './store/index.ts';

type Refusals = 'reset_unknown' | 'reset_waiting' | 'weak_password' | 'suspended' | 'unavailable';

/** Sets a new password with the secret of a reset that is ready. */
export async function finishReset(
  ctx: Context,
  input: { secret: string; newPassword: string } & Arrival,
): Promise<Outcome<Issued, Refusals>> {
  const found = await store.findReset(ctx.db, hashSecret(input.secret));
  const refused = refusalOf(ctx, found);
  if (refused !== null || found === null) return no(refused ?? 'reset_unknown');
  const person = await store.getPerson(ctx.db, found.personId);
  if (person?.handle == null) return no('reset_unknown');
  if (!mayEnter(person, input)) return no('suspended');
  const { handle, displayName } = person;
  const hashed = await hashChosen(ctx, input.newPassword, { handle, displayName });
  if (!hashed.ok) return hashed;
  const phc = hashed.value;
  return decide(ctx.db, async (tx) => {
    const locked = await store.lockPerson(tx, found.personId);
    const reset = await store.lockReset(tx, found.personId, found.resetId);
    const refusedNow = refusalOf(ctx, reset);
    if (refusedNow !== null || locked === null) return no(refusedNow ?? 'reset_unknown');
    await store.endReset(tx, { resetId: found.resetId, state: 'used', now: ctx.clock.now() });
    return takeOver(ctx, tx, locked, { ...input, phc, by: 'reset' });
  });
}

function refusalOf(ctx: Context, row: store.ResetRow | null) {
  if (row === null) return 'reset_unknown';
  const outcome = resetTable[resetStateAt(row, ctx.clock.now())].finish;
  return 'refuse' in outcome ? outcome.refuse : null;
}
