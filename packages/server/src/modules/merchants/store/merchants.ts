import type { MerchantId, PersonId } from '@plaza/base';
import type { MerchantRole } from '@plaza/contract';
import type { Querying } from '../deps.ts';
import type { MerchantRow, MerchantWalletRow, StaffState } from '../types.ts';

const columns = `
  merchant_id as "merchantId", mchid, owner_id as "ownerId", name, category, state,
  created_at as "createdAt"`;

export async function selectMerchants(
  q: Querying,
  merchantIds: readonly string[],
): Promise<MerchantRow[]> {
  if (merchantIds.length === 0) return [];
  const { rows } = await q.query<MerchantRow>(
    `select ${columns} from merchants_merchant where merchant_id = any($1::uuid[])`,
    [merchantIds],
  );
  return rows;
}

export async function selectMerchant(q: Querying, merchantId: string): Promise<MerchantRow | null> {
  return (await selectMerchants(q, [merchantId]))[0] ?? null;
}

export async function selectByMchid(q: Querying, mchid: string): Promise<MerchantRow | null> {
  const { rows } = await q.query<{ merchantId: MerchantId }>(
    `select merchant_id as "merchantId" from merchants_number where mchid = $1`,
    [mchid],
  );
  return rows[0] === undefined ? null : selectMerchant(q, rows[0].merchantId);
}

export async function countOwned(q: Querying, ownerId: PersonId): Promise<number> {
  const { rows } = await q.query<{ count: bigint }>(
    `select count(*) as count from merchants_merchant where owner_id = $1`,
    [ownerId],
  );
  return Number(rows[0]?.count ?? 0n);
}

/** False: the number is taken. */
export async function takeNumber(
  q: Querying,
  { mchid, merchantId }: Pick<MerchantRow, 'mchid' | 'merchantId'>,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into merchants_number (mchid, merchant_id) values ($1, $2) on conflict do nothing`,
    [mchid, merchantId],
  );
  return rowCount === 1;
}

/** False: it is there already. */
export async function insertMerchant(
  q: Querying,
  row: Omit<MerchantRow, 'state' | 'ownerId'> & { ownerId: PersonId },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into merchants_merchant (merchant_id, mchid, owner_id, name, category, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [row.merchantId, row.mchid, row.ownerId, row.name, row.category, row.createdAt],
  );
  return rowCount === 1;
}

export async function updateMerchant(
  q: Querying,
  row: Pick<MerchantRow, 'merchantId' | 'name' | 'category' | 'state' | 'ownerId'>,
): Promise<void> {
  await q.query(
    `update merchants_merchant set name = $2, category = $3, state = $4, owner_id = $5
     where merchant_id = $1`,
    [row.merchantId, row.name, row.category, row.state, row.ownerId],
  );
}

export type StaffRow = {
  merchantId: MerchantId;
  personId: PersonId;
  role: MerchantRole;
  state: StaffState;
  since: Date;
};

const staffColumns = `
  merchant_id as "merchantId", person_id as "personId", role, state, since`;

/** The people of merchants; the owner first, then the longest there. */
export async function selectStaff(
  q: Querying,
  merchantIds: readonly string[],
): Promise<StaffRow[]> {
  if (merchantIds.length === 0) return [];
  const { rows } = await q.query<StaffRow>(
    `select ${staffColumns} from merchants_staff where merchant_id = any($1::uuid[])
     order by merchant_id, role <> 'owner', role <> 'manager', since, person_id`,
    [merchantIds],
  );
  return rows;
}

export async function selectMember(
  q: Querying,
  merchantId: string,
  personId: PersonId,
): Promise<StaffRow | null> {
  const { rows } = await q.query<StaffRow>(
    `select ${staffColumns} from merchants_staff where merchant_id = $1 and person_id = $2`,
    [merchantId, personId],
  );
  return rows[0] ?? null;
}

export async function selectMemberships(q: Querying, personId: PersonId): Promise<StaffRow[]> {
  const { rows } = await q.query<StaffRow>(
    `select ${staffColumns} from merchants_staff where person_id = $1
     order by since, merchant_id`,
    [personId],
  );
  return rows;
}

/** Keeps others from changing the staff of a merchant until the end of the transaction. */
export async function lockMerchant(q: Querying, merchantId: string): Promise<MerchantRow | null> {
  const { rows } = await q.query<MerchantRow>(
    `select ${columns} from merchants_merchant where merchant_id = $1 for no key update`,
    [merchantId],
  );
  return rows[0] ?? null;
}

export async function putMember(q: Querying, row: StaffRow): Promise<void> {
  await q.query(
    `insert into merchants_staff (merchant_id, person_id, role, state, since)
     values ($1, $2, $3, $4, $5)
     on conflict (merchant_id, person_id) do update set role = $3, state = $4`,
    [row.merchantId, row.personId, row.role, row.state, row.since],
  );
}

/** False: they were not there. */
export async function deleteMember(
  q: Querying,
  merchantId: string,
  personId: PersonId,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `delete from merchants_staff where merchant_id = $1 and person_id = $2`,
    [merchantId, personId],
  );
  return rowCount === 1;
}

const walletColumns = `
  merchant_id as "merchantId", currency, account_id as "accountId", in_ledger as "inLedger",
  available_minor as "availableMinor", held_minor as "heldMinor", line_count as "lineCount"`;

export async function selectWallets(
  q: Querying,
  merchantIds: readonly string[],
): Promise<MerchantWalletRow[]> {
  if (merchantIds.length === 0) return [];
  const { rows } = await q.query<MerchantWalletRow>(
    `select ${walletColumns} from merchants_wallet where merchant_id = any($1::uuid[])
     order by merchant_id, currency`,
    [merchantIds],
  );
  return rows;
}

export async function selectWallet(
  q: Querying,
  merchantId: string,
  currency: string,
): Promise<MerchantWalletRow | null> {
  const { rows } = await q.query<MerchantWalletRow>(
    `select ${walletColumns} from merchants_wallet where merchant_id = $1 and currency = $2`,
    [merchantId, currency],
  );
  return rows[0] ?? null;
}

export async function insertWallet(
  q: Querying,
  row: Pick<MerchantWalletRow, 'merchantId' | 'currency' | 'accountId'>,
): Promise<void> {
  await q.query(
    `insert into merchants_wallet (merchant_id, currency, account_id)
     values ($1, $2, $3) on conflict do nothing`,
    [row.merchantId, row.currency, row.accountId],
  );
}

export async function markInLedger(
  q: Querying,
  { merchantId, currency }: Pick<MerchantWalletRow, 'merchantId' | 'currency'>,
): Promise<void> {
  await q.query(
    `update merchants_wallet set in_ledger = true where merchant_id = $1 and currency = $2`,
    [merchantId, currency],
  );
}

/** Writes what the projection made of wallets, in the order of their keys. */
export async function updateWallets(
  q: Querying,
  rows: readonly MerchantWalletRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.merchantId} ${a.currency}` < `${b.merchantId} ${b.currency}` ? -1 : 1,
  );
  await q.query(
    `update merchants_wallet w set available_minor = n.available_minor, held_minor = n.held_minor,
       line_count = n.line_count
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::int[])
       as n (merchant_id, currency, available_minor, held_minor, line_count)
     where w.merchant_id = n.merchant_id and w.currency = n.currency`,
    [
      sorted.map((row) => row.merchantId),
      sorted.map((row) => row.currency),
      sorted.map((row) => row.availableMinor),
      sorted.map((row) => row.heldMinor),
      sorted.map((row) => row.lineCount),
    ],
  );
}

/** What all merchants have in a currency, available and held, as projected. */
export async function sumWallets(q: Querying, currency: string): Promise<bigint> {
  const { rows } = await q.query<{ sum: bigint }>(
    `select coalesce(sum(available_minor + held_minor), 0)::bigint as sum
     from merchants_wallet where currency = $1`,
    [currency],
  );
  return rows[0]?.sum ?? 0n;
}

/** Money of merchants whose owner is gone and that nobody took over. */
export async function selectLeftWallets(q: Querying, limit: number): Promise<MerchantWalletRow[]> {
  const { rows } = await q.query<MerchantWalletRow>(
    `select ${walletColumns} from merchants_wallet
     where available_minor > 0 and merchant_id in
       (select merchant_id from merchants_merchant where owner_id is null)
     order by merchant_id, currency limit $1`,
    [limit],
  );
  return rows;
}
