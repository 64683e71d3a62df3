export { createApprovals, type Approvals } from './approval/index.ts';
export type { CurrencyProfile } from './currencies.ts';
export type { PayAction, PayDeps, Posted } from './deps.ts';
export { createPayRoutes } from './routes.ts';
export { createPay, type Pay } from './service.ts';
export type { NewTransfer, OnTransfer, OnWallet } from './types.ts';
