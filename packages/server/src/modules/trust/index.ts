export { createNewcomers, type Newcomers } from './newcomers.ts';
export { createTrustRoutes } from './routes.ts';
export { createTrust, type Trust } from './service.ts';
export type { TrustDeps } from './deps.ts';
