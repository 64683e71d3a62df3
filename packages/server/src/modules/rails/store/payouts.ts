import type { PersonId } from '@plaza/base';
import type { PayoutRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  payout_id as "payoutId", way, person_id as "personId", currency,
  amount_minor as "amountMinor", iban, name, code, state, failure, attempt,
  actor_id as "actorId", reason, created_at as "createdAt", exported_at as "exportedAt",
  returning_at as "returningAt", expires_at as "expiresAt", settled_at as "settledAt"`;

async function select(q: Querying, rest: string, values: unknown[]): Promise<PayoutRow[]> {
  const { rows } = await q.query<PayoutRow>(`select ${columns} from rails_payout ${rest}`, values);
  return rows;
}

export async function insertPayout(q: Querying, row: PayoutRow): Promise<void> {
  await q.query(
    `insert into rails_payout (payout_id, way, person_id, currency, amount_minor, iban, name,
       code, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.payoutId,
      row.way,
      row.personId,
      row.currency,
      row.amountMinor,
      row.iban,
      row.name,
      row.code,
      row.createdAt,
    ],
  );
}

export const selectPayouts = (q: Querying, ids: readonly string[]) =>
  select(q, 'where payout_id = any($1::uuid[])', [ids]);

export async function selectPayout(q: Querying, payoutId: string): Promise<PayoutRow | null> {
  return (await selectPayouts(q, [payoutId]))[0] ?? null;
}

export const selectPayoutsOf = (q: Querying, personId: PersonId, limit: number) =>
  select(q, 'where person_id = $1 order by created_at desc, payout_id limit $2', [personId, limit]);

/** Open ones of a person, which must end before the wallet does. */
export const selectOpenOf = (q: Querying, personId: PersonId) =>
  select(q, `where person_id = $1 and state in ('processing', 'held')`, [personId]);

/** The payout of a code: the one that waits, else the newest. */
export async function selectByCode(q: Querying, code: string): Promise<PayoutRow | null> {
  const order = `order by (state = 'held') desc, created_at desc limit 1`;
  return (await select(q, `where code = $1 ${order}`, [code]))[0] ?? null;
}

/** Those that are to come back, and have not yet. */
export const selectReturning = (q: Querying, limit: number) =>
  select(q, `where state = 'held' and returning_at is not null order by returning_at limit $1`, [
    limit,
  ]);

export const selectHeldByBank = (q: Querying, limit: number) =>
  select(q, `where way = 'bank' and state = 'held' order by created_at, payout_id limit $1`, [
    limit,
  ]);

/** Puts all that are in no file into one; gives them. */
export async function takeForExport(
  q: Querying,
  { currency, at, limit }: { currency: string; at: Date; limit: number },
): Promise<PayoutRow[]> {
  const { rows } = await q.query<PayoutRow>(
    `update rails_payout set exported_at = $2
     where payout_id in (
       select payout_id from rails_payout
       where way = 'bank' and state = 'held' and currency = $1 and exported_at is null
         and returning_at is null
       order by created_at, payout_id limit $3 for update skip locked
     )
     returning ${columns}`,
    [currency, at, limit],
  );
  return rows;
}

export async function failPayout(q: Querying, payoutId: string, failure: string): Promise<void> {
  await q.query(
    `update rails_payout set state = 'failed', failure = $2
     where payout_id = $1 and state = 'processing'`,
    [payoutId, failure],
  );
}

/** The cashier who pays it, unless another one does. */
export async function notePayer(
  q: Querying,
  payoutId: string,
  actorId: PersonId,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update rails_payout set actor_id = $2
     where payout_id = $1 and state = 'held' and returning_at is null
       and (actor_id is null or actor_id = $2)`,
    [payoutId, actorId],
  );
  return rowCount === 1;
}

/** Nothing was paid: somebody else may. */
export async function forgetPayer(q: Querying, payoutId: string): Promise<void> {
  await q.query(`update rails_payout set actor_id = null where payout_id = $1 and state = 'held'`, [
    payoutId,
  ]);
}

/** From now on it comes back. False: it is over, or with the bank already. */
export async function noteReturning(
  q: Querying,
  payoutId: string,
  of: { at: Date; reason: string; mayBeExported: boolean },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update rails_payout set returning_at = coalesce(returning_at, $2), reason = $3
     where payout_id = $1 and state = 'held' and (actor_id is null or way = 'bank')
       and ($4 or exported_at is null)`,
    [payoutId, of.at, of.reason, of.mayBeExported],
  );
  return rowCount === 1;
}

export async function leavePayoutTry(
  q: Querying,
  { payoutId, attempt }: Pick<PayoutRow, 'payoutId' | 'attempt'>,
): Promise<void> {
  await q.query(
    `update rails_payout set attempt = attempt + 1 where payout_id = $1 and attempt = $2`,
    [payoutId, attempt],
  );
}

/** Writes what the projection made of the payouts. */
export async function updatePayouts(q: Querying, rows: readonly PayoutRow[]): Promise<void> {
  for (const row of rows.toSorted((a, b) => (a.payoutId < b.payoutId ? -1 : 1))) {
    await q.query(
      `update rails_payout set state = $2, expires_at = $3, settled_at = $4 where payout_id = $1`,
      [row.payoutId, row.state, row.expiresAt, row.settledAt],
    );
  }
}

export async function deletePayouts(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from rails_payout where person_id = $1`, [personId]);
  await q.query(`update rails_payout set actor_id = null where actor_id = $1`, [personId]);
}
