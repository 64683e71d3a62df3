import type { PersonId } from '@plaza/base';
import type { WalletRow } from '../types.ts';
import type { Querying } from './tables.ts';

export type StoredWallet = WalletRow & { inLedger: boolean };

const columns = `
  person_id as "personId", currency, account_id as "accountId", in_ledger as "inLedger",
  available_minor as "availableMinor", held_minor as "heldMinor", state, reason,
  freeze_id as "freezeId", version, line_count as "lineCount"`;

export async function selectWallets(q: Querying, personId: PersonId): Promise<StoredWallet[]> {
  const { rows } = await q.query<StoredWallet>(
    `select ${columns} from pay_wallet where person_id = $1 order by currency`,
    [personId],
  );
  return rows;
}

export async function selectWallet(
  q: Querying,
  personId: PersonId,
  currency: string,
): Promise<StoredWallet | null> {
  const { rows } = await q.query<StoredWallet>(
    `select ${columns} from pay_wallet where person_id = $1 and currency = $2`,
    [personId, currency],
  );
  return rows[0] ?? null;
}

/** All wallets of these people. */
export async function selectWalletsOf(
  q: Querying,
  personIds: readonly PersonId[],
): Promise<StoredWallet[]> {
  const { rows } = await q.query<StoredWallet>(
    `select ${columns} from pay_wallet where person_id = any($1::uuid[])`,
    [personIds],
  );
  return rows;
}

/** The wallets behind these accounts of the ledger. */
export async function selectWalletsByAccount(
  q: Querying,
  accountIds: readonly string[],
): Promise<StoredWallet[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await q.query<StoredWallet>(
    `select ${columns} from pay_wallet where account_id = any($1::uuid[])`,
    [accountIds],
  );
  return rows;
}

export type NewWallet = Pick<WalletRow, 'personId' | 'currency' | 'accountId'>;
type Key = Pick<WalletRow, 'personId' | 'currency'>;

function inOrder<Row extends Key>(rows: readonly Row[]): Row[] {
  const nameOf = ({ personId, currency }: Key) => `${personId} ${currency}`;
  return rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Makes wallets, in the order of their keys; those that are there stay. */
export async function insertWallets(q: Querying, wallets: readonly NewWallet[]): Promise<void> {
  const rows = inOrder(wallets);
  await q.query(
    `insert into pay_wallet (person_id, currency, account_id)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[])
     on conflict do nothing`,
    [
      rows.map((row) => row.personId),
      rows.map((row) => row.currency),
      rows.map((row) => row.accountId),
    ],
  );
}

/** Of one wallet at a time: only the projection locks several of them at once. */
export async function markInLedger(q: Querying, { personId, currency }: Key): Promise<void> {
  await q.query(`update pay_wallet set in_ledger = true where person_id = $1 and currency = $2`, [
    personId,
    currency,
  ]);
}

/** Writes what the projection made of the wallets, in the order of their keys. */
export async function updateWallets(q: Querying, wallets: readonly WalletRow[]): Promise<void> {
  if (wallets.length === 0) return;
  const rows = inOrder(wallets);
  await q.query(
    `update pay_wallet w set available_minor = n.available_minor, held_minor = n.held_minor,
       state = n.state, reason = n.reason, freeze_id = n.freeze_id, version = n.version,
       line_count = n.line_count
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[],
       $7::uuid[], $8::int[], $9::int[])
       as n (person_id, currency, available_minor, held_minor, state, reason, freeze_id, version,
         line_count)
     where w.person_id = n.person_id and w.currency = n.currency`,
    [
      rows.map((row) => row.personId),
      rows.map((row) => row.currency),
      rows.map((row) => row.availableMinor),
      rows.map((row) => row.heldMinor),
      rows.map((row) => row.state),
      rows.map((row) => row.reason),
      rows.map((row) => row.freezeId),
      rows.map((row) => row.version),
      rows.map((row) => row.lineCount),
    ],
  );
}

export async function deleteWallets(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from pay_wallet where person_id = $1`, [personId]);
}

/** What all wallets of a currency hold, as projected. */
export async function sumWallets(
  q: Querying,
  currency: string,
): Promise<{ availableMinor: bigint; heldMinor: bigint }> {
  const { rows } = await q.query<{ availableMinor: bigint; heldMinor: bigint }>(
    `select coalesce(sum(available_minor), 0)::bigint as "availableMinor",
       coalesce(sum(held_minor), 0)::bigint as "heldMinor"
     from pay_wallet where currency = $1`,
    [currency],
  );
  return rows[0] ?? { availableMinor: 0n, heldMinor: 0n };
}
