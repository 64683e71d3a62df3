import type { FileId, PersonId } from '@plaza/base';
import type { Media as MediaFacts } from '@plaza/contract';
import type { FileKind, Files, StoredFile, Uploads } from '../../kernel/files/index.ts';
import type { Metrics } from '../../kernel/metrics/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { looks } from './look.ts';

export type MediaDeps = {
  files: Pick<Files, 'put' | 'adopt' | 'describe'>;
  uploads: Uploads;
  metrics?: Pick<Metrics, 'counter'>;
};

export type TakeRefused = 'upload_unknown' | 'upload_incomplete' | 'file_refused';
export type TakeUpload = (
  ownerId: PersonId,
  asked: { uploadId: string; as: FileKind },
) => Promise<Outcome<MediaFacts, TakeRefused>>;

/** The purpose under which chat knows what was uploaded to be sent. */
const purpose = 'chat';

function present(file: StoredFile): MediaFacts {
  const { fileId, kind, contentType, size, width, height } = file;
  return { fileId, kind, contentType, sizeBytes: size, width, height };
}

/** Makes files of finished uploads. */
export function createTakeUpload({ files, uploads, metrics }: MediaDeps): TakeUpload {
  const countTaken = metrics?.counter('plaza_media_taken', 'Uploads that became files, or not.', [
    'kind',
    'result',
  ]);

  /** Asked again, perhaps because the answer was lost: the same file. */
  async function again(fileId: FileId, as: FileKind) {
    const file = await files.describe(fileId);
    if (file === null) return no('upload_unknown');
    return file.kind === as ? yes(present(file)) : no('file_refused', { reason: 'taken' });
  }

  async function make(ownerId: PersonId, asked: { uploadId: string; as: FileKind }) {
    const { uploadId, as } = asked;
    const row = await uploads.find(ownerId, uploadId);
    if (row === null) return no('upload_unknown');
    if (row.fileId !== null) return again(row.fileId, as);
    const received = await uploads.received(uploadId);
    if (received === null) return no('upload_unknown');
    if (received !== row.size) return no('upload_incomplete', { received });
    const path = uploads.pathOf(uploadId);
    const looked = await looks[as](path, row.size);
    if (!looked.ok) return looked;
    const { bytes, ...facts } = looked.value;
    const label = { ...facts, purpose, ownerId };
    const fileId = bytes === null ? await files.adopt(path, label) : await files.put(bytes, label);
    await uploads.markTaken(uploadId, fileId);
    return again(fileId, as);
  }

  return async (ownerId, asked) => {
    if ((await uploads.find(ownerId, asked.uploadId)) === null) return no('upload_unknown');
    // Nobody writes to it while it is looked at, or what was looked at is not what is kept.
    const signal = new AbortController().signal;
    const release = await uploads.leases.take(asked.uploadId, { signal, makeRoom() {} });
    if (release === null) return no('upload_incomplete');
    try {
      const outcome = await make(ownerId, asked);
      countTaken?.({ kind: asked.as, result: outcome.ok ? 'ok' : outcome.reason }, 1);
      return outcome;
    } finally {
      await release();
    }
  };
}
