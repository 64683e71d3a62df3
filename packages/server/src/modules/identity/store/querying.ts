import type { Tx } from '../../../kernel/db/index.ts';

/** A transaction, or the database itself for a single read. */
export type Querying = Pick<Tx, 'query'>;
