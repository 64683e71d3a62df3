import { cleanLine, isUuid, present, type PersonId } from '@plaza/base';
import type { Passkey } from '@plaza/contract';
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { announcePasskeys, notify } from './announce.ts';
import type { Context, RelyingParty } from './context.ts';
import { durations, later } from './durations.ts';
import { isReservedHandle } from './handle.ts';
import { addPerson, nameLength } from './people.ts';
import { passkeyOf } from './present.ts';
import { admit, type Arrival, type Issued } from './sessions.ts';
import { welcome, type Welcomed } from './sign-in.ts';
import * as store from './store/index.ts';
import { algorithms, verifyAssertion, verifyRegistration, type WebauthnJson } from './webauthn.ts';

export type Challenge = { challengeId: string; options: WebauthnJson };
export type Answered = { challengeId: string; response: WebauthnJson };
export type BadAnswer = 'challenge_expired' | 'passkey_rejected';

/** Asks for a passkey that says by itself whose it is, and that proves the person's presence. */
const selection = { residentKey: 'required', userVerification: 'required' } as const;

async function registrationOptions(
  relyingParty: RelyingParty,
  person: { personId: PersonId; handle: string; displayName: string },
  known: readonly store.PasskeyRow[],
): Promise<{ challenge: string; json: WebauthnJson }> {
  const options = await generateRegistrationOptions({
    rpName: 'Plaza',
    rpID: relyingParty.id,
    userName: person.handle,
    userDisplayName: person.displayName,
    userID: new Uint8Array(Buffer.from(person.personId.replaceAll('-', ''), 'hex')),
    timeout: durations.challengeMs,
    attestationType: 'none',
    authenticatorSelection: selection,
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ passkeyId, transports }) => ({ id: passkeyId, transports })),
  });
  return { challenge: options.challenge, json: options as unknown as WebauthnJson };
}

type Asked = Pick<store.ChallengeRow, 'purpose' | 'challenge' | 'personId' | 'signUp'>;

export function newChallenge(ctx: Context, asked: Asked): store.ChallengeRow {
  const expiresAt = later(ctx.clock.now(), durations.challengeMs);
  return { ...asked, challengeId: ctx.newId<string>(), expiresAt };
}

/** Keeps a challenge for its one answer. */
export async function remember(ctx: Context, asked: Asked): Promise<string> {
  const row = newChallenge(ctx, asked);
  await store.insertChallenges(ctx.db, [row]);
  return row.challengeId;
}

/** Gives the challenge for its one answer; null when it is too late or was never asked. */
export async function take(
  ctx: Context,
  challengeId: string,
  purpose: store.ChallengeRow['purpose'],
): Promise<store.ChallengeRow | null> {
  if (!isUuid(challengeId)) return null;
  const [row = null] = await store.takeChallenges(ctx.db, [{ challengeId, purpose }]);
  return row !== null && row.expiresAt > ctx.clock.now() ? row : null;
}

export async function beginPasskeySignUp(
  ctx: Context,
  input: { handle: string; displayName: string; locale: store.Locale },
): Promise<
  Outcome<Challenge, 'handle_taken' | 'handle_reserved' | 'passkeys_unavailable' | 'invalid'>
> {
  if (ctx.relyingParty === null) return no('passkeys_unavailable');
  const { handle, locale } = input;
  const displayName = cleanLine(input.displayName, nameLength);
  if (displayName === '') return no('invalid');
  if (isReservedHandle(handle)) return no('handle_reserved');
  if (!(await store.isHandleFree(ctx.db, handle, ctx.clock.now()))) return no('handle_taken');
  const signUp = { personId: ctx.newId<PersonId>(), handle, displayName, locale };
  const { challenge, json } = await registrationOptions(ctx.relyingParty, signUp, []);
  const { personId } = signUp;
  const asked = { purpose: 'sign_up', challenge, personId, signUp } as const;
  return yes({ challengeId: await remember(ctx, asked), options: json });
}

export async function finishPasskeySignUp(
  ctx: Context,
  input: Answered & Arrival,
): Promise<Outcome<Welcomed, BadAnswer | 'handle_taken'>> {
  const asked = await take(ctx, input.challengeId, 'sign_up');
  if (asked?.signUp == null) return no('challenge_expired');
  const made = await verifyRegistration(ctx.relyingParty, input.response, asked.challenge);
  if (made === null) return no('passkey_rejected');
  const { signUp } = asked;
  return decide(ctx.db, async (tx) => {
    const added = await addPerson(ctx, tx, signUp);
    if (!added.ok) return no('handle_taken');
    const createdAt = ctx.clock.now();
    const owner = { personId: added.value, name: input.device.name, createdAt };
    if (!(await store.insertPasskey(tx, { ...made, ...owner }))) return no('passkey_rejected');
    return welcome(ctx, tx, added.value, input);
  });
}

export async function beginPasskeySignIn(
  ctx: Context,
): Promise<Outcome<Challenge, 'passkeys_unavailable'>> {
  if (ctx.relyingParty === null) return no('passkeys_unavailable');
  const options = await generateAuthenticationOptions({
    rpID: ctx.relyingParty.id,
    timeout: durations.challengeMs,
    userVerification: 'required',
  });
  const { challenge } = options;
  const asked = { purpose: 'sign_in', challenge, personId: null, signUp: null } as const;
  const challengeId = await remember(ctx, asked);
  return yes({ challengeId, options: options as unknown as WebauthnJson });
}

export async function finishPasskeySignIn(
  ctx: Context,
  input: Answered & Arrival,
): Promise<Outcome<Issued, BadAnswer | 'suspended'>> {
  const asked = await take(ctx, input.challengeId, 'sign_in');
  if (asked === null) return no('challenge_expired');
  const { id } = input.response;
  const passkey = typeof id === 'string' ? await store.getPasskey(ctx.db, id) : null;
  if (passkey === null) return no('passkey_rejected');
  const { relyingParty } = ctx;
  const newCounter = await verifyAssertion(relyingParty, input.response, { asked, passkey });
  if (newCounter === null) return no('passkey_rejected');
  return decide(ctx.db, async (tx) => {
    const person = await store.lockPerson(tx, passkey.personId);
    const now = ctx.clock.now();
    const { passkeyId, counter } = passkey;
    const used = await store.usePasskey(tx, { passkeyId, from: counter, to: newCounter, now });
    if (person === null || !used) return no('passkey_rejected');
    return admit(ctx, tx, person, { ...input, by: 'passkey' });
  });
}

export async function listPasskeys(ctx: Context, personId: PersonId): Promise<Passkey[]> {
  return (await store.listPasskeys(ctx.db, personId)).map(passkeyOf);
}

export async function beginPasskeyAdd(
  ctx: Context,
  personId: PersonId,
): Promise<Outcome<Challenge, 'passkeys_unavailable'>> {
  if (ctx.relyingParty === null) return no('passkeys_unavailable');
  const person = present(await store.getPerson(ctx.db, personId), 'the caller exists');
  const known = await store.listPasskeys(ctx.db, personId);
  const named = { personId, handle: person.handle ?? '', displayName: person.displayName };
  const { challenge, json } = await registrationOptions(ctx.relyingParty, named, known);
  const asked = { purpose: 'add', challenge, personId, signUp: null } as const;
  return yes({ challengeId: await remember(ctx, asked), options: json });
}

/** An account has no use for more, and each costs a row and a line on the screen. */
const maxPasskeys = 20;

export async function finishPasskeyAdd(
  ctx: Context,
  personId: PersonId,
  input: Answered & { name: string },
): Promise<Outcome<Passkey, BadAnswer>> {
  const asked = await take(ctx, input.challengeId, 'add');
  if (asked?.personId !== personId) return no('challenge_expired');
  const made = await verifyRegistration(ctx.relyingParty, input.response, asked.challenge);
  if (made === null) return no('passkey_rejected');
  return decide(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    if ((await store.listPasskeys(tx, personId)).length >= maxPasskeys) {
      return no('passkey_rejected');
    }
    const name = cleanLine(input.name, 60) || 'Passkey';
    const row = { ...made, personId, name, createdAt: ctx.clock.now() };
    if (!(await store.insertPasskey(tx, row))) return no('passkey_rejected');
    await notify(ctx, tx, { personId, notice: 'passkey_added', detail: name });
    await announcePasskeys(ctx, tx, personId);
    return yes(passkeyOf({ ...row, lastUsedAt: null }));
  });
}

export async function removePasskey(
  ctx: Context,
  personId: PersonId,
  passkeyId: string,
): Promise<Outcome<null, 'passkey_rejected' | 'last_credential'>> {
  return decide(ctx.db, async (tx) => {
    const person = await store.lockPerson(tx, personId);
    const name = (await store.getPasskey(tx, passkeyId))?.name ?? '';
    if (!(await store.deletePasskey(tx, personId, passkeyId))) return no('passkey_rejected');
    const { hasPassword, passkeyCount } = await store.countCredentials(tx, personId);
    if (!hasPassword && passkeyCount === 0 && !person?.demo) return no('last_credential');
    await notify(ctx, tx, { personId, notice: 'passkey_removed', detail: name });
    await announcePasskeys(ctx, tx, personId);
    return yes(null);
  });
}
