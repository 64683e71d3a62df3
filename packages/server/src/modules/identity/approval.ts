import { assert, isUuid, type PersonId } from '@plaza/base';
import { generateAuthenticationOptions } from '@simplewebauthn/server';
import { sameSecret } from '../../kernel/auth/index.ts';
import { inBatches, inWaves } from '../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { newChallenge, type Answered, type BadAnswer, type Challenge } from './passkeys.ts';
import * as store from './store/index.ts';
import { verifyAssertion, type WebauthnJson } from './webauthn.ts';

// A passkey says yes to one thing that another module describes by a digest. The digest is part of
// the challenge, so that the authenticator itself signs what was approved.

const digestLength = 32;
const nonceLength = 32;

/** Many who pay at the same moment share statements. */
const together = { largest: 128, underWay: 2 };

/**
 * Passkeys that may approve: those that are a day old, or that the account began with. A stranger
 * with an open session could add one, and the owner needs time to see the notice of it.
 */
function listApproving(
  ctx: Context,
  q: store.Querying,
  personIds: readonly PersonId[],
): Promise<store.PasskeyRow[][]> {
  const addedBefore = later(ctx.clock.now(), -durations.passkeyRipensMs);
  return store.listRipePasskeys(q, personIds, addedBefore);
}

/** Whether a passkey of this person may approve anything now. */
export async function hasApprovingPasskey(
  ctx: Context,
  q: store.Querying,
  personId: PersonId,
): Promise<boolean> {
  if (ctx.relyingParty === null) return false;
  const [known = []] = await listApproving(ctx, q, [personId]);
  return known.length > 0;
}

/** What approving asks of the database, for many at once. */
function createAsks(ctx: Context) {
  const { db, clock } = ctx;
  type Named = Pick<store.ChallengeRow, 'challengeId' | 'purpose'>;
  return {
    passkeysOf: inBatches(
      (personIds: readonly PersonId[]) => listApproving(ctx, db, personIds),
      together,
    ),
    keep: inBatches(async (rows: readonly store.ChallengeRow[]) => {
      await store.insertChallenges(db, rows);
      return rows.map(({ challengeId }) => challengeId);
    }, together),
    take: inBatches(
      (asked: readonly Named[]) =>
        inWaves(
          asked,
          ({ challengeId }) => challengeId,
          (its) => store.takeChallenges(db, its),
        ),
      together,
    ),
    use: inBatches(
      (uses: readonly store.PasskeyUse[]) =>
        inWaves(
          uses,
          ({ passkeyId }) => passkeyId,
          (its) => store.usePasskeys(db, its, clock.now()),
        ),
      together,
    ),
  };
}

export type Approving = {
  /** Gives a challenge that a passkey of this person answers to approve what has this digest. */
  begin(
    personId: PersonId,
    digest: Uint8Array,
  ): Promise<Outcome<Challenge, 'passkeys_unavailable'>>;
  /** Judges the answer; the challenge is used up by it, right or wrong. */
  finish(
    answered: Answered & { personId: PersonId },
    digest: Uint8Array,
  ): Promise<Outcome<null, BadAnswer>>;
};

export function createApproving(ctx: Context): Approving {
  const { clock, random, relyingParty } = ctx;
  const asks = createAsks(ctx);
  return {
    async begin(personId, digest) {
      assert(digest.length === digestLength, 'the digest of what is approved has 32 bytes');
      if (relyingParty === null) return no('passkeys_unavailable');
      const known = await asks.passkeysOf(personId);
      if (known.length === 0) return no('passkeys_unavailable');
      const options = await generateAuthenticationOptions({
        rpID: relyingParty.id,
        timeout: durations.challengeMs,
        userVerification: 'required',
        challenge: new Uint8Array([...random.bytes(nonceLength), ...digest]),
        allowCredentials: known.map(({ passkeyId, transports }) => ({ id: passkeyId, transports })),
      });
      const { challenge } = options;
      const asked = { purpose: 'approve', challenge, personId, signUp: null } as const;
      const challengeId = await asks.keep(newChallenge(ctx, asked));
      return yes({ challengeId, options: options as unknown as WebauthnJson });
    },
    async finish({ personId, challengeId, response }, digest) {
      if (!isUuid(challengeId)) return no('challenge_expired');
      const asked = await asks.take({ challengeId, purpose: 'approve' });
      const isInTime = asked !== null && asked.expiresAt > clock.now();
      if (!isInTime || asked.personId !== personId) return no('challenge_expired');
      const approved = Buffer.from(asked.challenge, 'base64url').subarray(nonceLength);
      if (!sameSecret(approved, digest)) return no('passkey_rejected');
      const known = await asks.passkeysOf(personId);
      const passkey = known.find(({ passkeyId }) => passkeyId === response.id);
      if (passkey === undefined) return no('passkey_rejected');
      const newCounter = await verifyAssertion(relyingParty, response, { asked, passkey });
      if (newCounter === null) return no('passkey_rejected');
      const { passkeyId, counter: from } = passkey;
      const isFirst = await asks.use({ personId, passkeyId, from, to: newCounter });
      return isFirst ? yes(null) : no('passkey_rejected');
    },
  };
}
