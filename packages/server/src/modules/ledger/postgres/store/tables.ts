/** Every table of the module. */
export const tables = [
  'ledger_account',
  'ledger_transfer',
  'ledger_pending',
  'ledger_expiry',
  'ledger_failure',
  'ledger_balance',
  'ledger_chain',
  'ledger_writer',
  'ledger_request',
  'ledger_answer',
] as const;
