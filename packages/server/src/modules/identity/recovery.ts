import type { PersonId } from '@plaza/base';
import { sameSecret } from '../../kernel/auth/index.ts';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { announceMe, notify } from './announce.ts';
import { clearTry, letIn } from './attempts.ts';
import type { Context } from './context.ts';
import { hashRecoveryCode, readRecoveryCode } from './recovery-code.ts';
import * as store from './store/index.ts';

/** The unused code of a person that was typed, if it is one. */
export async function findRecoveryCode(
  ctx: Context,
  personId: PersonId | null,
  typed: string,
): Promise<store.RecoveryCodeRow | null> {
  const code = readRecoveryCode(typed);
  const rows = personId === null ? [] : await store.listRecoveryCodes(ctx.db, personId);
  if (code === null) return null;
  const fits = (row: store.RecoveryCodeRow) =>
    sameSecret(hashRecoveryCode(code, row.salt), row.codeHash);
  return rows.find(fits) ?? null;
}

/**
 * Uses up a recovery code of somebody who is signed in, as a proof that others ask for. What the
 * proof is for happens in `then`, in the same transaction: the code is gone only if it was done.
 */
export async function spendRecoveryCode<T>(
  ctx: Context,
  { personId, code: typed }: { personId: PersonId; code: string },
  then: (tx: Tx) => Promise<T>,
): Promise<Outcome<T, 'wrong_credentials' | 'sign_in_locked'>> {
  const handle = (await store.getPerson(ctx.db, personId))?.handle;
  if (handle == null) return no('wrong_credentials');
  const attempt = await letIn(ctx, { handle, personId, from: 'signed_in_device' });
  if (!attempt.ok) return attempt;
  const code = await findRecoveryCode(ctx, personId, typed);
  if (code === null) return no('wrong_credentials');
  await clearTry(ctx, attempt.value);
  return decide<T, 'wrong_credentials'>(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    const used = { personId, code, now: ctx.clock.now() };
    if (!(await store.useRecoveryCode(tx, used))) return no('wrong_credentials');
    await notify(ctx, tx, { personId, notice: 'recovery_code_used', detail: '' });
    await announceMe(ctx, tx, personId);
    return yes(await then(tx));
  });
}
