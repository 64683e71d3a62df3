import type { Clock, NewId } from '@plaza/base';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '../kernel/http/index.ts';
import { lanGuide } from '../kernel/lan/index.ts';
import type { Log } from '../kernel/log/index.ts';
import type { Place } from './place.ts';

const certificatePath = '/plaza-local-authority.crt';

/**
 * Serves, without TLS, the page that explains how to trust this server, and the certificate to
 * install: a device cannot fetch them over a connection that it does not trust yet.
 */
export async function openTrustServer(
  place: Place,
  { clock, log, newId }: { clock: Clock; log: Log; newId: NewId },
): Promise<FastifyInstance | null> {
  const { host, trust, hostNames, publicUrl } = place;
  if (trust === null) return null;
  const { fingerprint } = trust;
  const guide = lanGuide({ certificatePath, fingerprint, httpsUrl: publicUrl });
  const app = createHttpServer({ clock, log, newId, hostNames, tls: null, trustProxy: false });
  app.get('/', (_request, reply) => {
    reply.header('content-security-policy', guide.contentSecurityPolicy);
    return reply.type('text/html; charset=utf-8').send(guide.html);
  });
  app.get(certificatePath, (_request, reply) =>
    reply.type('application/x-x509-ca-cert').send(trust.caPem),
  );
  await app.listen({ host, port: trust.port });
  return app;
}
