import type { PersonId } from '@plaza/base';
import type { Approval } from '@plaza/contract';
import { createHash } from 'node:crypto';
import type { Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { newPinReset, pinResetStateAt, pinResetTable } from './pin-reset.ts';
import { pinLockRule, weaknessOfPin } from './pin.ts';
import * as store from './store.ts';
import { readMeans, tellMeans, tellNotice } from './tell.ts';
import { tryPin } from './try-pin.ts';
import type { ApprovalDeps, ApprovalRefusal, Approvals, Payment } from './types.ts';

const freshTries = pinLockRule.freeTries;

/** What a passkey signs: the payer, and exactly this payment. */
export function digestOf(payerId: PersonId, { payee, amountMinor, currency }: Payment): Buffer {
  const text = ['plaza payment 1', payerId, payee, amountMinor, currency].join('\n');
  return createHash('sha256').update(text).digest();
}

async function hashChosen(
  { passwords }: ApprovalDeps,
  pin: string,
): Promise<Outcome<string, 'weak_pin' | 'unavailable'>> {
  const weakness = weaknessOfPin(pin);
  if (weakness !== null) return no('weak_pin', { weakness });
  const hash = await passwords.hash(pin);
  return hash === null ? no('unavailable') : yes(hash);
}

async function approve(
  deps: ApprovalDeps,
  personId: PersonId,
  { payment, approval }: { payment: Payment; approval: Approval },
): Promise<Outcome<null, ApprovalRefusal>> {
  if (approval.kind === 'passkey') {
    const { challengeId, response } = approval;
    const digest = digestOf(personId, payment);
    return deps.identity.finishApproval({ personId, challengeId, response }, digest);
  }
  const tried = await tryPin(deps, personId, approval.pin);
  return tried.ok ? yes(null) : tried;
}

type InputOf<Name extends keyof Approvals> = Approvals[Name] extends (
  personId: PersonId,
  input: infer Input,
) => unknown
  ? Input
  : never;
type AnswerOf<
  Name extends 'createPin' | 'changePin' | 'beginPinReset' | 'cancelPinReset' | 'finishPinReset',
> = ReturnType<Approvals[Name]>;

async function createPin(
  deps: ApprovalDeps,
  personId: PersonId,
  { pin, currentPassword }: InputOf<'createPin'>,
): AnswerOf<'createPin'> {
  if ((await store.getPin(deps.db, personId)) !== null) return no('pin_exists');
  const checked = await deps.identity.verifyPassword(personId, currentPassword);
  if (!checked.ok) return checked;
  const hashed = await hashChosen(deps, pin);
  if (!hashed.ok) return hashed;
  return decide(deps.db, async (tx) => {
    const row = { personId, hash: hashed.value, now: deps.clock.now() };
    if (!(await store.insertPin(tx, row))) return no('pin_exists');
    return yes(await tellNotice(deps, tx, { personId, notice: 'pin_created' }));
  });
}

async function changePin(
  deps: ApprovalDeps,
  personId: PersonId,
  { currentPin, newPin }: InputOf<'changePin'>,
): AnswerOf<'changePin'> {
  // Judged first: whether a PIN is weak is no secret, and a try is not to be spent on it.
  const weakness = weaknessOfPin(newPin);
  if (weakness !== null) return no('weak_pin', { weakness });
  const tried = await tryPin(deps, personId, currentPin);
  if (!tried.ok) return tried;
  const hashed = await hashChosen(deps, newPin);
  if (!hashed.ok) return hashed;
  return decide(deps.db, async (tx) => {
    const row = await store.lockPin(tx, personId);
    // Another device changed it meanwhile: the PIN that was given is no longer the present one.
    if (row?.hash !== tried.value.hash) return no('wrong_pin', { triesLeft: freshTries });
    await store.replacePin(tx, { personId, hash: hashed.value, now: deps.clock.now() });
    return yes(await tellNotice(deps, tx, { personId, notice: 'pin_changed' }));
  });
}

/** Asks the table under the lock of the PIN's row. */
async function resetEffect(
  { clock }: ApprovalDeps,
  tx: Tx,
  of: { personId: PersonId; event: 'begin' | 'cancel' | 'finish' },
) {
  await store.lockPin(tx, of.personId);
  const reset = await store.getReset(tx, of.personId);
  return pinResetTable[pinResetStateAt(reset, clock.now())][of.event];
}

async function beginPinReset(
  deps: ApprovalDeps,
  personId: PersonId,
  code: string,
): AnswerOf<'beginPinReset'> {
  if ((await store.getPin(deps.db, personId)) === null) return no('pin_unset');
  const known = await store.getReset(deps.db, personId);
  // Begun already: perhaps the answer was lost, and the code with it.
  if (pinResetTable[pinResetStateAt(known, deps.clock.now())].begin === 'keep') {
    return yes(await readMeans(deps, deps.db, personId));
  }
  return deps.identity.spendRecoveryCode({ personId, code }, async (tx) => {
    if ((await resetEffect(deps, tx, { personId, event: 'begin' })) === 'keep') {
      return readMeans(deps, tx, personId);
    }
    const reset = newPinReset(deps.clock.now());
    await store.saveReset(tx, personId, reset);
    const detail = reset.readyAt.toISOString();
    return tellNotice(deps, tx, { personId, notice: 'pin_reset_begun', detail });
  });
}

function cancelPinReset(deps: ApprovalDeps, personId: PersonId): AnswerOf<'cancelPinReset'> {
  return decide(deps.db, async (tx) => {
    const effect = await resetEffect(deps, tx, { personId, event: 'cancel' });
    if (effect !== 'end') return no('reset_unknown');
    await store.deleteReset(tx, personId);
    return yes(await tellNotice(deps, tx, { personId, notice: 'pin_reset_cancelled' }));
  });
}

async function finishPinReset(
  deps: ApprovalDeps,
  personId: PersonId,
  pin: string,
): AnswerOf<'finishPinReset'> {
  const hashed = await hashChosen(deps, pin);
  if (!hashed.ok) return hashed;
  return decide(deps.db, async (tx) => {
    const effect = await resetEffect(deps, tx, { personId, event: 'finish' });
    if (effect === 'reset_waiting') return no('reset_waiting');
    if (effect !== 'replace') return no('reset_unknown');
    await store.replacePin(tx, { personId, hash: hashed.value, now: deps.clock.now() });
    await store.deleteReset(tx, personId);
    return yes(await tellNotice(deps, tx, { personId, notice: 'pin_reset_finished' }));
  });
}

/** Creates the part of pay that judges whether its owner wants a payment. */
export function createApprovals(deps: ApprovalDeps): Approvals {
  const { db, identity } = deps;
  identity.onPasskeysChanged(async (tx, personId) => void (await tellMeans(deps, tx, personId)));
  return {
    means: (personId) => readMeans(deps, db, personId),
    approve: (personId, payment, approval) => approve(deps, personId, { payment, approval }),
    createPin: (personId, input) => createPin(deps, personId, input),
    changePin: (personId, input) => changePin(deps, personId, input),
    beginPinReset: (personId, code) => beginPinReset(deps, personId, code),
    cancelPinReset: (personId) => cancelPinReset(deps, personId),
    finishPinReset: (personId, pin) => finishPinReset(deps, personId, pin),
    beginPasskeyApproval: (personId, payment) =>
      identity.beginApproval(personId, digestOf(personId, payment)),
    tables: store.tables,
    async *export(personId) {
      const pin = await store.getPin(db, personId);
      const reset = await store.getReset(db, personId);
      const tries = pin?.tries ?? null;
      // Never the hash: a file lies about for longer than it takes to guess six digits.
      const content = pin === null ? null : { changedAt: pin.changedAt, tries, reset };
      yield { path: 'pay/pin.json', content };
    },
    erase: (tx, personId) => store.deletePin(tx, personId),
  };
}
