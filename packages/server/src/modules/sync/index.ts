export { createSyncRoutes, type SnapshotParts, type SyncRouteDeps } from './routes.ts';
export { createSync, type Pulled, type Sync, type SyncDeps, type SyncItem } from './service.ts';
