import type { Clock, NewId } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import { createDisk, type Disk, type Draft } from './disk.ts';
import * as store from './store.ts';
import type { FileContent, StoredFile } from './types.ts';

type BlobsDeps = {
  db: Database;
  dir: string;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  newId: NewId;
};

/** Keeps rows and bytes together: no row without bytes, and no bytes for long without a row. */
export type Blobs = {
  put(content: FileContent, label: Label): Promise<void>;
  /** The same for a file that is in the files folder already. */
  adopt(path: string, label: Label): Promise<void>;
  read: Disk['read'];
  /** After the commit of `tx`, removes those bytes that no row names any more. */
  dropAfterCommit(tx: Tx, sha256s: readonly string[]): void;
  sweep(): Promise<{ files: number; blobs: number }>;
};

type Written = { size: number; sha256: string; createdAt: Date; claimedAt: Date | null };

type Label = Omit<StoredFile, keyof Written> & { maxUnclaimed: number };

const dayMs = 24 * 3_600_000;
export function createBlobs({ db, dir, clock, newId }: BlobsDeps): Blobs {
  const disk = createDisk({ dir, newId });

  function dropIfUnnamed(sha256: string): Promise<boolean> {
    return db.tx(async (tx) => {
      await store.lockBlob(tx, sha256);
      if ((await store.namedBlobs(tx, [sha256])).size > 0) return false;
      await disk.remove(sha256);
      return true;
    });
  }

  async function dropAll(sha256s: Iterable<string>): Promise<number> {
    let dropped = 0;
    for (const sha256 of new Set(sha256s)) if (await dropIfUnnamed(sha256)) dropped += 1;
    return dropped;
  }

  function dropAfterCommit(tx: Tx, sha256s: readonly string[]): void {
    tx.onCommit(async () => void (await dropAll(sha256s)));
  }

  function keep(draft: Draft, { maxUnclaimed, ...label }: Label): Promise<void> {
    const { sha256, size } = draft;
    return db.tx(async (tx) => {
      await store.lockBlob(tx, sha256);
      await store.insertFile(tx, { ...label, size, sha256, createdAt: clock.now() });
      // Under the lock, so that nobody drops the same bytes in between; before the commit, so
      // that no row is ever without its bytes. After a failed commit the sweep finds them.
      await disk.keep(draft);
      dropAfterCommit(tx, await store.deleteUnclaimedBeyond(tx, label, maxUnclaimed));
    });
  }

  return {
    async put(content, label) {
      const draft = await disk.write(content);
      try {
        await keep(draft, label);
      } finally {
        await disk.discard(draft);
      }
    },
    adopt: async (path, label) => keep(await disk.measure(path), label),
    read: disk.read,
    dropAfterCommit,
    async sweep() {
      const before = new Date(clock.nowMs() - dayMs);
      const unclaimed = await db.tx((tx) => store.deleteUnclaimed(tx, before));
      let blobs = await dropAll(unclaimed);
      for await (const sha256s of disk.list(before)) {
        const named = await store.namedBlobs(db, sha256s);
        blobs += await dropAll(sha256s.filter((sha256) => !named.has(sha256)));
      }
      await disk.dropDrafts(before);
      return { files: unclaimed.length, blobs };
    },
  };
}
