import { assert, type Clock, type FileId, type NewId } from '@plaza/base';
import type { Database, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { createBlobs } from './blobs.ts';
import * as store from './store.ts';
import type { FileLabel, Files, MayRead, PurposeOptions } from './types.ts';

export type FilesDeps = {
  db: Database;
  /** The files folder; all processes of a city share it. */
  dir: string;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  newId: NewId;
  log: Pick<Log, 'error'>;
};

/** Uploads of one person that may wait to be used; with more, a day would fill the disk. */
const maxUnclaimed = 20;

/** Files on disk, with a row for each in the database. */
export function createFiles({ db, dir, clock, newId, log }: FilesDeps): Files {
  const blobs = createBlobs({ db, dir, clock, newId });
  const purposes = new Map<string, PurposeOptions>();
  const rules = new Map<string, MayRead[]>();
  const addRule = (purpose: string, rule: MayRead) =>
    void rules.set(purpose, [...(rules.get(purpose) ?? []), rule]);

  function labelled(label: FileLabel) {
    const facts = { kind: 'image', width: null, height: null, durationMs: null } as const;
    const keep = purposes.get(label.purpose)?.maxUnclaimed ?? maxUnclaimed;
    return { fileId: newId<FileId>(), ...facts, ...label, maxUnclaimed: keep };
  }

  async function release(tx: Tx, fileId: FileId): Promise<void> {
    blobs.dropAfterCommit(tx, await store.deleteFile(tx, fileId));
  }

  return {
    async put(content, label) {
      const described = labelled(label);
      await blobs.put(content, described);
      return described.fileId;
    },
    async adopt(path, label) {
      const described = labelled(label);
      await blobs.adopt(path, described);
      return described.fileId;
    },
    describe: (fileId) => store.findFile(db, fileId),
    async get(fileId, range) {
      const file = await store.findFile(db, fileId);
      if (file === null) return null;
      const stream = await blobs.read(file.sha256, range);
      if (stream !== null) return { ...file, stream };
      log.error({ fileId, sha256: file.sha256 }, 'the bytes of a file are missing on the disk');
      return null;
    },
    claim: (tx, fileId, of) => store.claimFile(tx, { fileId, ...of, at: clock.now() }),
    release,
    hold: (tx, fileId) => store.addHold(tx, fileId, clock.now()),
    async letGo(tx, fileId) {
      blobs.dropAfterCommit(tx, await store.dropHold(tx, fileId));
    },
    remove: (fileId) => db.tx((tx) => release(tx, fileId)),
    listOf: (ownerId) => store.listFiles(db, ownerId),
    async releaseAll(tx, ownerId) {
      blobs.dropAfterCommit(tx, await store.deleteFilesOf(tx, ownerId));
    },
    allow(purpose, mayRead, options = {}) {
      assert(!purposes.has(purpose), `the purpose ${purpose} has a rule already`);
      purposes.set(purpose, options);
      addRule(purpose, mayRead);
    },
    allowAlso: addRule,
    optionsOf: (purpose) => purposes.get(purpose) ?? {},
    isAllowed: (purpose) => purposes.has(purpose),
    async mayRead(file, caller) {
      for (const rule of rules.get(file.purpose) ?? []) {
        if (await rule(file, caller)) return true;
      }
      return false;
    },
    sweep: blobs.sweep,
  };
}
