import type { MerchantId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { AccessRow, KeyRow, Verification } from '../types.ts';

type Db = Pick<Database, 'query'>;

const accessColumns = `merchant_id as "merchantId", verification, currency,
  sealed_secret as "sealedSecret", secret_set_at as "secretSetAt"`;
const keyColumns = `merchant_id as "merchantId", serial, public_key as "publicKey", certificate,
  created_at as "createdAt", not_after as "notAfter", ended_at as "endedAt"`;

export async function selectAccess(db: Db, merchantId: MerchantId): Promise<AccessRow | null> {
  const { rows } = await db.query<AccessRow>(
    `select ${accessColumns} from payv3_access where merchant_id = $1`,
    [merchantId],
  );
  return rows[0] ?? null;
}

type Chosen = { merchantId: MerchantId; verification: Verification; currency: string };

/** Makes the row of a merchant that has none. */
export async function insertAccess(db: Db, of: Chosen): Promise<void> {
  await db.query(
    `insert into payv3_access (merchant_id, verification, currency) values ($1, $2, $3)
     on conflict do nothing`,
    [of.merchantId, of.verification, of.currency],
  );
}

export async function updateAccess(db: Db, of: Chosen): Promise<void> {
  await db.query(
    `update payv3_access set verification = $2, currency = $3 where merchant_id = $1`,
    [of.merchantId, of.verification, of.currency],
  );
}

export async function updateSecret(
  db: Db,
  merchantId: MerchantId,
  { sealed, at }: { sealed: Buffer; at: Date },
): Promise<void> {
  await db.query(
    `update payv3_access set sealed_secret = $2, secret_set_at = $3 where merchant_id = $1`,
    [merchantId, sealed, at],
  );
}

export async function selectKey(
  db: Db,
  merchantId: MerchantId,
  serial: string,
): Promise<KeyRow | null> {
  const { rows } = await db.query<KeyRow>(
    `select ${keyColumns} from payv3_key where merchant_id = $1 and serial = $2`,
    [merchantId, serial],
  );
  return rows[0] ?? null;
}

/** Newest first, ended ones too. */
export async function selectKeys(db: Db, merchantId: MerchantId): Promise<KeyRow[]> {
  const { rows } = await db.query<KeyRow>(
    `select ${keyColumns} from payv3_key where merchant_id = $1
     order by created_at desc, serial limit 50`,
    [merchantId],
  );
  return rows;
}

export async function insertKey(db: Db, key: Omit<KeyRow, 'endedAt'>): Promise<void> {
  await db.query(
    `insert into payv3_key (merchant_id, serial, public_key, certificate, created_at, not_after)
     values ($1, $2, $3, $4, $5, $6)`,
    [key.merchantId, key.serial, key.publicKey, key.certificate, key.createdAt, key.notAfter],
  );
}

/** False: there is none, or it has ended. */
export async function endKey(
  db: Db,
  of: { merchantId: MerchantId; serial: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update payv3_key set ended_at = $3
     where merchant_id = $1 and serial = $2 and ended_at is null`,
    [of.merchantId, of.serial, of.at],
  );
  return rowCount === 1;
}

/** False: it was heard before. */
export async function insertNonce(
  db: Db,
  of: { merchantId: MerchantId; nonce: string; expiresAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into payv3_nonce (merchant_id, nonce, expires_at) values ($1, $2, $3)
     on conflict do nothing`,
    [of.merchantId, of.nonce, of.expiresAt],
  );
  return rowCount === 1;
}

export async function deleteNonces(db: Db, before: Date): Promise<void> {
  await db.query('delete from payv3_nonce where expires_at < $1', [before]);
}
