import type { PersonId } from '@plaza/base';
import type { Preferences } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';

type Row = { quietFrom: string | null; quietTo: string | null; muteWords: string[] };

/** Who never chose anything may be called at any time and for everything. */
export async function selectPreferences(
  db: Pick<Database, 'query'>,
  personId: PersonId,
): Promise<Preferences> {
  const { rows } = await db.query<Row>(
    `select quiet_from as "quietFrom", quiet_to as "quietTo", mute_words as "muteWords"
     from chat_preference where person_id = $1`,
    [personId],
  );
  const { quietFrom: from = null, quietTo: to = null, muteWords = [] } = rows[0] ?? {};
  return { quietHours: from === null || to === null ? null : { from, to }, muteWords };
}

/** False when nothing is different. */
export async function upsertPreferences(
  tx: Tx,
  personId: PersonId,
  { quietHours, muteWords }: Preferences,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into chat_preference as p (person_id, quiet_from, quiet_to, mute_words)
     values ($1, $2, $3, $4)
     on conflict (person_id) do update set quiet_from = excluded.quiet_from,
       quiet_to = excluded.quiet_to, mute_words = excluded.mute_words
     where (p.quiet_from, p.quiet_to, p.mute_words)
       is distinct from (excluded.quiet_from, excluded.quiet_to, excluded.mute_words)`,
    [personId, quietHours?.from ?? null, quietHours?.to ?? null, muteWords],
  );
  return rowCount === 1;
}

export async function deletePreferences(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from chat_preference where person_id = $1', [personId]);
}
