export { followLogs } from './fill.ts';
export { createSearchRoutes } from './routes.ts';
export { createSearch, type Search, type SearchDeps } from './service.ts';
