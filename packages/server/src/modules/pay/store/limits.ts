import type { PersonId } from '@plaza/base';
import type { Quota, StandingRow } from '../limits/types.ts';
import type { Querying } from './tables.ts';

export async function selectStandings(
  q: Querying,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, StandingRow>> {
  const { rows } = await q.query<StandingRow>(
    `select person_id as "personId", class, is_minor as "isMinor", reason, actor_id as "actorId",
       changed_at as "changedAt"
     from pay_standing where person_id = any($1::uuid[])`,
    [personIds],
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function upsertStanding(q: Querying, row: StandingRow): Promise<void> {
  await q.query(
    `insert into pay_standing (person_id, class, is_minor, reason, actor_id, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (person_id) do update set class = excluded.class, is_minor = excluded.is_minor,
       reason = excluded.reason, actor_id = excluded.actor_id, changed_at = excluded.changed_at`,
    [row.personId, row.class, row.isMinor, row.reason, row.actorId, row.changedAt],
  );
}

const keyOf = (one: Quota) => `${one.personId} ${one.currency} ${one.way} ${one.period}`;
const inOrder = (quotas: readonly Quota[]) =>
  quotas.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/**
 * Raises the counters, each unless it would pass what is most; gives which were raised. Rows are
 * touched in the order of their keys, and stay locked until the transaction ends.
 */
export async function raiseUses(q: Querying, quotas: readonly Quota[]): Promise<Set<Quota>> {
  const rows = inOrder(quotas);
  const { rows: raised } = await q.query<{ key: string }>(
    `insert into pay_use as u (person_id, currency, way, period, used_minor, most_minor)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[],
       $6::bigint[]) as n (person_id, currency, way, period, used_minor, most_minor)
     where n.used_minor <= n.most_minor
     on conflict (person_id, currency, way, period) do update
       set used_minor = u.used_minor + excluded.used_minor, most_minor = excluded.most_minor
       where u.used_minor + excluded.used_minor <= excluded.most_minor
     returning concat_ws(' ', person_id, currency, way, period) as key`,
    [
      rows.map((one) => one.personId),
      rows.map((one) => one.currency),
      rows.map((one) => one.way),
      rows.map((one) => one.period),
      rows.map((one) => one.amountMinor),
      rows.map((one) => one.mostMinor),
    ],
  );
  const keys = new Set(raised.map(({ key }) => key));
  return new Set(quotas.filter((one) => keys.has(keyOf(one))));
}

/** Lowers the counters by what was taken of them. */
export async function lowerUses(q: Querying, quotas: readonly Quota[]): Promise<void> {
  if (quotas.length === 0) return;
  const rows = inOrder(quotas);
  await q.query(
    `update pay_use u set used_minor = u.used_minor - n.used_minor
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[])
       as n (person_id, currency, way, period, used_minor)
     where (u.person_id, u.currency, u.way, u.period)
       = (n.person_id, n.currency, n.way, n.period)`,
    [
      rows.map((one) => one.personId),
      rows.map((one) => one.currency),
      rows.map((one) => one.way),
      rows.map((one) => one.period),
      rows.map((one) => one.amountMinor),
    ],
  );
}

export type UseRow = { currency: string; way: string; period: string; usedMinor: bigint };

export async function selectUses(q: Querying, personId: PersonId): Promise<UseRow[]> {
  const { rows } = await q.query<UseRow>(
    `select currency, way, period, used_minor as "usedMinor" from pay_use where person_id = $1`,
    [personId],
  );
  return rows;
}

/** What a wallet holds, with what is held of it: the latter may come back. */
export async function selectHolding(
  q: Querying,
  { personId, currency }: Pick<Quota, 'personId' | 'currency'>,
): Promise<bigint> {
  const { rows } = await q.query<{ minor: bigint }>(
    `select available_minor + held_minor as minor from pay_wallet
     where person_id = $1 and currency = $2`,
    [personId, currency],
  );
  return rows[0]?.minor ?? 0n;
}

/** Days long gone count for nothing any more. */
export async function deleteOldDays(q: Querying, before: string): Promise<void> {
  await q.query(`delete from pay_use where period like 'd%' and period < $1`, [before]);
}
