import type { Refused } from '../result.ts';

/** One file on its way up. */
export type UploadJob = {
  blob: Blob;
  name: string;
  /** Where an earlier try left off; null begins anew. */
  url: string | null;
  /** Told as soon as the upload has a place on the server: with it another run goes on. */
  onUrl(url: string): void;
  onProgress(sentBytes: number): void;
  signal: AbortSignal;
};

export type UploadResult = { ok: true; uploadId: string } | Refused;

/**
 * Brings files up, resumably. It tries once: `offline` when the line was cut, for the outbox
 * knows when to try again; `upload_unknown` when the server has forgotten what `url` named.
 */
export type Uploader = { upload(job: UploadJob): Promise<UploadResult> };
