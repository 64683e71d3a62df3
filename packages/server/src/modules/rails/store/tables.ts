import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

/** Every table of the module. */
export const tables = [
  'rails_deposit',
  'rails_batch',
  'rails_voucher',
  'rails_reference',
  'rails_entry',
  'rails_payout',
  'rails_clerk',
  'rails_closing',
] as const;
