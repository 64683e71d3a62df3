import type { CaseId } from '@plaza/base';
import { fileIdsOf, type Entry } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { TrustDeps } from './deps.ts';
import { deleteEvidenceFiles, insertEvidenceFiles, isEvidence } from './store/evidence.ts';

/** Keeps the files of what was reported, so that a recall does not take them from the case. */
export async function keepFiles(
  { files }: Pick<TrustDeps, 'files'>,
  tx: Tx,
  kept: { caseId: CaseId; entries: readonly Entry[] },
): Promise<void> {
  const ids = kept.entries.flatMap(({ body }) =>
    body.type === 'message' ? fileIdsOf(body.message) : [],
  );
  const fileIds = [...new Set(ids)].toSorted();
  if (fileIds.length === 0) return;
  for (const fileId of fileIds) await files.hold(tx, fileId);
  await insertEvidenceFiles(tx, kept.caseId, fileIds);
}

export async function dropFiles(
  { files }: Pick<TrustDeps, 'files'>,
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<void> {
  if (caseIds.length === 0) return;
  for (const fileId of (await deleteEvidenceFiles(tx, caseIds)).toSorted()) {
    await files.letGo(tx, fileId);
  }
}

/** Who judges a report sees the picture that it is about; nobody else gets more than before. */
export function letOperatorsSee({ files, db }: Pick<TrustDeps, 'files' | 'db'>): void {
  files.allowAlso('chat', (file, caller) =>
    caller?.role === 'operator' ? isEvidence(db, file.fileId) : false,
  );
}
