import type { Database } from '../../../kernel/db/index.ts';
import type { KeyPair } from '../encrypt.ts';

/** The city's pair of keys: the given one, unless there is one already. */
export async function keepKeyPair(
  db: Pick<Database, 'query'>,
  { publicKey, privateKey }: KeyPair,
  at: Date,
): Promise<KeyPair> {
  await db.query(
    `insert into push_key (public_key, private_key, created_at) values ($1, $2, $3)
     on conflict do nothing`,
    [publicKey, privateKey, at],
  );
  const { rows } = await db.query<KeyPair>(
    'select public_key as "publicKey", private_key as "privateKey" from push_key',
  );
  return rows[0] ?? { publicKey, privateKey };
}

export async function selectFollowedAt(db: Pick<Database, 'query'>): Promise<Date | null> {
  const { rows } = await db.query<{ followedAt: Date }>(
    'select followed_at as "followedAt" from push_progress',
  );
  return rows[0]?.followedAt ?? null;
}

export async function upsertFollowedAt(db: Pick<Database, 'query'>, at: Date): Promise<void> {
  await db.query(
    `insert into push_progress (followed_at) values ($1)
     on conflict (is_only) do update set followed_at = excluded.followed_at`,
    [at],
  );
}

const leaseSpace = 7_230_220;

/** The lease of the city's one pusher: it lasts as long as the connection. */
export async function tryLease(db: Pick<Database, 'query'>): Promise<boolean> {
  const { rows } = await db.query<{ isMine: boolean }>(
    `select pg_try_advisory_lock(${leaseSpace}, 1) as "isMine"`,
  );
  return rows[0]?.isMine ?? false;
}
