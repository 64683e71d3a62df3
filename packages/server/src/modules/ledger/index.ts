export {
  assetAccounts,
  chart,
  clearingAccounts,
  newAccount,
  systemAccountId,
  systemAccounts,
  systemAccountsOf,
  transferCodes,
  type AccountKind,
  type ChartAccount,
  type SystemAccount,
} from './chart.ts';
export type { LedgerChange, LedgerDriver, LedgerFeed } from './driver.ts';
export { createMemoryLedger, type MemoryLedger } from './memory/index.ts';
export { AccountFlags, TransferFlags } from './model/flags.ts';
export { createLedgerIds, u128Of, uuidOf } from './model/ids.ts';
export { amount_max, BATCH_MAX } from './model/limits.ts';
export type {
  Account,
  CreateAccountResult,
  CreateTransferResult,
  Transfer,
} from './model/records.ts';
export { CreateAccountStatus, CreateTransferStatus } from './model/statuses.ts';
export { ledgerHolding } from './holding.ts';
export {
  auditChain,
  type ChainAudit,
  type ChainFault,
  createPostgresLedger,
  createPostgresLedger as createLedger,
  LedgerUnavailable,
  type PostgresLedger as Ledger,
  type PostgresLedger,
  type PostgresLedgerDeps,
} from './postgres/index.ts';
export {
  exportLedger,
  openTigerBeetleLedger,
  type ExportOutcome,
  type TigerBeetleOptions,
} from './tigerbeetle/index.ts';
