import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

/** Every table of the module, for the register of what the city keeps. */
export const tables = ['operator_audit', 'operator_claim'] as const;

export type Action =
  | 'claim'
  | 'suspend'
  | 'restore'
  | 'revoke_session'
  | 'appoint'
  | 'dismiss'
  | 'begin_reset'
  | 'top_up'
  | 'freeze_wallet'
  | 'unfreeze_wallet'
  | 'set_standing'
  | 'set_clerk'
  | 'print_vouchers'
  | 'void_vouchers'
  | 'import_bank_file'
  | 'settle_entry'
  | 'export_payouts'
  | 'return_payout'
  | 'decide_case'
  | 'decide_appeal';

export type AuditRow = {
  auditId: string;
  at: Date;
  actorId: PersonId | null;
  action: Action;
  subjectId: PersonId | null;
  detail: string;
};

const columns = `
  audit_id as "auditId", at, actor_id as "actorId", action, subject_id as "subjectId", detail`;

export async function insertAudit(q: Querying, row: AuditRow): Promise<void> {
  await q.query(
    `insert into operator_audit (audit_id, at, actor_id, action, subject_id, detail)
     values ($1, $2, $3, $4, $5, $6)`,
    [row.auditId, row.at, row.actorId, row.action, row.subjectId, row.detail],
  );
}

export async function listAudit(
  q: Querying,
  { beforeId, limit }: { beforeId: string | null; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await q.query<AuditRow>(
    `select ${columns} from operator_audit
     where $1::uuid is null or audit_id < $1 order by audit_id desc limit $2`,
    [beforeId, limit],
  );
  return rows;
}

export async function listAuditOf(q: Querying, subjectId: PersonId): Promise<AuditRow[]> {
  const { rows } = await q.query<AuditRow>(
    `select ${columns} from operator_audit where subject_id = $1 order by audit_id`,
    [subjectId],
  );
  return rows;
}

/** The database's own clock decides, as in the trigger that keeps younger entries. */
export async function deleteOldAudit(q: Querying): Promise<void> {
  await q.query(`delete from operator_audit where at < now() - interval '2 years'`);
}

/** Puts a new claim in place of the one of an earlier start. */
export async function replaceClaim(q: Querying, secretHash: Buffer, now: Date): Promise<void> {
  await q.query(
    `insert into operator_claim (secret_hash, created_at) values ($1, $2)
     on conflict (singleton) do update
       set secret_hash = excluded.secret_hash, created_at = excluded.created_at`,
    [secretHash, now],
  );
}

/** Uses the claim up; false when the secret is another. */
export async function takeClaim(q: Querying, secretHash: Buffer): Promise<boolean> {
  const { rowCount } = await q.query(`delete from operator_claim where secret_hash = $1`, [
    secretHash,
  ]);
  return rowCount === 1;
}

export async function deleteClaims(q: Querying): Promise<void> {
  await q.query(`delete from operator_claim`);
}

export async function readDatabase(q: Querying): Promise<{ version: string; sizeBytes: number }> {
  const { rows } = await q.query<{ version: string; size: bigint }>(
    `select current_setting('server_version') as version,
       pg_database_size(current_database()) as size`,
  );
  return { version: rows[0]?.version ?? '', sizeBytes: Number(rows[0]?.size ?? 0n) };
}
