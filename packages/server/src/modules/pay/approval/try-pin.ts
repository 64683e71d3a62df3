import type { PersonId } from '@plaza/base';
import { countTry, lockStateAt, lockTable, type LockRecord } from '../../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { pinResetStateAt, pinResetTable } from './pin-reset.ts';
import { pinLockRule } from './pin.ts';
import * as store from './store.ts';
import { tellMeans, tellNotice } from './tell.ts';
import type { ApprovalDeps } from './types.ts';

export type WrongPin = 'pin_unset' | 'wrong_pin' | 'pin_locked' | 'unavailable';

/** A try that was let in and counts as wrong until it is judged. */
type Try = { hash: string; before: LockRecord | null; counted: LockRecord };

function letIn(
  { db, clock }: ApprovalDeps,
  personId: PersonId,
): Promise<Outcome<Try, 'pin_unset' | 'pin_locked'>> {
  return db.tx(async (tx) => {
    const now = clock.now();
    const row = await store.lockPin(tx, personId);
    if (row === null) return no('pin_unset');
    const { hash, tries: before } = row;
    const until = before?.lockedUntil ?? now;
    if (lockTable[lockStateAt(before, pinLockRule, now)].try === 'refuse') {
      const retryAfterMs = until.getTime() - now.getTime();
      return no('pin_locked', { retryAfterMs, until: until.toISOString() });
    }
    const counted = countTry(before, pinLockRule, now);
    await store.saveTries(tx, personId, counted);
    return yes({ hash, before, counted });
  });
}

async function answerWrong(
  deps: ApprovalDeps,
  personId: PersonId,
  { failures, lockedUntil }: LockRecord,
) {
  const triesLeft = Math.max(0, pinLockRule.freeTries - failures);
  if (lockedUntil !== null) {
    const detail = lockedUntil.toISOString();
    await deps.db.tx((tx) => tellNotice(deps, tx, { personId, notice: 'pin_locked', detail }));
  }
  return no('wrong_pin', { triesLeft });
}

/** Takes the count back. Whoever knows the PIN did not forget it: a reset ends as well. */
function answerRight(
  deps: ApprovalDeps,
  personId: PersonId,
  { hash, before }: Try,
): Promise<Outcome<null, 'wrong_pin'>> {
  return decide(deps.db, async (tx) => {
    const row = await store.lockPin(tx, personId);
    // Replaced while it was judged: it was right a moment ago.
    if (row?.hash !== hash) return no('wrong_pin', { triesLeft: pinLockRule.freeTries });
    await store.saveTries(tx, personId, null);
    const reset = await store.getReset(tx, personId);
    const state = pinResetStateAt(reset, deps.clock.now());
    if (pinResetTable[state].prove === 'end') {
      await store.deleteReset(tx, personId);
      await tellNotice(deps, tx, { personId, notice: 'pin_reset_cancelled' });
    } else if (before?.lockedUntil != null) {
      await tellMeans(deps, tx, personId);
    }
    return yes(null);
  });
}

/** Judges a PIN under its lock; a try is counted before it is judged. */
export async function tryPin(
  deps: ApprovalDeps,
  personId: PersonId,
  pin: string,
): Promise<Outcome<{ hash: string }, WrongPin>> {
  // Asked before the try is counted: a busy server must not use up anybody's tries.
  if (deps.passwords.isBusy()) return no('unavailable');
  const tried = await letIn(deps, personId);
  if (!tried.ok) return tried;
  const { hash, counted } = tried.value;
  const result = await deps.passwords.check(pin, hash);
  if (result === 'busy') return no('unavailable');
  if (result === 'wrong') return answerWrong(deps, personId, counted);
  const cleared = await answerRight(deps, personId, tried.value);
  return cleared.ok ? yes({ hash }) : cleared;
}
