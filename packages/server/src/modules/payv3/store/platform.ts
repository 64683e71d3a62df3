import type { Database } from '../../../kernel/db/index.ts';
import type { CertificateRow, PlatformRow } from '../types.ts';

type Db = Pick<Database, 'query'>;

const columns = `sealed_private_key as "sealedPrivateKey", public_key as "publicKey",
  public_key_id as "publicKeyId", made_at as "madeAt"`;

export async function selectPlatform(db: Db): Promise<PlatformRow | null> {
  const { rows } = await db.query<PlatformRow>(`select ${columns} from payv3_platform`);
  return rows[0] ?? null;
}

/** The city's pair: the given one, unless there is one already. */
export async function keepPlatform(db: Db, row: PlatformRow): Promise<PlatformRow> {
  await db.query(
    `insert into payv3_platform (sealed_private_key, public_key, public_key_id, made_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [row.sealedPrivateKey, row.publicKey, row.publicKeyId, row.madeAt],
  );
  return (await selectPlatform(db)) ?? row;
}

/** Those that have not ended, the newest first. */
export async function selectCertificates(db: Db, at: Date): Promise<CertificateRow[]> {
  const { rows } = await db.query<CertificateRow>(
    `select serial, pem, not_before as "notBefore", not_after as "notAfter"
     from payv3_certificate where not_after > $1 order by not_after desc, serial limit 10`,
    [at],
  );
  return rows;
}

/** Adds one, unless another process has just added one that ends as late. */
export async function insertCertificate(
  db: Db,
  { serial, pem, notBefore, notAfter }: CertificateRow,
  unlessUntil: Date,
): Promise<void> {
  await db.query(
    `insert into payv3_certificate (serial, pem, not_before, not_after)
     select $1, $2, $3::timestamptz, $4::timestamptz
     where not exists (select from payv3_certificate where not_after > $5)`,
    [serial, pem, notBefore, notAfter, unlessUntil],
  );
}
