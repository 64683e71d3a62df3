import type { CallId, PersonId } from '@plaza/base';
import { relaySeconds, type Relays } from '@plaza/contract';
import { createHmac } from 'node:crypto';
import type { RelayConfig } from './deps.ts';

/**
 * A password of the relay that is good for minutes, as coturn's `use-auth-secret` wants it: the
 * name begins with the end of its time, the password is the name signed with the shared secret.
 * The rest of the name is one for a person in a call, so that the relay can count what one uses;
 * nobody without the secret learns from it who that is.
 */
export function mintCredential(
  secret: string,
  { callId, personId }: { callId: CallId; personId: PersonId },
  expiresAt: Date,
): { username: string; credential: string } {
  const who = createHmac('sha256', secret).update(`${callId} ${personId}`).digest('hex');
  const username = `${Math.floor(expiresAt.getTime() / 1_000)}:${who.slice(0, 16)}`;
  // The relay's protocol asks for SHA-1; as a keyed hash it is sound.
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { username, credential };
}

/** The servers that a device may use now. */
export function mintRelays(
  { stunUrls, turnUrls, turnSecret }: RelayConfig,
  who: { callId: CallId; personId: PersonId },
  at: Date,
): Omit<Relays, 'relayOnly'> {
  const expiresAt = new Date(at.getTime() + relaySeconds * 1_000);
  const servers: Relays['servers'] = [];
  if (stunUrls.length > 0) servers.push({ urls: [...stunUrls] });
  const hasRelay = turnUrls.length > 0 && turnSecret !== undefined;
  if (hasRelay) {
    servers.push({ urls: [...turnUrls], ...mintCredential(turnSecret, who, expiresAt) });
  }
  return { servers, hasRelay, expiresAt: expiresAt.toISOString() };
}
