import type { PersonId } from '@plaza/base';
import type { OperationRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  operation_id as "operationId", kind, person_id as "personId", currency,
  amount_minor as "amountMinor", reason, target_id as "targetId",
  actor_id as "actorId", created_at as "createdAt"`;

export async function selectOperations(
  q: Querying,
  operationIds: readonly string[],
): Promise<OperationRow[]> {
  if (operationIds.length === 0) return [];
  const { rows } = await q.query<OperationRow>(
    `select ${columns} from pay_operation where operation_id = any($1::uuid[])`,
    [operationIds],
  );
  return rows;
}

/** What was done to the wallets of a person, oldest first. */
export async function selectOperationsOf(q: Querying, personId: PersonId): Promise<OperationRow[]> {
  const { rows } = await q.query<OperationRow>(
    `select ${columns} from pay_operation where person_id = $1 order by created_at, operation_id`,
    [personId],
  );
  return rows;
}

/** Writes what is to be done; the same once more changes nothing. */
export async function insertOperation(q: Querying, row: OperationRow): Promise<void> {
  await q.query(
    `insert into pay_operation (operation_id, kind, person_id, currency, amount_minor, reason,
       target_id, actor_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      row.operationId,
      row.kind,
      row.personId,
      row.currency,
      row.amountMinor,
      row.reason,
      row.targetId,
      row.actorId,
      row.createdAt,
    ],
  );
}
