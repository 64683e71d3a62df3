import type { Database } from '../../../../kernel/db/index.ts';
import type { Draft } from '../../machine/index.ts';
import { uuidOf } from '../../model/ids.ts';

type Db = Pick<Database, 'query'>;

export async function currentEpoch(db: Db): Promise<bigint> {
  const { rows } = await db.query<{ epoch: bigint }>('select epoch from ledger_writer');
  return rows[0]?.epoch ?? 0n;
}

/**
 * Whether a group is in the tables: all of it is if one of its records is, with its timestamp. Of
 * one that made nothing new it does not matter.
 */
export async function wasCommitted(
  db: Db,
  group: { draft: Draft; createdAccounts: ReadonlySet<bigint> },
): Promise<boolean> {
  const { transfers, accounts } = group.draft;
  const [transfer] = transfers.values();
  const [accountId] = group.createdAccounts;
  const account = accountId === undefined ? undefined : accounts.get(accountId);
  const witness = transfer ?? account;
  if (witness === undefined) return false;
  const table = transfer === undefined ? 'ledger_account' : 'ledger_transfer';
  const { rowCount } = await db.query(`select from ${table} where id = $1 and timestamp = $2`, [
    uuidOf(witness.id),
    witness.timestamp,
  ]);
  return rowCount === 1;
}
