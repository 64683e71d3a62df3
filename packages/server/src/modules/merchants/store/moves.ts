import type { MerchantId, MoveId, OrderId, PersonId } from '@plaza/base';
import type { Querying } from '../deps.ts';
import type { Attrs, MoveKind, MoveName, MoveRow } from '../types.ts';
import type { Place } from './orders.ts';

export const moveColumns = `
  merchant_id as "merchantId", move_id as "moveId", kind, out_no as "outNo",
  move_no as "moveNo", order_id as "orderId", person_id as "personId",
  source_id as "sourceId", card_id as "cardId",
  amount_minor as "amountMinor", currency, settled_minor as "settledMinor", state, failure, note,
  actor_id as "actorId", only_person_id as "onlyPersonId", shift_id as "shiftId",
  hold_seconds as "holdSeconds", wanted, wanted_minor as "wantedMinor", attempt,
  end_attempt as "endAttempt", quotas, attrs,
  created_at as "createdAt", expires_at as "expiresAt", settled_at as "settledAt"`;

type Key = { merchantId: MerchantId; moveId: MoveId };

export async function selectMove(
  q: Querying,
  merchantId: MerchantId,
  moveId: MoveId,
): Promise<MoveRow | null> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move where merchant_id = $1 and move_id = $2`,
    [merchantId, moveId],
  );
  return rows[0] ?? null;
}

export async function selectMoveOf(
  q: Querying,
  of: { merchantId: MerchantId; kind: MoveKind; name: MoveName },
): Promise<MoveRow | null> {
  const { name } = of;
  const [column, value] =
    'moveId' in name
      ? ['move_id', name.moveId]
      : 'outNo' in name
        ? ['out_no', name.outNo]
        : ['move_no', name.moveNo];
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move
     where merchant_id = $1 and kind = $2 and ${column} = $3`,
    [of.merchantId, of.kind, value],
  );
  return rows[0] ?? null;
}

/** By id alone: the feed of the ledger knows no merchants. */
export async function selectMoves(q: Querying, moveIds: readonly string[]): Promise<MoveRow[]> {
  if (moveIds.length === 0) return [];
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move where move_id = any($1::uuid[])`,
    [moveIds],
  );
  return rows;
}

export async function selectRefunds(
  q: Querying,
  merchantId: MerchantId,
  orderId: OrderId,
): Promise<MoveRow[]> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move
     where merchant_id = $1 and order_id = $2 and kind = 'refund' order by created_at, move_id`,
    [merchantId, orderId],
  );
  return rows;
}

/** False: there is one of this number, or of this id. */
export async function insertMove(q: Querying, row: MoveRow, dueAt: Date | null): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into merchants_move (merchant_id, move_id, kind, out_no, move_no, order_id, person_id,
       amount_minor, currency, state, note, actor_id, only_person_id, shift_id, hold_seconds,
       quotas, attrs, created_at, due_at, source_id, card_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       $20, $21)
     on conflict do nothing`,
    [
      ...[row.merchantId, row.moveId, row.kind, row.outNo, row.moveNo, row.orderId],
      ...[row.personId, row.amountMinor, row.currency, row.state, row.note, row.actorId],
      ...[row.onlyPersonId, row.shiftId, row.holdSeconds, JSON.stringify(row.quotas)],
      ...[JSON.stringify(row.attrs), row.createdAt, dueAt, row.sourceId, row.cardId],
    ],
  );
  return rowCount === 1;
}

/** Ends an attempt that the ledger refused; false: somebody else ended it, or it is over. */
export async function failMove(
  q: Querying,
  { merchantId, moveId, attempt }: MoveRow,
  failure: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update merchants_move set state = 'failed', failure = $4, due_at = null
     where merchant_id = $1 and move_id = $2 and attempt = $3 and state = 'processing'`,
    [merchantId, moveId, attempt, failure],
  );
  return rowCount === 1;
}

/** Tries one that failed once more, with other ids in the ledger. */
export async function retryMove(
  q: Querying,
  { merchantId, moveId, attempt }: MoveRow,
  dueAt: Date,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update merchants_move set state = 'processing', failure = null, attempt = attempt + 1,
       due_at = $4
     where merchant_id = $1 and move_id = $2 and attempt = $3 and state = 'failed'`,
    [merchantId, moveId, attempt, dueAt],
  );
  return rowCount === 1;
}

/** Its payer said yes to a hold, or again after it failed; null: it asks no more, or not them. */
export async function agreeToHold(
  q: Querying,
  { merchantId, moveId }: Key,
  of: { personId: PersonId; quotas: MoveRow['quotas']; dueAt: Date },
): Promise<MoveRow | null> {
  const { rows } = await q.query<MoveRow>(
    `update merchants_move set state = 'processing', person_id = $3, due_at = $4, quotas = $5,
       failure = null, attempt = attempt + case state when 'failed' then 1 else 0 end
     where merchant_id = $1 and move_id = $2 and state in ('asked', 'failed')
       and (only_person_id is null or only_person_id = $3)
     returning ${moveColumns}`,
    [merchantId, moveId, of.personId, of.dueAt, JSON.stringify(of.quotas)],
  );
  return rows[0] ?? null;
}

/** Nobody will say yes to it. */
export async function dropMove(q: Querying, { merchantId, moveId }: Key): Promise<boolean> {
  const { rowCount } = await q.query(
    `update merchants_move set state = 'dropped', failure = null
     where merchant_id = $1 and move_id = $2 and kind = 'hold' and state in ('asked', 'failed')`,
    [merchantId, moveId],
  );
  return rowCount === 1;
}

/** Says how what is held is to end; the first who says so is heard. */
export async function wantEnd(
  q: Querying,
  { merchantId, moveId }: Key,
  of: { wanted: 'take' | 'release'; wantedMinor: bigint; dueAt: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update merchants_move set wanted = $3, wanted_minor = $4, due_at = $5
     where merchant_id = $1 and move_id = $2 and state = 'held' and wanted is null`,
    [merchantId, moveId, of.wanted, of.wantedMinor, of.dueAt],
  );
  return rowCount === 1;
}

/**
 * Leaves ids that were used up: the same is tried with others, or, with `isGivenUp`, somebody has
 * to say so again.
 */
export async function leaveEnd(
  q: Querying,
  { merchantId, moveId, endAttempt }: MoveRow,
  { isGivenUp }: { isGivenUp: boolean },
): Promise<void> {
  const given = `wanted = null, wanted_minor = 0, due_at = null,`;
  await q.query(
    `update merchants_move set ${isGivenUp ? given : ''} end_attempt = end_attempt + 1
     where merchant_id = $1 and move_id = $2 and end_attempt = $3 and state = 'held'`,
    [merchantId, moveId, endAttempt],
  );
}

export async function setMoveAttrs(q: Querying, key: Key, attrs: Attrs): Promise<void> {
  await q.query(`update merchants_move set attrs = $3 where merchant_id = $1 and move_id = $2`, [
    key.merchantId,
    key.moveId,
    JSON.stringify(attrs),
  ]);
}

/** Moves that somebody left half done. */
export async function selectDueMoves(
  q: Querying,
  { before, limit }: { before: Date; limit: number },
): Promise<MoveRow[]> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move where due_at <= $1 order by due_at limit $2`,
    [before, limit],
  );
  return rows;
}

export async function postponeMove(
  q: Querying,
  { merchantId, moveId }: Key,
  dueAt: Date,
): Promise<void> {
  await q.query(
    `update merchants_move set due_at = $3
     where merchant_id = $1 and move_id = $2 and due_at is not null`,
    [merchantId, moveId, dueAt],
  );
}

/** Moves of a person, or of their wallet, that are not over. */
export async function selectOpenMoves(q: Querying, personId: PersonId): Promise<MoveRow[]> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move
     where (person_id = $1 or source_id = $1) and state in ('processing', 'held')`,
    [personId],
  );
  return rows;
}

/** Settled from `from` on and before `to`, in the order in which they were. */
export async function selectSettled(
  q: Querying,
  of: { merchantId: MerchantId; kind: MoveKind; from: Date; to: Date; after: Place | null } & {
    limit: number;
  },
): Promise<MoveRow[]> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move
     where merchant_id = $1 and kind = $2 and settled_at >= $3 and settled_at < $4
       and state = 'done' and ($5::timestamptz is null or (settled_at, move_id) > ($5, $6::uuid))
     order by settled_at, move_id limit $7`,
    [
      ...[of.merchantId, of.kind, of.from, of.to, of.after?.at ?? null, of.after?.id ?? null],
      of.limit,
    ],
  );
  return rows;
}

/** Writes what the projection made of moves, in the order of their keys. */
export async function updateMoves(q: Querying, rows: readonly MoveRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.merchantId} ${a.moveId}` < `${b.merchantId} ${b.moveId}` ? -1 : 1,
  );
  await q.query(
    `update merchants_move m set state = n.state, settled_minor = n.settled_minor,
       expires_at = n.expires_at, settled_at = n.settled_at,
       due_at = case when n.state = 'held' and m.wanted is not null then m.due_at end
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[],
       $6::timestamptz[]) as n (merchant_id, move_id, state, settled_minor, expires_at, settled_at)
     where m.merchant_id = n.merchant_id and m.move_id = n.move_id`,
    [
      sorted.map((row) => row.merchantId),
      sorted.map((row) => row.moveId),
      sorted.map((row) => row.state),
      sorted.map((row) => row.settledMinor),
      sorted.map((row) => row.expiresAt),
      sorted.map((row) => row.settledAt),
    ],
  );
}
