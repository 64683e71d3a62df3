import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { clearTry, letIn, lockSubject, type TriesFrom } from './attempts.ts';
import type { Context } from './context.ts';
import { createRecoveryCode, hashRecoveryCode, recoveryCodeCount } from './recovery-code.ts';
import * as store from './store/index.ts';
import { weaknessOf } from './weak-password.ts';

export type WrongPassword = 'wrong_credentials' | 'sign_in_locked' | 'unavailable';

/** Makes the hash of a password that somebody chose, if it is fit. */
export async function hashChosen(
  ctx: Context,
  password: string,
  person: { handle: string; displayName: string },
): Promise<Outcome<string, 'weak_password' | 'unavailable'>> {
  const weakness = weaknessOf(password, person);
  if (weakness !== null) return no('weak_password', { weakness });
  const phc = await ctx.passwords.hash(password);
  return phc === null ? no('unavailable') : yes(phc);
}

/**
 * Checks a password under the account's lock. `person` null (no such handle) is counted, takes as
 * long, and answers the same as a wrong password.
 */
export async function checkPassword(
  ctx: Context,
  tried: {
    handle: string;
    person: { personId: PersonId } | null;
    password: string;
    from: TriesFrom;
  },
): Promise<Outcome<null, WrongPassword>> {
  const { handle, person, password, from } = tried;
  // Asked before the try is counted: a busy server must not use up anybody's tries.
  if (ctx.passwords.isBusy()) return no('unavailable');
  const attempt = await letIn(ctx, { handle, personId: person?.personId ?? null, from });
  if (!attempt.ok) return attempt;
  const phc = person === null ? null : await store.getPassword(ctx.db, person.personId);
  const result = await ctx.passwords.check(password, phc);
  if (result === 'busy') return no('unavailable');
  if (result === 'wrong' || person === null || phc === null) return no('wrong_credentials');
  await clearTry(ctx, attempt.value);
  await upgrade(ctx, { personId: person.personId, password, phc });
  return yes(null);
}

/** Makes an old, cheaper hash anew while the password is at hand. */
async function upgrade(
  ctx: Context,
  { personId, password, phc }: { personId: PersonId; password: string; phc: string },
): Promise<void> {
  if (!ctx.passwords.isOutdated(phc)) return;
  const to = await ctx.passwords.hash(password);
  if (to !== null) await store.upgradePassword(ctx.db, { personId, from: phc, to });
}

/**
 * Checks the present password of somebody who is signed in; null is right only where the account
 * has none.
 */
export async function checkOwnPassword(
  ctx: Context,
  person: { personId: PersonId; handle: string },
  password: string | null,
): Promise<Outcome<null, WrongPassword>> {
  const { handle } = person;
  if (password !== null) {
    return checkPassword(ctx, { handle, person, password, from: 'signed_in_device' });
  }
  const phc = await store.getPassword(ctx.db, person.personId);
  return phc === null ? yes(null) : no('wrong_credentials');
}

/** Makes ten new recovery codes in place of the old ones; this is the only time they are seen. */
export async function issueRecoveryCodes(
  ctx: Context,
  tx: Tx,
  personId: PersonId,
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => createRecoveryCode(ctx.random));
  const rows = codes.map((code, index) => {
    const salt = Buffer.from(ctx.random.bytes(16));
    return { codeNumber: index + 1, salt, codeHash: hashRecoveryCode(code, salt) };
  });
  await store.replaceRecoveryCodes(tx, personId, rows);
  return codes;
}

/** The owner proved who they are: guessers' locks must not stand in their way. */
export function liftLocks(tx: Tx, person: { handle: string | null }): Promise<void> {
  return store.clearAllAttempts(tx, lockSubject(person.handle ?? ''));
}
