export { barsOf, type Bar } from './code128.ts';
export {
  readMerchantCode,
  writeMerchantCode,
  type CodeFault,
  type MerchantAccount,
  type MerchantCode,
  type ReadCode,
} from './emv.ts';
export { readBankTransfer, writeBankTransfer, type BankTransfer } from './epc.ts';
export { compactIban, isIban } from './iban.ts';
