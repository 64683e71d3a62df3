import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import type { Metrics } from '../metrics/index.ts';
import type { AuthenticateRequest } from './authenticate-request.ts';
import { sendRefusal } from './errors.ts';
import { hostName } from './hosts.ts';

export type HealthDeps = {
  /** False while starting and stopping; a load balancer then looks elsewhere. */
  ready: () => Promise<boolean>;
  metrics: Metrics;
  authenticateRequest: AuthenticateRequest;
};

function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && (address === '::1' || /^(::ffff:)?127\./.test(address));
}

/**
 * A reverse proxy on this machine, of which nobody told us, makes the whole world look local; but
 * it asks for the public name, and usually says that it forwards.
 */
function isFromThisMachine({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): boolean {
  const name = hostName(headers.host ?? '');
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return isLoopback(ip) && !isForwarded && (name === 'localhost' || isLoopback(name));
}

/** `GET /healthz` (the process lives), `/readyz` (it can serve), `/metrics` (Prometheus text). */
export function registerHealthRoutes(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    // A database that does not answer is no fault of this process: say "not ready", not "broken".
    const ready = await deps.ready().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (request, reply) => {
    // A scraper on this machine needs no account; from elsewhere only an operator may look.
    const arrival = await deps.authenticateRequest(request);
    const operator = arrival.kind === 'known' && arrival.caller?.role === 'operator';
    if (!operator && !isFromThisMachine(request)) {
      sendRefusal(reply, 'forbidden');
      return reply;
    }
    return reply.type('text/plain; version=0.0.4').send(await deps.metrics.text());
  });
}
