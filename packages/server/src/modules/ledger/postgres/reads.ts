import type { Database } from '../../../kernel/db/index.ts';
import type { LedgerDriver } from '../driver.ts';
import { validateAccountFilter, validateLookup, validateQueryFilter } from '../model/validate.ts';
import { loadAccounts, loadTransfers } from './store/load.ts';
import {
  getAccountBalances,
  getAccountTransfers,
  queryAccounts,
  queryTransfers,
} from './store/read.ts';

export type Reads = Omit<LedgerDriver, 'createAccounts' | 'createTransfers' | 'destroy'>;

export type Reading = {
  /** Throws when the ledger is closed. */
  begin(): void;
  /** Expires what is due, where this process writes: no reader here sees it as held still. */
  expire(): Promise<void>;
};

/** Reads come from the tables, so they show what was answered, whichever process wrote it. */
export function createReads(db: Pick<Database, 'query'>, { begin, expire }: Reading): Reads {
  return {
    async lookupAccounts(batch) {
      begin();
      validateLookup(batch);
      await expire();
      const loaded = await loadAccounts(db, batch);
      return inOrderOf(
        batch,
        loaded.map(({ account }) => account),
      );
    },
    async lookupTransfers(batch) {
      begin();
      validateLookup(batch);
      const loaded = await loadTransfers(db, batch);
      return inOrderOf(
        batch,
        loaded.map(({ transfer }) => transfer),
      );
    },
    async getAccountTransfers(filter) {
      begin();
      validateAccountFilter(filter);
      return getAccountTransfers(db, filter);
    },
    async getAccountBalances(filter) {
      begin();
      validateAccountFilter(filter);
      return getAccountBalances(db, filter);
    },
    async queryAccounts(filter) {
      begin();
      validateQueryFilter(filter);
      await expire();
      return queryAccounts(db, filter);
    },
    async queryTransfers(filter) {
      begin();
      validateQueryFilter(filter);
      return queryTransfers(db, filter);
    },
  };
}

/** As asked, also twice; what is not there is left out. */
function inOrderOf<Row extends { id: bigint }>(ids: readonly bigint[], rows: Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row }];
  });
}
