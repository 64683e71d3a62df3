import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

/** Every table of the module but those of `approval`. */
export const tables = [
  'pay_wallet',
  'pay_transfer',
  'pay_party',
  'pay_operation',
  'pay_line',
  'pay_command',
  'pay_currency',
  'pay_standing',
  'pay_use',
  'pay_erasure',
  'pay_cursor',
] as const;
