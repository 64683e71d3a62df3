export { maxBillTitleLength, maxCollectPeople, maxOpenBills, maxSplitPeople } from './cards.ts';
export { billsEvents } from './events.ts';
export { billsMethods } from './methods.ts';
export {
  billDays,
  reminderHours,
  type Bill,
  type BillDetail,
  type BillKind,
  type BillPayment,
  type BillShare,
  type BillState,
  type OwnShare,
  type ShareMark,
  type ShareState,
} from './types.ts';
