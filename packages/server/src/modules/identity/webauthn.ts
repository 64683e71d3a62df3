import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { RelyingParty } from './context.ts';
import type { ChallengeRow, PasskeyRow } from './store/index.ts';

/** Options and answers as the browser's own `toJSON` writes them. */
export type WebauthnJson = Record<string, unknown>;

/** Ed25519, ES256 and RS256 (COSE numbers): what authenticators have today. */
export const algorithms = [-8, -7, -257];

/** What an authenticator's answer to a registration gives, or null when it proves nothing. */
export async function verifyRegistration(
  relyingParty: RelyingParty | null,
  response: WebauthnJson,
  challenge: string,
): Promise<Pick<PasskeyRow, 'passkeyId' | 'publicKey' | 'counter' | 'transports'> | null> {
  if (relyingParty === null) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origins,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified || registrationInfo === undefined) return null;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    if (id.length > 400) return null;
    return {
      passkeyId: id,
      publicKey: Buffer.from(publicKey),
      counter: BigInt(counter),
      transports: readTransports(transports),
    };
  } catch {
    // The library throws for each way in which an answer can be wrong: all of them are a no.
    return null;
  }
}

/** The authenticator's new counter, or null when the answer proves nothing. */
export async function verifyAssertion(
  relyingParty: RelyingParty | null,
  response: WebauthnJson,
  { asked, passkey }: { asked: ChallengeRow; passkey: PasskeyRow },
): Promise<number | null> {
  if (relyingParty === null) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: asked.challenge,
      expectedOrigin: relyingParty.origins,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      credential: {
        id: passkey.passkeyId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
        transports: passkey.transports,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // As above: a malformed or foreign answer is a no, not a fault of ours.
    return null;
  }
}

/** The browser's list is not signed: only short words, and few of them, are kept. */
function readTransports(transports: unknown): string[] {
  if (!Array.isArray(transports)) return [];
  return transports
    .filter((item): item is string => typeof item === 'string' && /^[a-z-]{1,20}$/.test(item))
    .slice(0, 8);
}
