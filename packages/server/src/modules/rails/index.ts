export type { RailsDeps } from './deps.ts';
export { createRailsRoutes } from './routes.ts';
export { createRails, type Rails } from './service.ts';
