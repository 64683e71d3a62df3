import proxyAddress from '@fastify/proxy-addr';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { registerFileRoutes } from '../kernel/files/index.ts';
import {
  createAuthenticateRequest,
  createHttpServer,
  createIsSecure,
  registerDocsRoutes,
  registerHealthRoutes,
  registerRpcRoutes,
  registerWebRoutes,
} from '../kernel/http/index.ts';
import { createAcceptor, type Acceptor } from '../kernel/socket/index.ts';
import { registerPayv3 } from '../modules/payv3/index.ts';
import { registerProofsRoutes } from '../modules/proofs/index.ts';
import { registerExportRoute } from '../modules/rights/index.ts';
import { registerStickersRoute } from '../modules/stickers/index.ts';
import type { Kernel } from './kernel.ts';
import type { Modules } from './modules.ts';
import type { Place } from './place.ts';

const packages = path.join(import.meta.dirname, '../../..');
const webFolder = path.join(packages, 'web/dist');
const openapiFile = path.join(packages, 'contract/generated/openapi.json');

export type Front = { app: FastifyInstance; acceptor: Acceptor };

/**
 * The client's address of an upgrade request, by the same rule as for HTTP requests: only proxies
 * that the operator named may speak for others.
 */
function addressReader(trusted: readonly string[]): (request: IncomingMessage) => string {
  if (trusted.length === 0) return (request) => request.socket.remoteAddress ?? '';
  const trust = proxyAddress.compile([...trusted]);
  return (request) => proxyAddress(request, trust);
}

/** Puts every route on an HTTP server, and the sockets beside them. Does not listen yet. */
export async function composeFront(
  kernel: Kernel,
  modules: Modules,
  { place, ready }: { place: Place; ready: () => Promise<boolean> },
): Promise<Front> {
  const { config, clock, dispatch, hub, limits, log, metrics } = kernel;
  const { hostNames, tls } = place;
  const trustProxy = config.trustProxy.length > 0 ? [...config.trustProxy] : false;
  const isSecure = createIsSecure(place.publicUrl);
  const app = createHttpServer({ ...kernel, tls, trustProxy, hostNames, isSecure });
  const authenticateRequest = createAuthenticateRequest(modules.identity.authenticate, (headers) =>
    isSecure({ protocol: tls === null ? 'http' : 'https', headers }),
  );
  registerRpcRoutes(app, { dispatch, authenticateRequest, isSecure });
  registerHealthRoutes(app, { ready, metrics, authenticateRequest });
  registerFileRoutes(app, { ...kernel, authenticateRequest });
  registerExportRoute(app, { rights: modules.rights, authenticateRequest });
  registerStickersRoute(app, { stickers: modules.stickers, authenticateRequest });
  registerProofsRoutes(app, modules);
  await registerPayv3(app, modules);
  await registerDocsRoutes(app, { openapiFile });
  await registerWebRoutes(app, { folder: webFolder });
  const acceptor = createAcceptor({
    server: app.server,
    addressOf: addressReader(config.trustProxy),
    personalSeq: modules.sync.headSeq,
    ...{ hub, dispatch, authenticateRequest, hostNames, limits, clock, log },
  });
  // Of a session that ended while the bus was broken nobody here has heard.
  kernel.bus.onGap(acceptor.suspectAll);
  return { app, acceptor };
}
