export { auditChain, type ChainAudit, type ChainFault } from './chain-audit.ts';
export { createPostgresLedger, type PostgresLedger, type PostgresLedgerDeps } from './ledger.ts';
export { LedgerUnavailable } from './unavailable.ts';
