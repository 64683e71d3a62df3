import type { PersonId } from '@plaza/base';
import type { DepositRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  deposit_id as "depositId", rail, person_id as "personId", currency,
  amount_minor as "amountMinor", actor_id as "actorId", source, state,
  created_at as "createdAt", done_at as "doneAt"`;

export async function insertDeposit(q: Querying, row: DepositRow): Promise<void> {
  await q.query(
    `insert into rails_deposit (deposit_id, rail, person_id, currency, amount_minor, actor_id,
       source, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.depositId,
      row.rail,
      row.personId,
      row.currency,
      row.amountMinor,
      row.actorId,
      row.source,
      row.createdAt,
    ],
  );
}

export async function selectDeposits(q: Querying, ids: readonly string[]): Promise<DepositRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await q.query<DepositRow>(
    `select ${columns} from rails_deposit where deposit_id = any($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** What a person was given, oldest first. */
export async function selectDepositsOf(q: Querying, personId: PersonId): Promise<DepositRow[]> {
  const { rows } = await q.query<DepositRow>(
    `select ${columns} from rails_deposit where person_id = $1 order by created_at, deposit_id`,
    [personId],
  );
  return rows;
}

export async function markDone(q: Querying, depositId: string, at: Date): Promise<void> {
  await q.query(
    `update rails_deposit set state = 'done', done_at = $2
     where deposit_id = $1 and state = 'processing'`,
    [depositId, at],
  );
}

export async function markFailed(q: Querying, depositId: string): Promise<void> {
  await q.query(
    `update rails_deposit set state = 'failed' where deposit_id = $1 and state = 'processing'`,
    [depositId],
  );
}

export async function deleteDeposits(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from rails_deposit where person_id = $1`, [personId]);
  await q.query(`update rails_deposit set actor_id = null where actor_id = $1`, [personId]);
}
