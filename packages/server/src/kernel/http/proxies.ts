import type { FastifyRequest } from 'fastify';
import type { Log } from '../log/index.ts';
import { hostName } from './hosts.ts';

export type IsSecure = (request: Pick<FastifyRequest, 'protocol' | 'headers'>) => boolean;

/**
 * Whether the client speaks TLS, with us or with a proxy. For the public name the public address
 * says so, even if the proxy is not one whose word counts: a cookie must never lose its `Secure`
 * because a setting was forgotten.
 */
export function createIsSecure(publicUrl: string): IsSecure {
  const { protocol, hostname } = new URL(publicUrl);
  const name = hostName(hostname);
  return (request) =>
    request.protocol === 'https' ||
    (protocol === 'https:' && hostName(request.headers.host ?? '') === name);
}

/** Says once that a proxy forwards requests which nobody told us to trust. */
export function createProxyWatch(log: Pick<Log, 'warn'>, trustProxy: string[] | false) {
  let isTold = trustProxy !== false;
  return ({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): void => {
    if (isTold || !('x-forwarded-for' in headers)) return;
    isTold = true;
    log.warn(
      { proxy: socket.remoteAddress },
      'PLAZA_TRUST_PROXY does not name the proxy that forwards requests: whoever comes through ' +
        'it counts as one address, and shares its limits',
    );
  };
}
