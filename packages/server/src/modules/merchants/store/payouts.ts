import type { MerchantId, MoveId } from '@plaza/base';
import type { Querying } from '../deps.ts';
import type { MoveRow } from '../types.ts';
import { moveColumns } from './moves.ts';

// Payouts that are asked for together, in as many statements as one.

/** Those of these numbers that there are. */
export async function selectPayouts(
  q: Querying,
  merchantId: MerchantId,
  outNos: readonly string[],
): Promise<MoveRow[]> {
  const { rows } = await q.query<MoveRow>(
    `select ${moveColumns} from merchants_move
     where merchant_id = $1 and kind = 'payout' and out_no = any($2::text[])`,
    [merchantId, outNos],
  );
  return rows;
}

/** Writes the intents of payouts that move at once; gives which were not there before. */
export async function insertPayouts(
  q: Querying,
  rows: readonly MoveRow[],
  of: { merchantId: MerchantId; dueAt: Date },
): Promise<Set<MoveId>> {
  const { rows: made } = await q.query<{ moveId: MoveId }>(
    `insert into merchants_move (merchant_id, move_id, kind, out_no, move_no, person_id,
       amount_minor, currency, state, note, actor_id, quotas, attrs, created_at, due_at)
     select $1, n.move_id, 'payout', n.out_no, n.move_no, n.person_id, n.amount_minor, n.currency,
       'processing', n.note, n.actor_id, n.quotas, n.attrs, n.created_at, $2
     from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::bigint[], $8::text[],
       $9::text[], $10::uuid[], $11::jsonb[], $12::jsonb[], $13::timestamptz[])
       as n (move_id, out_no, move_no, person_id, amount_minor, currency, note, actor_id, quotas,
         attrs, created_at)
     order by n.move_id
     on conflict do nothing returning move_id as "moveId"`,
    [
      ...[of.merchantId, of.dueAt],
      rows.map(({ moveId }) => moveId),
      rows.map(({ outNo }) => outNo),
      rows.map(({ moveNo }) => moveNo),
      rows.map(({ personId }) => personId),
      rows.map(({ amountMinor }) => amountMinor),
      rows.map(({ currency }) => currency),
      rows.map(({ note }) => note),
      rows.map(({ actorId }) => actorId),
      rows.map(({ quotas }) => JSON.stringify(quotas)),
      rows.map(({ attrs }) => JSON.stringify(attrs)),
      rows.map(({ createdAt }) => createdAt),
    ],
  );
  return new Set(made.map(({ moveId }) => moveId));
}
