import type { CaseId, FileId, PersonId } from '@plaza/base';
import type { Querying } from './cases.ts';

export async function insertEvidenceFiles(
  q: Querying,
  caseId: CaseId,
  fileIds: readonly FileId[],
): Promise<void> {
  await q.query(
    `insert into trust_evidence_file (case_id, file_id) select $1, unnest($2::uuid[])
     on conflict do nothing`,
    [caseId, fileIds],
  );
}

export async function isEvidence(q: Querying, fileId: FileId): Promise<boolean> {
  const { rowCount } = await q.query('select from trust_evidence_file where file_id = $1 limit 1', [
    fileId,
  ]);
  return rowCount !== 0;
}

/** Takes the files of these cases off, and gives them: one for each row. */
export async function deleteEvidenceFiles(
  q: Querying,
  caseIds: readonly CaseId[],
): Promise<FileId[]> {
  const { rows } = await q.query<{ file_id: FileId }>(
    'delete from trust_evidence_file where case_id = any($1::uuid[]) returning file_id',
    [caseIds],
  );
  return rows.map((row) => row.file_id);
}

/** Cases in whose evidence something of this person stands. */
export async function selectCasesShowing(q: Querying, personId: PersonId): Promise<CaseId[]> {
  const { rows } = await q.query<{ case_id: CaseId }>(
    `select case_id from trust_case
     where accused_id = $1 or evidence @> jsonb_build_array(
       jsonb_build_object('senderId', $1::text))`,
    [personId],
  );
  return rows.map((row) => row.case_id);
}
