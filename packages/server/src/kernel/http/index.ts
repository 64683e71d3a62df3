export {
  createAuthenticateRequest,
  type Arrival,
  type AuthenticateRequest,
} from './authenticate-request.ts';
export { registerDocsRoutes } from './docs-routes.ts';
export { sendRefusal } from './errors.ts';
export { registerHealthRoutes } from './health-routes.ts';
export { isOwnHost, isOwnOrigin } from './hosts.ts';
export { createIsSecure } from './proxies.ts';
export { registerRpcRoutes } from './rpc-routes.ts';
export { createHttpServer } from './server.ts';
export { registerWebRoutes } from './web-routes.ts';
