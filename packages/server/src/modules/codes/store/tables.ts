import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

export const tables = ['codes_code', 'codes_person', 'codes_device', 'codes_day'] as const;
