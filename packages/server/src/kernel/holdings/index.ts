import type { PersonId } from '@plaza/base';
import type { Holding } from '@plaza/contract';
import type { Tx } from '../db/index.ts';

/** A file of a person's export. */
export type ExportedFile = { path: string; content: unknown } | { path: string; fileId: string };

/**
 * What a module keeps of a person, and how it hands it out and erases it. Every table of the
 * database belongs to exactly one holding; a test fails when one has no owner.
 */
export type DataHolding = Holding & {
  tables: readonly string[];
  /** Everything the module knows of the person: JSON values, or files by id. */
  export(personId: PersonId): AsyncIterable<ExportedFile>;
  /** Erases or makes anonymous; idempotent, because a job may run it again. */
  erase(tx: Tx, personId: PersonId): Promise<void>;
};
