import type { MethodOutput } from '@plaza/contract';
import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import type { PartKind } from '../state/types.ts';
import { refused, type Files } from './files.ts';

/** Progress is shown four times a second at most. */
const progressEveryMs = 250;

/** A file on its way, as whatever it belongs to keeps it. */
export type WaitingFile = {
  readonly as: PartKind;
  readonly name: string;
  readonly sizeBytes: number;
  readonly blobKey: string;
  /** Where the upload stands on the server, once it began. */
  readonly uploadUrl: string | null;
};

export type Hearing = { onUrl(url: string): void; onProgress(sentBytes: number): void };
export type Brought = { ok: true; media: MethodOutput<'media.takeUpload'>['media'] } | Refused;

const lost = new Set(['upload_unknown', 'upload_incomplete']);
/** Whether the server has forgotten what was brought up: it begins anew. */
export const isLost = ({ error }: Refused): boolean => lost.has(error);

/** Shows how far an upload is, not more often than anybody looks. */
export function pacedProgress(core: Core, totalBytes: number, show: (sent: number) => void) {
  let shownMs = -progressEveryMs;
  return (sentBytes: number) => {
    const nowMs = core.clock.monotonicMs();
    if (nowMs - shownMs < progressEveryMs && sentBytes < totalBytes) return;
    shownMs = nowMs;
    show(Math.min(totalBytes, sentBytes));
  };
}

/** Brings one file up and makes a file of it there; `owner` is what `cancel` names. */
export async function bringUp(
  { core, files }: { core: Core; files: Files },
  owner: string,
  file: WaitingFile,
  hearing: Hearing,
): Promise<Brought> {
  const { as, name, uploadUrl: url, blobKey } = file;
  const blob = await files.read(blobKey);
  if (blob === null) return refused('file_missing');
  const uploader = await files.loadUploader().catch(() => null);
  // The code of the uploader could not be loaded: as good as no network.
  if (uploader === null) return refused('offline');
  const controller = new AbortController();
  files.running.set(owner, controller);
  try {
    const { signal } = controller;
    const brought = await uploader.upload({ blob, name, url, ...hearing, signal });
    if (!brought.ok) return brought;
    const taken = await core.http.call('media.takeUpload', { uploadId: brought.uploadId, as });
    return taken.ok ? { ok: true, media: taken.output.media } : taken;
  } finally {
    files.running.delete(owner);
  }
}
