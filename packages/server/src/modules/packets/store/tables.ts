import type { Tx } from '../../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

export const tables = ['packets_packet', 'packets_taker', 'packets_party'] as const;
