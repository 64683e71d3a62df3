import { payMethods as ofPeople } from './methods.ts';
import { payOperatorMethods } from './operate.ts';

export { payEvents } from './events.ts';
export const payMethods = { ...ofPeople, ...payOperatorMethods } as const;
export {
  acceptanceHours,
  maxNoteLength,
  type Approval,
  type ApprovalMeans,
  type BookEntry,
  type Money,
  type StatementLine,
  type Transfer,
  type TransferState,
  type Wallet,
} from './types.ts';
