import type { FamilyCardId, PersonId } from '@plaza/base';
import type { FamilyCaps, FamilyCardState } from '@plaza/contract';
import type { CardKey, CardRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  giver_id as "giverId", card_id as "cardId", holder_id as "holderId", name, currency,
  payment_minor as "paymentMinor", day_minor as "dayMinor", month_minor as "monthMinor", state,
  place, asked, offered_at as "offeredAt", expires_at as "expiresAt", ended_at as "endedAt",
  version`;

/** Takes the lowest place that is free; false: this card, this pair or every place is there. */
export async function insertCard(
  q: Querying,
  row: Omit<CardRow, 'place' | 'endedAt' | 'version'>,
  places: number,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into family_card (giver_id, card_id, holder_id, name, currency, payment_minor,
       day_minor, month_minor, state, asked, offered_at, expires_at, place)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, place
     from generate_series(1, $13::int) as place
     where not exists (
       select from family_card c where c.giver_id = $1 and c.currency = $5
         and c.place = place.place and c.ended_at is null
     )
     order by place limit 1
     on conflict do nothing`,
    [
      ...[row.giverId, row.cardId, row.holderId, row.name, row.currency, row.paymentMinor],
      ...[row.dayMinor, row.monthMinor, row.state, row.asked, row.offeredAt, row.expiresAt],
      places,
    ],
  );
  return rowCount === 1;
}

export async function insertHeld(
  q: Querying,
  { holderId, cardId, giverId }: Pick<CardRow, 'holderId' | 'cardId' | 'giverId'>,
): Promise<void> {
  await q.query(
    `insert into family_held (holder_id, card_id, giver_id) values ($1, $2, $3)
     on conflict do nothing`,
    [holderId, cardId, giverId],
  );
}

/** A card of which this person is the giver or the holder, found in two steps. */
export async function selectCardOf(
  q: Querying,
  personId: PersonId,
  cardId: FamilyCardId,
): Promise<CardRow | null> {
  const own = await selectCard(q, { giverId: personId, cardId });
  if (own !== null) return own;
  const { rows } = await q.query<{ giverId: PersonId }>(
    `select giver_id as "giverId" from family_held where holder_id = $1 and card_id = $2`,
    [personId, cardId],
  );
  const held = rows[0];
  return held === undefined ? null : selectCard(q, { giverId: held.giverId, cardId });
}

export async function selectCard(
  q: Querying,
  { giverId, cardId }: CardKey,
): Promise<CardRow | null> {
  const { rows } = await q.query<CardRow>(
    `select ${columns} from family_card where giver_id = $1 and card_id = $2`,
    [giverId, cardId],
  );
  return rows[0] ?? null;
}

/** The card between two that is not over. */
export async function selectOfPair(
  q: Querying,
  giverId: PersonId,
  holderId: PersonId,
): Promise<CardRow | null> {
  const { rows } = await q.query<CardRow>(
    `select ${columns} from family_card
     where giver_id = $1 and holder_id = $2 and ended_at is null`,
    [giverId, holderId],
  );
  return rows[0] ?? null;
}

type Shown = { endedAfter: Date; limit: number };

/** Newest first, without those that ended long ago. */
export async function selectGiven(
  q: Querying,
  giverId: PersonId,
  { endedAfter, limit }: Shown,
): Promise<CardRow[]> {
  const { rows } = await q.query<CardRow>(
    `select ${columns} from family_card
     where giver_id = $1 and (ended_at is null or ended_at > $2)
     order by ended_at is not null, offered_at desc, card_id limit $3`,
    [giverId, endedAfter, limit],
  );
  return rows;
}

export async function selectHeld(
  q: Querying,
  holderId: PersonId,
  { endedAfter, limit }: Shown,
): Promise<CardRow[]> {
  const { rows: held } = await q.query<CardKey>(
    `select giver_id as "giverId", card_id as "cardId" from family_held where holder_id = $1`,
    [holderId],
  );
  if (held.length === 0) return [];
  const { rows } = await q.query<CardRow>(
    `select ${columns} from family_card
     where (giver_id, card_id) in (select * from unnest($1::uuid[], $2::uuid[]))
       and (ended_at is null or ended_at > $3)
     order by ended_at is not null, offered_at desc, card_id limit $4`,
    [held.map((key) => key.giverId), held.map((key) => key.cardId), endedAfter, limit],
  );
  return rows;
}

export async function countGiven(q: Querying, giverId: PersonId): Promise<Map<string, number>> {
  const { rows } = await q.query<{ currency: string; count: number }>(
    `select currency, count(*)::int as count from family_card
     where giver_id = $1 and ended_at is null group by currency`,
    [giverId],
  );
  return new Map(rows.map(({ currency, count }) => [currency, count]));
}

/** The card as it is, locked until the transaction ends. */
export async function lockCard(q: Querying, { giverId, cardId }: CardKey): Promise<CardRow | null> {
  const { rows } = await q.query<CardRow>(
    `update family_card set version = version where giver_id = $1 and card_id = $2
     returning ${columns}`,
    [giverId, cardId],
  );
  return rows[0] ?? null;
}

export async function setState(
  q: Querying,
  { giverId, cardId }: CardKey,
  of: { state: FamilyCardState; endedAt: Date | null },
): Promise<CardRow | null> {
  const { rows } = await q.query<CardRow>(
    `update family_card set state = $3, ended_at = $4, version = version + 1
     where giver_id = $1 and card_id = $2 returning ${columns}`,
    [giverId, cardId, of.state, of.endedAt],
  );
  return rows[0] ?? null;
}

export async function setTerms(
  q: Querying,
  { giverId, cardId }: CardKey,
  { name, caps }: { name: string; caps: FamilyCaps },
): Promise<CardRow | null> {
  const { rows } = await q.query<CardRow>(
    `update family_card set name = $3, payment_minor = $4, day_minor = $5, month_minor = $6,
       version = version + 1
     where giver_id = $1 and card_id = $2 returning ${columns}`,
    [giverId, cardId, name, caps.paymentMinor, caps.dayMinor, caps.monthMinor],
  );
  return rows[0] ?? null;
}

/** Still as it was judged, and kept so until the transaction ends. */
export async function holdCard(
  q: Querying,
  { giverId, cardId, version }: CardKey & { version: number },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update family_card set version = version
     where giver_id = $1 and card_id = $2 and version = $3 and state = 'active'`,
    [giverId, cardId, version],
  );
  return rowCount === 1;
}

/** Offers that nobody answered in time are over. */
export async function lapseOffers(
  q: Querying,
  { now, limit }: { now: Date; limit: number },
): Promise<CardRow[]> {
  const { rows } = await q.query<CardRow>(
    `update family_card c set state = 'lapsed', ended_at = $1, version = version + 1
     from (select giver_id, card_id from family_card
       where state = 'offered' and expires_at <= $1 order by giver_id, card_id limit $2) due
     where c.giver_id = due.giver_id and c.card_id = due.card_id and c.state = 'offered'
     returning ${columns.replaceAll(/\b(giver_id|card_id)\b/g, 'c.$1')}`,
    [now, limit],
  );
  return rows;
}

/** Ends what is not over of the cards between two people, whoever gave them. */
export async function endBetween(
  q: Querying,
  [a, b]: readonly [PersonId, PersonId],
  endedAt: Date,
): Promise<CardRow[]> {
  const { rows } = await q.query<CardRow>(
    `update family_card set state = 'ended', ended_at = $3, version = version + 1
     where ((giver_id = $1 and holder_id = $2) or (giver_id = $2 and holder_id = $1))
       and ended_at is null
     returning ${columns}`,
    [a, b, endedAt],
  );
  return rows;
}

/** Ends every card of a person that is not over, given or held. */
export async function endAllOf(q: Querying, personId: PersonId, endedAt: Date): Promise<CardRow[]> {
  const { rows } = await q.query<CardRow>(
    `update family_card set state = 'ended', ended_at = $2, version = version + 1
     where ended_at is null and (giver_id = $1 or (giver_id, card_id) in
       (select giver_id, card_id from family_held where holder_id = $1))
     returning ${columns}`,
    [personId, endedAt],
  );
  return rows;
}

/** On whose statements payments of this holder stand. */
export async function selectGivers(q: Querying, holderId: PersonId): Promise<PersonId[]> {
  const { rows } = await q.query<{ giverId: PersonId }>(
    `select distinct giver_id as "giverId" from family_held where holder_id = $1`,
    [holderId],
  );
  return rows.map(({ giverId }) => giverId);
}

/** All that is of an erased person; of cards that they held their givers keep the payments. */
export async function deletePerson(q: Querying, personId: PersonId): Promise<void> {
  await q.query(
    `delete from family_held where holder_id = $1 or (holder_id, card_id) in
       (select holder_id, card_id from family_card where giver_id = $1)`,
    [personId],
  );
  await q.query('delete from family_payment where giver_id = $1', [personId]);
  await q.query('delete from family_card where giver_id = $1', [personId]);
}
