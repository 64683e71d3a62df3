import type { Database } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

/** Public keys, the newest first. */
export async function selectKeys(db: Db): Promise<Buffer[]> {
  const { rows } = await db.query<{ key: Buffer }>(
    'select public_key as key from proofs_key order by made_at desc, public_key',
  );
  return rows.map(({ key }) => key);
}

/** Adds a key; with `isFirst` only if there is none yet. Whether it is there now. */
export async function insertKey(
  db: Db,
  { publicKey, at, isFirst }: { publicKey: Uint8Array; at: Date; isFirst: boolean },
): Promise<boolean> {
  // Two cannot both be the first.
  if (isFirst) await db.query('lock table proofs_key in share row exclusive mode');
  await db.query(
    `insert into proofs_key (public_key, made_at)
     select $1::bytea, $2::timestamptz where not $3 or not exists (select from proofs_key)
     on conflict do nothing`,
    [publicKey, at, isFirst],
  );
  const { rowCount } = await db.query('select from proofs_key where public_key = $1', [publicKey]);
  return rowCount === 1;
}
