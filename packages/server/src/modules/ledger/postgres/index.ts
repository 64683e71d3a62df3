export { createPostgresLedger, type PostgresLedger, type PostgresLedgerDeps } from './ledger.ts';
export { LedgerUnavailable } from './unavailable.ts';
