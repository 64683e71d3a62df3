import { migrationTables } from '../kernel/db/index.ts';
import { outboxTables } from '../kernel/events/index.ts';
import type { DataHolding } from '../kernel/holdings/index.ts';

/**
 * The kernel's own tables. The outbox names people for the moment between a commit and what
 * follows from it; the other tables name nobody.
 */
export const kernelHolding: DataHolding = {
  module: 'kernel',
  title: 'Work in progress',
  why: 'So that what follows from a change happens even if the server stops in between.',
  keptFor: 'Until it is done, usually less than a second.',
  onErasure: 'It is done, and then gone.',
  tables: [...migrationTables, ...outboxTables],
  async *export() {
    // Nothing here outlives the change that it belongs to.
  },
  erase: async () => undefined,
};
