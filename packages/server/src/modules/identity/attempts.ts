import type { PersonId } from '@plaza/base';
import { createHash } from 'node:crypto';
import { countTry, lockStateAt, lockTable, type LockRule } from '../../kernel/auth/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { coarseAddress } from './address.ts';
import type { Context } from './context.ts';
import { lockRules } from './lock.ts';
import * as store from './store/index.ts';

/** A try that was let in and counts as wrong until it is cleared. */
export type Attempt = { subject: Buffer; scopes: string[] };

type Scope = { scope: string; rule: LockRule };

/** Where somebody tries from: a stranger's address, or a device that is signed in. */
export type TriesFrom = { address: string } | 'signed_in_device';

/** The key under which tries are counted, whether or not anybody has the handle. */
export function lockSubject(handle: string): Buffer {
  return createHash('sha256').update(handle).digest();
}

/** Lets one try of a secret in, or says how long to wait. */
export async function letIn(
  ctx: Context,
  tried: { handle: string; personId: PersonId | null; from: TriesFrom },
): Promise<Outcome<Attempt, 'sign_in_locked'>> {
  const subject = lockSubject(tried.handle);
  const scopes = await scopesOf(ctx, tried.personId, tried.from);
  const now = ctx.clock.now();
  return ctx.db.tx(async (tx) => {
    const found = [];
    for (const { scope, rule } of scopes) {
      const record = await store.lockAttempts(tx, { subject, scope, now });
      if (lockTable[lockStateAt(record, rule, now)].try === 'refuse') {
        const untilMs = record.lockedUntil?.getTime() ?? 0;
        return no('sign_in_locked', { retryAfterMs: untilMs - now.getTime() });
      }
      found.push({ scope, record: countTry(record, rule, now) });
    }
    for (const { scope, record } of found) await store.saveAttempts(tx, { subject, scope, record });
    return yes({ subject, scopes: scopes.map(({ scope }) => scope) });
  });
}

/** Takes the count of a try back: its secret was right. */
export function clearTry(ctx: Context, { subject, scopes }: Attempt): Promise<void> {
  return store.clearAttempts(ctx.db, subject, scopes);
}

async function scopesOf(
  ctx: Context,
  personId: PersonId | null,
  from: TriesFrom,
): Promise<Scope[]> {
  // A thief of an open session gets as few tries as a stranger, and locks no stranger's door.
  if (from === 'signed_in_device') return [{ scope: 'signed-in', rule: lockRules.address }];
  const address = coarseAddress(from.address) || 'unknown';
  const here = { scope: address, rule: lockRules.address };
  const known = personId !== null && (await store.isKnownAddress(ctx.db, personId, address));
  return known ? [here] : [here, { scope: '*', rule: lockRules.everywhere }];
}
