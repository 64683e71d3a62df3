import { isUuid, type Clock, type NewId } from '@plaza/base';
import type { Database } from '../db/index.ts';
import * as store from './upload-store.ts';

export type Release = () => Promise<void>;

/** Lets one writer at a time at an upload, on any process. */
export type Leases = {
  /**
   * Waits for the upload and gives the way to let go of it; null when it stays taken, or is gone.
   * Whoever of this process holds it is asked to make room: after a cut line that is
   * often the same device's older request.
   */
  take(
    uploadId: string,
    options: { signal: AbortSignal; makeRoom(): void },
  ): Promise<Release | null>;
};

/** Longer than a request may take, so that a lease ends by itself only when its process died. */
const leaseMs = 180_000;
const waitMs = 35_000;
const lookEveryMs = 100;

type LeasesDeps = { db: Pick<Database, 'query'>; clock: Clock; newId: NewId };

export function createLeases({ db, clock, newId }: LeasesDeps): Leases {
  const holders = new Map<string, () => void>();

  function releaseOf(uploadId: string, leaseId: string, makeRoom: () => void): Release {
    return async () => {
      if (holders.get(uploadId) === makeRoom) holders.delete(uploadId);
      await store.endLease(db, uploadId, leaseId);
    };
  }

  return {
    async take(uploadId, { signal, makeRoom }) {
      if (!isUuid(uploadId)) return null;
      const leaseId = newId();
      const endMs = clock.monotonicMs() + waitMs;
      for (;;) {
        const now = clock.now();
        const until = new Date(now.getTime() + leaseMs);
        if (await store.takeLease(db, { uploadId, leaseId, now, until })) {
          holders.set(uploadId, makeRoom);
          return releaseOf(uploadId, leaseId, makeRoom);
        }
        holders.get(uploadId)?.();
        const isOver = signal.aborted || clock.monotonicMs() > endMs;
        if (isOver || (await store.findUpload(db, uploadId)) === null) return null;
        await clock.sleep(lookEveryMs);
      }
    },
  };
}
