import { assert, type Clock, type FileId, type NewId } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { createDisk } from './disk.ts';
import * as store from './store.ts';
import type { FileContent, FileLabel, Files, MayRead } from './types.ts';

export type FilesDeps = {
  db: Database;
  /** The files folder; all processes of a city share it. */
  dir: string;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  newId: NewId;
  log: Pick<Log, 'error' | 'warn'>;
};

const dayMs = 24 * 3_600_000;

/** Files on disk, with a row for each in the database. */
export function createFiles({ db, dir, clock, newId, log }: FilesDeps): Files {
  const disk = createDisk({ dir, newId });
  const rules = new Map<string, MayRead>();

  async function put(content: FileContent, label: FileLabel): Promise<FileId> {
    const fileId = newId<FileId>();
    const draft = await disk.write(content);
    const { sha256, size } = draft;
    const createdAt = clock.now();
    try {
      await db.tx(async (tx) => {
        await store.lockBlob(tx, sha256);
        await store.insertFile(tx, { fileId, ...label, size, sha256, createdAt });
        // Under the lock, so that nobody drops the same bytes in between; before the commit, so
        // that no row is ever without its bytes. After a failed commit the sweep finds them.
        await disk.keep(draft);
      });
    } finally {
      await disk.discard(draft);
    }
    return fileId;
  }

  /** Removes bytes that no row names any more. */
  function dropIfUnnamed(sha256: string): Promise<boolean> {
    return db.tx(async (tx) => {
      await store.lockBlob(tx, sha256);
      if ((await store.namedBlobs(tx, [sha256])).size > 0) return false;
      await disk.remove(sha256);
      return true;
    });
  }

  function dropAfterCommit(tx: Tx, sha256s: readonly string[]): void {
    tx.onCommit(async () => {
      for (const sha256 of new Set(sha256s)) await dropIfUnnamed(sha256);
    });
  }

  async function release(tx: Tx, fileId: FileId): Promise<void> {
    dropAfterCommit(tx, await store.deleteFile(tx, fileId));
  }

  async function sweep(): Promise<{ files: number; blobs: number }> {
    const before = new Date(clock.nowMs() - dayMs);
    const unclaimed = await db.tx((tx) => store.deleteUnclaimed(tx, before));
    let blobs = 0;
    for (const sha256 of new Set(unclaimed)) if (await dropIfUnnamed(sha256)) blobs += 1;
    for await (const sha256s of disk.list(before)) {
      const named = await store.namedBlobs(db, sha256s);
      for (const sha256 of sha256s.filter((name) => !named.has(name))) {
        if (await dropIfUnnamed(sha256)) blobs += 1;
      }
    }
    await disk.dropDrafts(before);
    return { files: unclaimed.length, blobs };
  }

  return {
    put,
    describe: (fileId) => store.findFile(db, fileId),
    async get(fileId) {
      const file = await store.findFile(db, fileId);
      if (file === null) return null;
      const stream = await disk.read(file.sha256);
      if (stream !== null) return { ...file, stream };
      log.error({ fileId, sha256: file.sha256 }, 'the bytes of a file are missing on the disk');
      return null;
    },
    claim: (tx, fileId, of) => store.claimFile(tx, { fileId, ...of, at: clock.now() }),
    release,
    remove: (fileId) => db.tx((tx) => release(tx, fileId)),
    listOf: (ownerId) => store.listFiles(db, ownerId),
    async releaseAll(tx, ownerId) {
      dropAfterCommit(tx, await store.deleteFilesOf(tx, ownerId));
    },
    allow(purpose, mayRead) {
      assert(!rules.has(purpose), `the purpose ${purpose} has a rule already`);
      rules.set(purpose, mayRead);
    },
    isAllowed: (purpose) => rules.has(purpose),
    async mayRead(file, caller) {
      return (await rules.get(file.purpose)?.(file, caller)) ?? false;
    },
    sweep,
  };
}
