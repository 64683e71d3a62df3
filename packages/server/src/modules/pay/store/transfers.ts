import type { PersonId, TransferId } from '@plaza/base';
import type { TransferRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  transfer_id as "transferId", payer_id as "payerId", payee_id as "payeeId",
  conversation_id as "conversationId", amount_minor as "amountMinor", currency, note, state,
  failure, attempt, created_at as "createdAt", expires_at as "expiresAt",
  settled_at as "settledAt", delay_seconds as "delaySeconds", arrives_at as "arrivesAt",
  contacted_at as "contactedAt"`;

export async function selectTransfers(
  q: Querying,
  transferIds: readonly string[],
): Promise<TransferRow[]> {
  if (transferIds.length === 0) return [];
  const { rows } = await q.query<TransferRow>(
    `select ${columns} from pay_transfer where transfer_id = any($1::uuid[])`,
    [transferIds],
  );
  return rows;
}

export async function selectTransfer(q: Querying, transferId: string): Promise<TransferRow | null> {
  return (await selectTransfers(q, [transferId]))[0] ?? null;
}

export type NewTransferRow = Omit<
  TransferRow,
  'state' | 'failure' | 'attempt' | 'expiresAt' | 'settledAt' | 'arrivesAt' | 'contactedAt'
>;

/** Intents of many, each with its payer's own entry. */
export async function insertTransfers(q: Querying, rows: readonly NewTransferRow[]): Promise<void> {
  await q.query({
    name: 'pay_transfer_begin',
    text: `insert into pay_transfer (transfer_id, payer_id, payee_id, conversation_id, amount_minor,
             currency, note, created_at, delay_seconds)
           select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[],
             $6::text[], $7::text[], $8::timestamptz[], $9::int[])`,
    values: [
      rows.map(({ transferId }) => transferId),
      rows.map(({ payerId }) => payerId),
      rows.map(({ payeeId }) => payeeId),
      rows.map(({ conversationId }) => conversationId),
      rows.map(({ amountMinor }) => amountMinor),
      rows.map(({ currency }) => currency),
      rows.map(({ note }) => note),
      rows.map(({ createdAt }) => createdAt),
      rows.map(({ delaySeconds }) => delaySeconds),
    ],
  });
  await upsertParties(
    q,
    rows.map(({ payerId: personId, transferId }) => ({ personId, transferId, waitingUntil: null })),
  );
}

/** False when it is not in process any more. */
export async function failTransfer(
  q: Querying,
  transferId: TransferId,
  failure: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update pay_transfer set state = 'failed', failure = $2
     where transfer_id = $1 and state = 'processing'`,
    [transferId, failure],
  );
  return rowCount === 1;
}

/** Leaves an attempt whose id is used up; whoever else left it before has done the same. */
export async function leaveAttempt(
  q: Querying,
  transferId: TransferId,
  attempt: number,
): Promise<void> {
  await q.query(
    `update pay_transfer set attempt = attempt + 1 where transfer_id = $1 and attempt = $2`,
    [transferId, attempt],
  );
}

/** Writes what the projection made of the transfers, in the order of their keys. */
export async function updateTransfers(q: Querying, rows: readonly TransferRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) => (a.transferId < b.transferId ? -1 : 1));
  await q.query(
    `update pay_transfer t set state = n.state, expires_at = n.expires_at,
       settled_at = n.settled_at, arrives_at = n.arrives_at,
       arrival_due_at = case when n.state = 'arriving' then t.arrival_due_at end
     from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
       as n (transfer_id, state, expires_at, settled_at, arrives_at)
     where t.transfer_id = n.transfer_id`,
    [
      sorted.map((row) => row.transferId),
      sorted.map((row) => row.state),
      sorted.map((row) => row.expiresAt),
      sorted.map((row) => row.settledAt),
      sorted.map((row) => row.arrivesAt),
    ],
  );
}

export type PartyRow = { personId: PersonId; transferId: TransferId; waitingUntil: Date | null };

/** Writes whose transfers they are and how long they wait. */
export async function upsertParties(q: Querying, rows: readonly PartyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.personId} ${a.transferId}` < `${b.personId} ${b.transferId}` ? -1 : 1,
  );
  await q.query(
    `insert into pay_party (person_id, transfer_id, waiting_until)
     select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
     on conflict (person_id, transfer_id) do update set waiting_until = excluded.waiting_until`,
    [
      sorted.map((row) => row.personId),
      sorted.map((row) => row.transferId),
      sorted.map((row) => row.waitingUntil),
    ],
  );
}

/** Ids of transfers that wait, the next to lapse first. */
export async function selectWaiting(
  q: Querying,
  personId: PersonId,
  limit: number,
): Promise<TransferId[]> {
  const { rows } = await q.query<{ transferId: TransferId }>(
    `select transfer_id as "transferId" from pay_party
     where person_id = $1 and waiting_until is not null
     order by waiting_until, transfer_id limit $2`,
    [personId, limit],
  );
  return rows.map(({ transferId }) => transferId);
}

/** Ids of all transfers of a person in their order, a page after `after`. */
export async function selectOwn(
  q: Querying,
  personId: PersonId,
  { after, limit }: { after: string; limit: number },
): Promise<TransferId[]> {
  const { rows } = await q.query<{ transferId: TransferId }>(
    `select transfer_id as "transferId" from pay_party
     where person_id = $1 and transfer_id > $2 order by transfer_id limit $3`,
    [personId, after, limit],
  );
  return rows.map(({ transferId }) => transferId);
}
