import type { FileId, PersonId } from '@plaza/base';
import type { Query, Tx } from '../db/index.ts';
import type { StoredFile } from './types.ts';

type Row = Omit<StoredFile, 'size' | 'durationMs'> & { size: bigint; durationMs: bigint | null };
type Target = { query: Query };

/** The owner of what outlived its owner. */
export const nobody = '00000000-0000-0000-0000-000000000000' as PersonId;

const columns = `file_id as "fileId", owner_id as "ownerId", purpose,
  content_type as "contentType", size, sha256, created_at as "createdAt",
  claimed_at as "claimedAt", kind, width, height, duration_ms as "durationMs"`;

function toFile(row: Row): StoredFile {
  const durationMs = row.durationMs === null ? null : Number(row.durationMs);
  return { ...row, size: Number(row.size), durationMs };
}

async function select(target: Target, where: string, values: unknown[]): Promise<StoredFile[]> {
  const { rows } = await target.query<Row>(`select ${columns} from kernel_file ${where}`, values);
  return rows.map(toFile);
}

export async function insertFile(tx: Tx, file: Omit<StoredFile, 'claimedAt'>): Promise<void> {
  await tx.query(
    `insert into kernel_file
       (file_id, owner_id, purpose, content_type, size, sha256, created_at, kind, width, height,
        duration_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      file.fileId,
      file.ownerId,
      file.purpose,
      file.contentType,
      file.size,
      file.sha256,
      file.createdAt,
      file.kind,
      file.width,
      file.height,
      file.durationMs,
    ],
  );
}

export async function findFile(target: Target, fileId: FileId): Promise<StoredFile | null> {
  return (await select(target, 'where file_id = $1', [fileId]))[0] ?? null;
}

export function listFiles(target: Target, ownerId: PersonId): Promise<StoredFile[]> {
  return select(target, 'where owner_id = $1 order by file_id', [ownerId]);
}

export async function claimFile(
  tx: Tx,
  of: { fileId: FileId; ownerId: PersonId; purpose: string; at: Date },
): Promise<StoredFile | null> {
  const { rows } = await tx.query<Row>(
    `update kernel_file set claimed_at = coalesce(claimed_at, greatest($4, created_at))
     where file_id = $1 and owner_id = $2 and purpose = $3 returning ${columns}`,
    [of.fileId, of.ownerId, of.purpose, of.at],
  );
  return rows[0] === undefined ? null : toFile(rows[0]);
}

async function deleteWhere(tx: Tx, where: string, values: unknown[]): Promise<string[]> {
  const { rows } = await tx.query<{ sha256: string }>(
    `delete from kernel_file where ${where} returning sha256`,
    values,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Deletes the row and gives the SHA-256 of bytes that may now be without one. */
export function deleteFile(tx: Tx, fileId: FileId): Promise<string[]> {
  return deleteWhere(tx, 'file_id = $1', [fileId]);
}

/** Counts one more reference; false when the file is gone. */
export async function addHold(tx: Tx, fileId: FileId, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update kernel_file
     set holds = holds + 1, claimed_at = coalesce(claimed_at, greatest($2, created_at))
     where file_id = $1`,
    [fileId, at],
  );
  return rowCount === 1;
}

/** Counts one reference less, and deletes the row with the last one. */
export async function dropHold(tx: Tx, fileId: FileId): Promise<string[]> {
  await tx.query('update kernel_file set holds = holds - 1 where file_id = $1 and holds > 0', [
    fileId,
  ]);
  return deleteWhere(tx, 'file_id = $1 and holds = 0', [fileId]);
}

/** Deletes a person's files, but what others refer to: that belongs to nobody from then on. */
export async function deleteFilesOf(tx: Tx, ownerId: PersonId): Promise<string[]> {
  const gone = await deleteWhere(tx, 'owner_id = $1 and holds = 0', [ownerId]);
  await tx.query('update kernel_file set owner_id = $2 where owner_id = $1', [ownerId, nobody]);
  return gone;
}

export function deleteUnclaimed(tx: Tx, before: Date): Promise<string[]> {
  return deleteWhere(tx, 'claimed_at is null and created_at < $1', [before]);
}

/** Deletes what a person uploaded and never used, but the newest `keep`. */
export function deleteUnclaimedBeyond(
  tx: Tx,
  { ownerId, purpose }: { ownerId: PersonId; purpose: string },
  keep: number,
): Promise<string[]> {
  const beyond = `file_id in (
    select file_id from kernel_file
    where owner_id = $1 and purpose = $2 and claimed_at is null
    order by created_at desc, file_id desc offset $3)`;
  return deleteWhere(tx, `claimed_at is null and ${beyond}`, [ownerId, purpose, keep]);
}

/** Only one at a time, on any process, may bring or take away the bytes of one SHA-256. */
export async function lockBlob(tx: Tx, sha256: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('kernel_file ' || $1, 0))`, [
    sha256,
  ]);
}

/** Which of these are named by a row. */
export async function namedBlobs(target: Target, sha256s: readonly string[]): Promise<Set<string>> {
  const { rows } = await target.query<{ sha256: string }>(
    'select distinct sha256 from kernel_file where sha256 = any($1)',
    [sha256s],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}
