import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

export const tables = ['bills_bill', 'bills_share', 'bills_party'] as const;
