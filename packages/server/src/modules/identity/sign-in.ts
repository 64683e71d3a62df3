import { cleanLine, type PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { clearTry, letIn } from './attempts.ts';
import { announceMe, notify } from './announce.ts';
import type { Context } from './context.ts';
import { addPerson, nameLength, type HandleRefusal } from './people.ts';
import { cardOf } from './present.ts';
import { findRecoveryCode } from './recovery.ts';
import { checkPassword, hashChosen, issueRecoveryCodes, liftLocks } from './secrets.ts';
import { admit, endSessions, mayEnter, type Arrival, type Issued } from './sessions.ts';
import * as store from './store/index.ts';
import { cancelResets } from './resets.ts';

export type Welcomed = Issued & { recoveryCodes: string[] };
type Busy = 'unavailable';
export type WrongSignIn = 'wrong_credentials' | 'sign_in_locked' | 'suspended' | Busy;

export type SignUp = {
  handle: string;
  displayName: string;
  password: string;
  locale: store.Locale;
};

/** Makes an account with a password and signs its first device in. */
export async function signUp(
  ctx: Context,
  input: SignUp & Arrival,
): Promise<Outcome<Welcomed, HandleRefusal | 'weak_password' | 'invalid' | Busy>> {
  const displayName = cleanLine(input.displayName, nameLength);
  if (displayName === '') return no('invalid');
  const { handle, locale } = input;
  const hashed = await hashChosen(ctx, input.password, { handle, displayName });
  if (!hashed.ok) return hashed;
  const phc = hashed.value;
  return decide(ctx.db, async (tx) => {
    const added = await addPerson(ctx, tx, { handle, displayName, locale });
    if (!added.ok) return added;
    await store.setPassword(tx, { personId: added.value, phc, now: ctx.clock.now() });
    return welcome(ctx, tx, added.value, input);
  });
}

/** The last steps of every way to sign up: codes, first session. */
export async function welcome(
  ctx: Context,
  tx: Parameters<typeof admit>[1],
  personId: PersonId,
  arrival: Arrival,
): Promise<Outcome<Welcomed, never>> {
  const recoveryCodes = await issueRecoveryCodes(ctx, tx, personId);
  const person = await store.lockPerson(tx, personId);
  const admitted = person && (await admit(ctx, tx, person, { ...arrival, by: 'sign_up' }));
  if (!admitted?.ok) throw new Error('a person who was just added cannot be kept out');
  return yes({ ...admitted.value, recoveryCodes });
}

/** Signs in with handle and password. */
export async function signIn(
  ctx: Context,
  input: { handle: string; password: string } & Arrival,
): Promise<Outcome<Issued, WrongSignIn>> {
  const { handle, password, address } = input;
  const person = await store.findPersonByHandle(ctx.db, handle);
  const checked = await checkPassword(ctx, { handle, person, password, from: { address } });
  if (!checked.ok) return checked;
  return decide(ctx.db, async (tx) => {
    const locked = person && (await store.lockPerson(tx, person.personId));
    if (!locked) return no('wrong_credentials');
    return admit(ctx, tx, locked, { ...input, by: 'password' });
  });
}

/** Uses up a recovery code: a new password, and every other device is out. */
export async function recoverWithCode(
  ctx: Context,
  input: { handle: string; code: string; newPassword: string } & Arrival,
): Promise<Outcome<Issued, WrongSignIn | 'weak_password'>> {
  const { handle, address } = input;
  const person = await store.findPersonByHandle(ctx.db, handle);
  const personId = person?.personId ?? null;
  const attempt = await letIn(ctx, { handle, personId, from: { address } });
  if (!attempt.ok) return attempt;
  const code = await findRecoveryCode(ctx, personId, input.code);
  if (person === null || code === null) return no('wrong_credentials');
  await clearTry(ctx, attempt.value);
  if (!mayEnter(person, input)) return no('suspended');
  const hashed = await hashChosen(ctx, input.newPassword, { ...person, handle });
  if (!hashed.ok) return hashed;
  const phc = hashed.value;
  return decide(ctx.db, async (tx) => {
    const locked = await store.lockPerson(tx, person.personId);
    const now = ctx.clock.now();
    const used = { personId: person.personId, code, now };
    if (!locked || !(await store.useRecoveryCode(tx, used))) return no('wrong_credentials');
    return takeOver(ctx, tx, locked, { ...input, phc, by: 'recovery' });
  });
}

/** Whoever had the account before is out: new password, one session, no open resets or locks. */
export async function takeOver(
  ctx: Context,
  tx: Parameters<typeof admit>[1],
  person: store.PersonRow,
  arrival: Arrival & { phc: string; by: 'recovery' | 'reset' },
): Promise<Outcome<Issued, 'suspended'>> {
  const { personId } = person;
  await store.setPassword(tx, { personId, phc: arrival.phc, now: ctx.clock.now() });
  await cancelResets(ctx, tx, personId);
  await liftLocks(tx, person);
  await endSessions(ctx, tx, personId, {});
  const admitted = await admit(ctx, tx, person, arrival);
  if (!admitted.ok) return admitted;
  const notice = arrival.by === 'reset' ? 'reset_finished' : 'recovery_code_used';
  await notify(ctx, tx, { personId, notice, detail: arrival.device.name });
  const me = await announceMe(ctx, tx, personId);
  return yes({ ...admitted.value, me });
}

export async function listDemoPeople(ctx: Context): Promise<PersonCard[]> {
  return ctx.demo ? (await store.listDemoPeople(ctx.db)).map(cardOf) : [];
}

/** Signs in as a person of the demo city, who has no secret. */
export async function signInDemo(
  ctx: Context,
  input: { personId: PersonId } & Arrival,
): Promise<Outcome<Issued, 'not_demo' | 'person_not_found' | 'suspended'>> {
  if (!ctx.demo) return no('not_demo');
  return decide(ctx.db, async (tx) => {
    const person = await store.lockPerson(tx, input.personId);
    if (!person?.demo) return no('person_not_found');
    return admit(ctx, tx, person, { ...input, by: 'demo' });
  });
}
