export { tablesWithoutOwner, type Unowned } from './owners.ts';
export { createRightsRoutes, registerExportRoute } from './routes.ts';
export { createRights, type Rights } from './service.ts';
export type { Accounts, RightsDeps } from './types.ts';
