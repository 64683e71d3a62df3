import type { UploadJob, UploadResult, Uploader } from '@plaza/client';
import { DetailedError, Upload } from 'tus-js-client';

/** The server ends a request after 30 s; what arrived of one before a cut is kept. */
const chunkBytes = 4 * 1_048_576;

const idOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

const byStatus: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  404: 'upload_unknown',
  410: 'upload_unknown',
  413: 'too_large',
  415: 'file_refused',
  429: 'too_many_requests',
};

function refusalOf(error: Error | DetailedError): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response == null) return 'offline';
  try {
    const body = JSON.parse(response.getBody()) as { error?: unknown };
    if (typeof body.error === 'string') return body.error;
  } catch {
    // Not ours: a proxy, or an answer without a body. The status says enough.
  }
  const status = response.getStatus();
  return byStatus[status] ?? (status >= 500 ? 'unavailable' : 'offline');
}

function run({ blob, name, url, onUrl, onProgress, signal }: UploadJob): Promise<UploadResult> {
  return new Promise((resolve) => {
    const fail = (error: string) => resolve({ ok: false, error, message: '' });
    let at = url;
    const upload = new Upload(blob, {
      // With both, the library begins again from nothing whenever it cannot go on, also where the
      // server is only busy; what is lost for good, the outbox begins anew itself.
      ...(url === null
        ? { endpoint: new URL('/uploads', location.origin).href }
        : { uploadUrl: url }),
      chunkSize: chunkBytes,
      metadata: { filename: name },
      // When to try again, and what is known of earlier tries, is the outbox's to say.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sentBytes) => onProgress(sentBytes),
      onUploadUrlAvailable() {
        if (upload.url === null || upload.url === at) return;
        at = upload.url;
        onUrl(at);
      },
      onSuccess: () =>
        at === null ? fail('unavailable') : resolve({ ok: true, uploadId: idOf(at) }),
      onError: (error) => fail(refusalOf(error)),
    });
    signal.addEventListener('abort', () => {
      void upload.abort(true).catch(() => undefined);
      fail('discarded');
    });
    upload.start();
  });
}

/** Brings files up with tus, so that a gigabyte survives a tunnel and a closed tab. */
export const uploader: Uploader = { upload: run };
