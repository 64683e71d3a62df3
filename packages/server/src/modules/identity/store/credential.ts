import type { PersonId } from '@plaza/base';
import type { Querying } from './querying.ts';

export async function getPassword(q: Querying, personId: PersonId): Promise<string | null> {
  const { rows } = await q.query<{ phc: string }>(
    `select phc from identity_password where person_id = $1`,
    [personId],
  );
  return rows[0]?.phc ?? null;
}

export async function setPassword(
  q: Querying,
  { personId, phc, now }: { personId: PersonId; phc: string; now: Date },
): Promise<void> {
  await q.query(
    `insert into identity_password (person_id, phc, changed_at) values ($1, $2, $3)
     on conflict (person_id) do update set phc = excluded.phc, changed_at = excluded.changed_at`,
    [personId, phc, now],
  );
}

/** Stores a stronger hash of the same password, unless it was changed in the meantime. */
export async function upgradePassword(
  q: Querying,
  { personId, from, to }: { personId: PersonId; from: string; to: string },
): Promise<void> {
  await q.query(`update identity_password set phc = $3 where person_id = $1 and phc = $2`, [
    personId,
    from,
    to,
  ]);
}

export type CredentialCounts = {
  hasPassword: boolean;
  passkeyCount: number;
  recoveryCodesLeft: number;
};

export async function countCredentials(q: Querying, personId: PersonId): Promise<CredentialCounts> {
  const { rows } = await q.query<CredentialCounts>(
    `select
       exists (select from identity_password where person_id = $1) as "hasPassword",
       (select count(*)::int from identity_passkey where person_id = $1) as "passkeyCount",
       (select count(*)::int from identity_recovery_code
        where person_id = $1 and used_at is null) as "recoveryCodesLeft"`,
    [personId],
  );
  return rows[0] ?? { hasPassword: false, passkeyCount: 0, recoveryCodesLeft: 0 };
}

export type RecoveryCodeRow = { codeNumber: number; salt: Buffer; codeHash: Buffer };

export async function replaceRecoveryCodes(
  q: Querying,
  personId: PersonId,
  codes: readonly RecoveryCodeRow[],
): Promise<void> {
  await q.query(`delete from identity_recovery_code where person_id = $1`, [personId]);
  await q.query(
    `insert into identity_recovery_code (person_id, code_number, salt, code_hash)
     select $1, * from unnest($2::smallint[], $3::bytea[], $4::bytea[])`,
    [
      personId,
      codes.map(({ codeNumber }) => codeNumber),
      codes.map(({ salt }) => salt),
      codes.map(({ codeHash }) => codeHash),
    ],
  );
}

export async function listRecoveryCodes(
  q: Querying,
  personId: PersonId,
): Promise<RecoveryCodeRow[]> {
  const { rows } = await q.query<RecoveryCodeRow>(
    `select code_number as "codeNumber", salt, code_hash as "codeHash"
     from identity_recovery_code where person_id = $1 and used_at is null`,
    [personId],
  );
  return rows;
}

/** Uses the code up; false when it was used or replaced in the meantime. */
export async function useRecoveryCode(
  q: Querying,
  { personId, code, now }: { personId: PersonId; code: RecoveryCodeRow; now: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update identity_recovery_code set used_at = $4
     where person_id = $1 and code_number = $2 and code_hash = $3 and used_at is null`,
    [personId, code.codeNumber, code.codeHash, now],
  );
  return rowCount === 1;
}

export type PasskeyRow = {
  passkeyId: string;
  personId: PersonId;
  publicKey: Buffer;
  counter: bigint;
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const passkeyColumns = `
  passkey_id as "passkeyId", person_id as "personId", public_key as "publicKey", counter,
  transports, name, created_at as "createdAt", last_used_at as "lastUsedAt"`;

/** False when the authenticator is known already, for this account or another. */
export async function insertPasskey(
  q: Querying,
  passkey: Omit<PasskeyRow, 'lastUsedAt'>,
): Promise<boolean> {
  const { passkeyId, personId, publicKey, counter, transports, name, createdAt } = passkey;
  const { rowCount } = await q.query(
    `insert into identity_passkey (passkey_id, person_id, public_key, counter, transports, name,
       created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (passkey_id) do nothing`,
    [passkeyId, personId, publicKey, counter, transports, name, createdAt],
  );
  return rowCount === 1;
}

export async function listPasskeys(q: Querying, personId: PersonId): Promise<PasskeyRow[]> {
  const { rows } = await q.query<PasskeyRow>(
    `select ${passkeyColumns} from identity_passkey where person_id = $1 order by created_at`,
    [personId],
  );
  return rows;
}

/** Passkeys added before a time, or together with the account, of each of these people. */
export async function listRipePasskeys(
  q: Querying,
  personIds: readonly PersonId[],
  addedBefore: Date,
): Promise<PasskeyRow[][]> {
  const { rows } = await q.query<PasskeyRow>({
    name: 'identity_passkey_ripe',
    text: `select ${passkeyColumns} from identity_passkey k
           where person_id = any($1::uuid[]) and (
             created_at <= $2 or created_at <= (
               select p.created_at + interval '1 minute' from identity_person p
               where p.person_id = k.person_id
             )
           ) order by created_at`,
    values: [personIds, addedBefore],
  });
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return personIds.map((personId) => byPerson.get(personId) ?? []);
}

export async function getPasskey(q: Querying, passkeyId: string): Promise<PasskeyRow | null> {
  const { rows } = await q.query<PasskeyRow>(
    `select ${passkeyColumns} from identity_passkey where passkey_id = $1`,
    [passkeyId],
  );
  return rows[0] ?? null;
}

/** Moves the counter on; false when another use of the same answer was faster. */
export async function usePasskey(
  q: Querying,
  use: { passkeyId: string; from: bigint; to: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update identity_passkey set counter = $3, last_used_at = $4
     where passkey_id = $1 and counter = $2`,
    [use.passkeyId, use.from, use.to, use.now],
  );
  return rowCount === 1;
}

export type PasskeyUse = { personId: PersonId; passkeyId: string; from: bigint; to: number };

/**
 * The same for many people who are there, each passkey once. Their rows are locked in the order of
 * their ids, as by whoever takes an account over: what that ends is not used after it.
 */
export async function usePasskeys(
  q: Querying,
  uses: readonly PasskeyUse[],
  now: Date,
): Promise<boolean[]> {
  const { rows } = await q.query<{ passkeyId: string }>({
    name: 'identity_passkey_use',
    text: `with used as (
             select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[])
               as u (person_id, passkey_id, before, after)
           ), locked as materialized (
             select person_id from identity_person
             where person_id in (select person_id from used) and erased_at is null
             order by person_id for update
           )
           update identity_passkey k set counter = u.after, last_used_at = $5
           from used u join locked using (person_id)
           where k.passkey_id = u.passkey_id and k.counter = u.before
           returning k.passkey_id as "passkeyId"`,
    values: [
      uses.map(({ personId }) => personId),
      uses.map(({ passkeyId }) => passkeyId),
      uses.map(({ from }) => from),
      uses.map(({ to }) => to),
      now,
    ],
  });
  const used = new Set(rows.map(({ passkeyId }) => passkeyId));
  return uses.map(({ passkeyId }) => used.has(passkeyId));
}

export async function deletePasskey(
  q: Querying,
  personId: PersonId,
  passkeyId: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `delete from identity_passkey where person_id = $1 and passkey_id = $2`,
    [personId, passkeyId],
  );
  return rowCount === 1;
}
