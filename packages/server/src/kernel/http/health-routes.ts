import type { FastifyInstance } from 'fastify';
import { isIP } from 'node:net';
import type { Metrics } from '../metrics/index.ts';
import type { AuthenticateRequest } from './authenticate-request.ts';
import { sendRefusal } from './errors.ts';

export type HealthDeps = {
  /** False while starting and stopping; a load balancer then looks elsewhere. */
  ready: () => Promise<boolean>;
  metrics: Metrics;
  authenticateRequest: AuthenticateRequest;
};

function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && (address === '::1' || /^(::ffff:)?127\./.test(address));
}

/** `GET /healthz` (the process lives), `/readyz` (it can serve), `/metrics` (Prometheus text). */
export function registerHealthRoutes(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await deps.ready();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (request, reply) => {
    // A scraper on this machine needs no account; from elsewhere only an operator may look.
    const arrival = await deps.authenticateRequest(request);
    const operator = arrival.kind === 'known' && arrival.caller?.role === 'operator';
    if (!operator && !isLoopback(request.ip)) {
      sendRefusal(reply, 'forbidden');
      return reply;
    }
    return reply.type('text/plain; version=0.0.4').send(await deps.metrics.text());
  });
}
