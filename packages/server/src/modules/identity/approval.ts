import { assert, type PersonId } from '@plaza/base';
import { generateAuthenticationOptions } from '@simplewebauthn/server';
import { sameSecret } from '../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { remember, take, type Answered, type BadAnswer, type Challenge } from './passkeys.ts';
import * as store from './store/index.ts';
import { verifyAssertion, type WebauthnJson } from './webauthn.ts';

// A passkey says yes to one thing that another module describes by a digest. The digest is part of
// the challenge, so that the authenticator itself signs what was approved.

const digestLength = 32;
const nonceLength = 32;

/**
 * Passkeys that may approve: those that are a day old, or that the account began with. A stranger
 * with an open session could add one, and the owner needs time to see the notice of it.
 */
function listApproving(
  ctx: Context,
  q: store.Querying,
  personId: PersonId,
): Promise<store.PasskeyRow[]> {
  const addedBefore = later(ctx.clock.now(), -durations.passkeyRipensMs);
  return store.listRipePasskeys(q, personId, addedBefore);
}

/** Whether a passkey of this person may approve anything now. */
export async function hasApprovingPasskey(
  ctx: Context,
  q: store.Querying,
  personId: PersonId,
): Promise<boolean> {
  return ctx.relyingParty !== null && (await listApproving(ctx, q, personId)).length > 0;
}

/** Gives a challenge that a passkey of this person answers to approve what has this digest. */
export async function beginApproval(
  ctx: Context,
  personId: PersonId,
  digest: Uint8Array,
): Promise<Outcome<Challenge, 'passkeys_unavailable'>> {
  assert(digest.length === digestLength, 'the digest of what is approved has 32 bytes');
  if (ctx.relyingParty === null) return no('passkeys_unavailable');
  const known = await listApproving(ctx, ctx.db, personId);
  if (known.length === 0) return no('passkeys_unavailable');
  const options = await generateAuthenticationOptions({
    rpID: ctx.relyingParty.id,
    timeout: durations.challengeMs,
    userVerification: 'required',
    challenge: new Uint8Array([...ctx.random.bytes(nonceLength), ...digest]),
    allowCredentials: known.map(({ passkeyId, transports }) => ({ id: passkeyId, transports })),
  });
  const { challenge } = options;
  const asked = { purpose: 'approve', challenge, personId, signUp: null } as const;
  const challengeId = await remember(ctx, asked);
  return yes({ challengeId, options: options as unknown as WebauthnJson });
}

/** Judges the answer; the challenge is used up by it, right or wrong. */
export async function finishApproval(
  ctx: Context,
  { personId, challengeId, response }: Answered & { personId: PersonId },
  digest: Uint8Array,
): Promise<Outcome<null, BadAnswer>> {
  const asked = await take(ctx, challengeId, 'approve');
  if (asked?.personId !== personId) return no('challenge_expired');
  const approved = Buffer.from(asked.challenge, 'base64url').subarray(nonceLength);
  if (!sameSecret(approved, digest)) return no('passkey_rejected');
  const passkey = (await listApproving(ctx, ctx.db, personId)).find(
    ({ passkeyId }) => passkeyId === response.id,
  );
  if (passkey === undefined) return no('passkey_rejected');
  const newCounter = await verifyAssertion(ctx.relyingParty, response, { asked, passkey });
  if (newCounter === null) return no('passkey_rejected');
  return decide(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    const { passkeyId, counter } = passkey;
    const use = { passkeyId, from: counter, to: newCounter, now: ctx.clock.now() };
    return (await store.usePasskey(tx, use)) ? yes(null) : no('passkey_rejected');
  });
}
