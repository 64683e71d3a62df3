import { assert, type Clock, type FileId, type NewId } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { createBlobs } from './blobs.ts';
import * as store from './store.ts';
import type { Files, MayRead } from './types.ts';

export type FilesDeps = {
  db: Database;
  /** The files folder; all processes of a city share it. */
  dir: string;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  newId: NewId;
  log: Pick<Log, 'error'>;
};

/** Files on disk, with a row for each in the database. */
export function createFiles({ db, dir, clock, newId, log }: FilesDeps): Files {
  const blobs = createBlobs({ db, dir, clock, newId });
  const rules = new Map<string, MayRead>();

  async function release(tx: Tx, fileId: FileId): Promise<void> {
    blobs.dropAfterCommit(tx, await store.deleteFile(tx, fileId));
  }

  return {
    async put(content, label) {
      const fileId = newId<FileId>();
      await blobs.put(content, { fileId, ...label });
      return fileId;
    },
    describe: (fileId) => store.findFile(db, fileId),
    async get(fileId) {
      const file = await store.findFile(db, fileId);
      if (file === null) return null;
      const stream = await blobs.read(file.sha256);
      if (stream !== null) return { ...file, stream };
      log.error({ fileId, sha256: file.sha256 }, 'the bytes of a file are missing on the disk');
      return null;
    },
    claim: (tx, fileId, of) => store.claimFile(tx, { fileId, ...of, at: clock.now() }),
    release,
    remove: (fileId) => db.tx((tx) => release(tx, fileId)),
    listOf: (ownerId) => store.listFiles(db, ownerId),
    async releaseAll(tx, ownerId) {
      blobs.dropAfterCommit(tx, await store.deleteFilesOf(tx, ownerId));
    },
    allow(purpose, mayRead) {
      assert(!rules.has(purpose), `the purpose ${purpose} has a rule already`);
      rules.set(purpose, mayRead);
    },
    isAllowed: (purpose) => rules.has(purpose),
    async mayRead(file, caller) {
      return (await rules.get(file.purpose)?.(file, caller)) ?? false;
    },
    sweep: blobs.sweep,
  };
}
