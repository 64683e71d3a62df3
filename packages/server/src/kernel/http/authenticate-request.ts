import type { FastifyRequest } from 'fastify';
import { readSessionCookie, type Authenticate } from '../auth/index.ts';
import type { Caller } from '../rpc/index.ts';
import { isOwnOrigin } from './hosts.ts';

/** Who a request comes from; `foreign` when another site's page sent it with our cookie. */
export type Arrival = { kind: 'foreign' } | { kind: 'known'; caller: Caller | null };

export type AuthenticateRequest = (
  request: Pick<FastifyRequest, 'headers'>,
  /** Who is suspended is nobody, except where this says that the asker tells them apart. */
  options?: { suspendedToo: boolean },
) => Promise<Arrival>;

function bearer(header: string | undefined): string | null {
  return /^Bearer ([\w-]{43})$/i.exec(header ?? '')?.[1] ?? null;
}

/**
 * A bearer token is proof by itself. A cookie travels by itself, so it counts only when the
 * browser says that one of our own pages sent the request.
 */
export function createAuthenticateRequest(
  authenticate: Authenticate,
  isSecure: (headers: FastifyRequest['headers']) => boolean = () => false,
): AuthenticateRequest {
  return async ({ headers }, { suspendedToo } = { suspendedToo: false }) => {
    const known = async (secret: string): Promise<Arrival> => {
      const caller = await authenticate(secret);
      return { kind: 'known', caller: caller?.isSuspended && !suspendedToo ? null : caller };
    };
    const token = bearer(headers.authorization);
    if (token !== null) return known(token);
    const { origin, host } = headers;
    if (origin !== undefined && !isOwnOrigin(origin, host)) return { kind: 'foreign' };
    // Whoever sits on the way can serve a page of our name, but only without TLS.
    if (origin?.startsWith('http:') && isSecure(headers)) return { kind: 'foreign' };
    if (headers['sec-fetch-site'] === 'cross-site') return { kind: 'foreign' };
    const secret = readSessionCookie(headers);
    return secret === null ? { kind: 'known', caller: null } : known(secret);
  };
}
