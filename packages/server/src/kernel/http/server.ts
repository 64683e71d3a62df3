import type { Clock, NewId } from '@plaza/base';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../log/index.ts';
import { createErrorHandler, sendRefusal } from './errors.ts';
import { setSecurityHeaders } from './headers.ts';
import { isOwnHost } from './hosts.ts';
import { createProxyWatch, type IsSecure } from './proxies.ts';

export type HttpOptions = {
  log: Log;
  newId: NewId;
  clock: Pick<Clock, 'after'>;
  /** Certificate and key, when this process speaks TLS itself. */
  tls: { cert: string; key: string } | null;
  /** Addresses or ranges of proxies whose `X-Forwarded-*` headers are believed. */
  trustProxy: string[] | false;
  /** Host names by which people reach the server, besides localhost and plain addresses. */
  hostNames: ReadonlySet<string>;
  /** Whether the client speaks TLS; without it only this process's own TLS counts. */
  isSecure?: IsSecure;
};

/** A JSON call is small; files have routes of their own with their own limits. */
const bodyLimitBytes = 256 * 1024;

/** What keeps a slow or idle client from holding the server. */
const timeouts = {
  connectionTimeout: 60_000,
  keepAliveTimeout: 65_000,
  requestTimeout: 30_000,
};

/** What a client that still downloads gets to finish when the server stops. */
const farewellMs = 5_000;

/** Keeps nobody connected for long once the server began to stop. */
function hastenClosing(app: FastifyInstance, clock: Pick<Clock, 'after'>): void {
  let isStopping = false;
  // A connection that is kept open after its answer would be waited for.
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close');
  });
  app.addHook('preClose', (done) => {
    isStopping = true;
    const limit = clock.after(farewellMs, () => app.server.closeAllConnections());
    app.server.once('close', () => limit.cancel());
    done();
  });
}

/** Creates the HTTP server: headers, host check, limits and error map; no routes yet. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const base = {
    ...timeouts,
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustProxy,
    forceCloseConnections: 'idle' as const,
    logger: false,
    routerOptions: { maxParamLength: 200 },
  };
  const app = (
    options.tls === null ? Fastify(base) : Fastify({ ...base, https: options.tls })
  ) as FastifyInstance;
  hastenClosing(app, options.clock);
  const isSecure = options.isSecure ?? (({ protocol }) => protocol === 'https');
  const watch = createProxyWatch(options.log, options.trustProxy);
  app.addHook('onRequest', async (request, reply) => {
    watch(request);
    setSecurityHeaders(reply, { secure: isSecure(request) });
    if (isOwnHost(request.headers.host, options.hostNames)) return undefined;
    sendRefusal(reply, 'forbidden', { reason: 'unknown_host' });
    return reply;
  });
  app.setErrorHandler(createErrorHandler(options));
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, 'unknown_method'));
  return app;
}
