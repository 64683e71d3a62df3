export { sql } from 'kysely';
export { isConnectionError } from './connection-errors.ts';
export { openDatabase } from './database.ts';
export { DatabaseStartError } from './errors.ts';
export {
  inspectEmbedded,
  inspectServer,
  isDataFolderInUse,
  nearestFolder,
  type ServerFacts,
} from './inspect.ts';
export { migrate, migrationTables } from './migrate.ts';
export { MigrationError, readMigrations } from './migration-files.ts';
export type {
  AnyTables,
  Database,
  DatabaseLog,
  DatabaseOptions,
  Isolation,
  MigrationSource,
  Query,
  Statement,
  Tx,
} from './types.ts';
