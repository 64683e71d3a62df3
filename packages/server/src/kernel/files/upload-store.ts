import type { Brand, FileId, PersonId } from '@plaza/base';
import type { Query, Tx } from '../db/index.ts';

export type UploadId = Brand<'UploadId'>;
export type UploadRow = {
  uploadId: UploadId;
  ownerId: PersonId;
  size: number;
  createdAt: Date;
  /** What it became. */
  fileId: FileId | null;
};

type Target = { query: Query };

const columns = `upload_id as "uploadId", owner_id as "ownerId", size::float8 as size,
  created_at as "createdAt", file_id as "fileId"`;

export async function insertUpload(
  tx: Tx,
  { uploadId, ownerId, size, createdAt }: Omit<UploadRow, 'fileId'>,
): Promise<void> {
  await tx.query(
    `insert into kernel_upload (upload_id, owner_id, size, created_at, day)
     values ($1, $2, $3, $4, ($4 at time zone 'UTC')::date)`,
    [uploadId, ownerId, size, createdAt],
  );
}

/** Counts bytes to a person's day and gives the sum. Others of the same person wait meanwhile. */
export async function countBytes(
  tx: Tx,
  { ownerId, size, createdAt }: Pick<UploadRow, 'ownerId' | 'size' | 'createdAt'>,
): Promise<number> {
  const { rows } = await tx.query<{ bytes: number }>(
    `insert into kernel_upload_day as d (owner_id, day, bytes)
     values ($1, ($3 at time zone 'UTC')::date, $2)
     on conflict (owner_id, day) do update set bytes = d.bytes + excluded.bytes
     returning bytes::float8 as bytes`,
    [ownerId, size, createdAt],
  );
  return rows[0]?.bytes ?? 0;
}

export async function countOpen(tx: Tx, ownerId: PersonId): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*)::int as count from kernel_upload where owner_id = $1 and file_id is null`,
    [ownerId],
  );
  return rows[0]?.count ?? 0;
}

export async function findUpload(target: Target, uploadId: string): Promise<UploadRow | null> {
  const { rows } = await target.query<UploadRow>(
    `select ${columns} from kernel_upload where upload_id = $1`,
    [uploadId],
  );
  return rows[0] ?? null;
}

export async function listUploads(target: Target, ownerId: PersonId): Promise<UploadRow[]> {
  const { rows } = await target.query<UploadRow>(
    `select ${columns} from kernel_upload where owner_id = $1 order by upload_id`,
    [ownerId],
  );
  return rows;
}

export type Lease = { uploadId: string; leaseId: string; now: Date; until: Date };

/** Takes the upload for one writer, unless another one has it. */
export async function takeLease(target: Target, lease: Lease): Promise<boolean> {
  const { rowCount } = await target.query(
    `update kernel_upload set lease_id = $2, lease_until = $4
     where upload_id = $1 and (lease_until is null or lease_until < $3)`,
    [lease.uploadId, lease.leaseId, lease.now, lease.until],
  );
  return rowCount === 1;
}

export async function endLease(target: Target, uploadId: string, leaseId: string): Promise<void> {
  await target.query(
    `update kernel_upload set lease_id = null, lease_until = null
     where upload_id = $1 and lease_id = $2`,
    [uploadId, leaseId],
  );
}

export async function markTaken(target: Target, uploadId: string, fileId: FileId): Promise<void> {
  await target.query('update kernel_upload set file_id = $2 where upload_id = $1', [
    uploadId,
    fileId,
  ]);
}

/** Deletes an upload, and counts back what of it never came. */
export async function deleteUpload(tx: Tx, uploadId: string, missing: number): Promise<void> {
  await tx.query(
    `with gone as (delete from kernel_upload where upload_id = $1 returning owner_id, day)
     update kernel_upload_day d set bytes = greatest(0, d.bytes - $2)
     from gone where d.owner_id = gone.owner_id and d.day = gone.day`,
    [uploadId, missing],
  );
}

export async function deleteUploadsOf(tx: Tx, ownerId: PersonId): Promise<string[]> {
  await tx.query('delete from kernel_upload_day where owner_id = $1', [ownerId]);
  const { rows } = await tx.query<{ id: string }>(
    'delete from kernel_upload where owner_id = $1 returning upload_id as id',
    [ownerId],
  );
  return rows.map(({ id }) => id);
}

export async function deleteUploadsBefore(tx: Tx, before: Date): Promise<string[]> {
  await tx.query(`delete from kernel_upload_day where day < ($1 at time zone 'UTC')::date`, [
    before,
  ]);
  const { rows } = await tx.query<{ id: string }>(
    'delete from kernel_upload where created_at < $1 returning upload_id as id',
    [before],
  );
  return rows.map(({ id }) => id);
}

/** Which of these are uploads. */
export async function knownUploads(target: Target, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await target.query<{ id: string }>(
    'select upload_id as id from kernel_upload where upload_id = any($1::uuid[])',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
