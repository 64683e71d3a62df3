import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

export const tables = ['family_card', 'family_held', 'family_payment'] as const;
