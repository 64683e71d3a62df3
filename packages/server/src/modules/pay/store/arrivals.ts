import type { TransferId } from '@plaza/base';
import type { Querying } from './tables.ts';

/** The payee takes it once it arrives; false when it does not wait any more. */
export async function agreeTransfer(q: Querying, transferId: TransferId): Promise<boolean> {
  const { rowCount } = await q.query(
    `update pay_transfer set state = 'arriving', arrival_due_at = arrives_at
     where transfer_id = $1 and state = 'waiting' and arrives_at is not null`,
    [transferId],
  );
  return rowCount === 1;
}

/** Transfers that were accepted and are to arrive, the longest due first. */
export async function selectDueArrivals(
  q: Querying,
  { before, limit }: { before: Date; limit: number },
): Promise<TransferId[]> {
  const { rows } = await q.query<{ transferId: TransferId }>(
    `select transfer_id as "transferId" from pay_transfer
     where state = 'arriving' and arrival_due_at <= $1 order by arrival_due_at limit $2`,
    [before, limit],
  );
  return rows.map(({ transferId }) => transferId);
}

export async function postponeArrival(q: Querying, transferId: string, until: Date): Promise<void> {
  await q.query(
    `update pay_transfer set arrival_due_at = $2 where transfer_id = $1 and state = 'arriving'`,
    [transferId, until],
  );
}

/** The payer wrote to the payee; false when they did before. */
export async function markContacted(
  q: Querying,
  transferId: TransferId,
  contactedAt: Date,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update pay_transfer set contacted_at = $2
     where transfer_id = $1 and contacted_at is null and expires_at is not null`,
    [transferId, contactedAt],
  );
  return rowCount === 1;
}
