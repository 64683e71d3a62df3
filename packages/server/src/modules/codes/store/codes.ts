import type { FamilyCardId, PersonId } from '@plaza/base';
import type { CodeRow, Holder } from '../types.ts';
import type { Querying } from './tables.ts';

export type NewCodeRow = { hash: Buffer; validFrom: Date; validUntil: Date };

export async function insertCodes(
  q: Querying,
  { personId, sessionId, cardId }: Holder & { cardId: FamilyCardId | null },
  rows: readonly NewCodeRow[],
): Promise<void> {
  await q.query(
    `insert into codes_code (code_hash, person_id, session_id, card_id, valid_from, valid_until)
     select hash, $1, $2, $3, valid_from, valid_until
     from unnest($4::bytea[], $5::timestamptz[], $6::timestamptz[])
       as given (hash, valid_from, valid_until)`,
    [
      ...[personId, sessionId, cardId],
      rows.map(({ hash }) => hash),
      rows.map(({ validFrom }) => validFrom),
      rows.map(({ validUntil }) => validUntil),
    ],
  );
}

/** What was given out ends: what is shown now stays known as over, what was to come is gone. */
export async function endCodes(
  q: Querying,
  { personId, sessionId }: { personId: PersonId; sessionId: string | null },
  now: Date,
): Promise<void> {
  const theirs = `person_id = $1 and ($2::uuid is null or session_id = $2) and used_at is null`;
  await q.query(`delete from codes_code where ${theirs} and valid_from >= $3`, [
    ...[personId, sessionId, now],
  ]);
  await q.query(
    `update codes_code set valid_until = $3
     where ${theirs} and valid_from < $3 and valid_until > $3`,
    [personId, sessionId, now],
  );
}

export async function selectCode(q: Querying, hash: Buffer): Promise<CodeRow | null> {
  const { rows } = await q.query<CodeRow>(
    `select person_id as "personId", session_id as "sessionId", valid_from as "validFrom",
       valid_until as "validUntil", used_at as "usedAt", order_id as "orderId",
       is_confirmed as "isConfirmed", card_id as "cardId"
     from codes_code where code_hash = $1`,
    [hash],
  );
  return rows[0] ?? null;
}

/** Uses a code up; false when somebody was first, or its time is not now. */
export async function useCode(
  q: Querying,
  hash: Buffer,
  { orderId, now }: { orderId: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update codes_code set used_at = $2, order_id = $3, is_confirmed = false
     where code_hash = $1 and used_at is null and valid_from <= $2 and valid_until > $2`,
    [hash, now, orderId],
  );
  return rowCount === 1;
}

export async function confirmCode(q: Querying, hash: Buffer): Promise<void> {
  await q.query('update codes_code set is_confirmed = true where code_hash = $1', [hash]);
}

/** Forgets codes that ended before a time. */
export async function deleteCodesBefore(q: Querying, before: Date): Promise<void> {
  await q.query('delete from codes_code where valid_until < $1', [before]);
}
