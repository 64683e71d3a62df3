import { payLimitMethods } from './limits.ts';
import { payMethods as ofPeople } from './methods.ts';
import { payOperatorMethods } from './operate.ts';

export { payEvents } from './events.ts';
export { statementPage } from './statement.ts';
export const payMethods = { ...ofPeople, ...payOperatorMethods, ...payLimitMethods } as const;
export {
  currencyKinds,
  limitNames,
  type Allowance,
  type CashOut,
  type CurrencyKind,
  type LimitName,
  type PayLimit,
  type ReconciliationCheck,
  type Reserve,
  type Standing,
} from './limits.ts';
export {
  acceptanceHours,
  contactHours,
  maxContactLength,
  maxNoteLength,
  type Approval,
  type ApprovalMeans,
  type Arrival,
  type BookEntry,
  type Money,
  type StatementLine,
  type Transfer,
  type TransferState,
  type Wallet,
} from './types.ts';
