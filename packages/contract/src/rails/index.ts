import { railsPeopleMethods } from './methods.ts';
import { railsOperatorMethods } from './operate.ts';

export const railsMethods = { ...railsPeopleMethods, ...railsOperatorMethods } as const;
export { maxBankFileLength, maxVouchersAtOnce } from './operate.ts';
export type {
  BankEntry,
  BankImport,
  BankTopUp,
  Drawer,
  DrawerClosing,
  Payout,
  PayoutState,
  RailWay,
  RailWays,
  VoucherBatch,
} from './types.ts';
