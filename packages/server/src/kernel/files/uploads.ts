import { isUuid, type Clock, type FileId, type NewId, type PersonId } from '@plaza/base';
import { dailyUploadBytes, maxFileBytes } from '@plaza/contract';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Tx } from '../db/index.ts';
import { decide, no, yes, type Outcome } from '../rpc/index.ts';
import { createLeases, type Leases } from './upload-lease.ts';
import * as store from './upload-store.ts';
import type { UploadId, UploadRow } from './upload-store.ts';

export type { UploadId, UploadRow };

export type UploadsDeps = {
  db: Database;
  /** The files folder. */
  dir: string;
  clock: Clock;
  newId: NewId;
  /** Below so many free bytes on the disk nothing more is taken. */
  minFreeBytes?: number;
};

export type BeginRefused = 'too_large' | 'quota_reached' | 'too_many_requests' | 'unavailable';

/** Files that arrive in parts; each belongs to the person who began it, and to nobody else. */
export type Uploads = {
  /** Says how many bytes a person may announce in a day; the contract's number until then. */
  limitBy(dailyBytes: (personId: PersonId) => number | Promise<number>): void;
  readonly folder: string;
  readonly leases: Leases;
  begin(ownerId: PersonId, size: number): Promise<Outcome<UploadId, BeginRefused>>;
  /** Null also for somebody else's. */
  find(ownerId: PersonId, uploadId: string): Promise<UploadRow | null>;
  /** Bytes that were announced, whoever announced them. */
  sizeOf(uploadId: string): Promise<number | null>;
  /** Bytes that have arrived; null when there is nothing. */
  received(uploadId: string): Promise<number | null>;
  pathOf(uploadId: string): string;
  /** Whether the disk has room for that much more. */
  hasRoom(bytes: number): Promise<boolean>;
  /** Ends an upload that is not wanted any more. */
  drop(uploadId: string): Promise<void>;
  /** Remembers what it became, so that asking again gives the same; its own bytes go. */
  markTaken(uploadId: string, fileId: FileId): Promise<void>;
  dropOf(tx: Tx, ownerId: PersonId): Promise<void>;
  listOf(ownerId: PersonId): Promise<UploadRow[]>;
  /** Removes what was begun more than a day ago, and bytes that belong to no upload. */
  sweep(): Promise<number>;
};

const dayMs = 24 * 3_600_000;
/** Uploads of one person that are not taken yet; a thread full of photos needs some. */
export const maxOpenUploads = 60;
const usualMinFreeBytes = 512 * 1_048_576;

type Beginning = { ownerId: PersonId; size: number; createdAt: Date };

async function judge(tx: Tx, begun: Beginning, dailyBytes: number): Promise<BeginRefused | null> {
  // The counting locks the person's day, so that two uploads at once cannot both be the last.
  if ((await store.countBytes(tx, begun)) > dailyBytes) return 'quota_reached';
  const open = await store.countOpen(tx, begun.ownerId);
  return open >= maxOpenUploads ? 'too_many_requests' : null;
}

type RemovalDeps = Pick<UploadsDeps, 'db' | 'clock'> & {
  folder: string;
  removeBytes(uploadId: string): Promise<void>;
};

/** How uploads go that nobody ends: with their owner, or with their time. */
function createRemoval({ db, clock, folder, removeBytes }: RemovalDeps) {
  return {
    async dropOf(tx: Tx, ownerId: PersonId): Promise<void> {
      const ids = await store.deleteUploadsOf(tx, ownerId);
      tx.onCommit(async () => {
        for (const id of ids) await removeBytes(id);
      });
    },
    async sweep(): Promise<number> {
      const before = new Date(clock.nowMs() - dayMs);
      const ids = await db.tx((tx) => store.deleteUploadsBefore(tx, before));
      for (const id of ids) await removeBytes(id);
      const names = (await readdir(folder).catch(() => [])).filter(isUuid);
      const known = await store.knownUploads(db, names);
      for (const name of names.filter((one) => !known.has(one))) await removeBytes(name);
      return ids.length;
    },
  };
}

export function createUploads(deps: UploadsDeps): Uploads {
  const { db, clock, newId } = deps;
  const folder = join(deps.dir, 'uploads');
  const minFreeBytes = deps.minFreeBytes ?? usualMinFreeBytes;
  let limitOf: (personId: PersonId) => number | Promise<number> = () => dailyUploadBytes;
  const pathOf = (uploadId: string) => join(folder, uploadId);

  async function hasRoom(bytes: number): Promise<boolean> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize - bytes >= minFreeBytes;
  }

  async function received(uploadId: string): Promise<number | null> {
    if (!isUuid(uploadId)) return null;
    const found = await stat(pathOf(uploadId)).catch(() => null);
    return found?.size ?? null;
  }

  const removeBytes = (uploadId: string) => rm(pathOf(uploadId), { force: true });

  return {
    ...{ folder, pathOf, received, hasRoom, leases: createLeases({ db, clock, newId }) },
    limitBy(dailyBytes) {
      limitOf = dailyBytes;
    },
    async begin(ownerId, size) {
      if (size > maxFileBytes) return no('too_large');
      if (!(await hasRoom(size))) return no('unavailable');
      const dailyBytes = await limitOf(ownerId);
      return decide<UploadId, BeginRefused>(db, async (tx) => {
        const begun = { ownerId, size, createdAt: clock.now() };
        const refused = await judge(tx, begun, dailyBytes);
        if (refused !== null) return no(refused);
        const uploadId = newId<UploadId>();
        await store.insertUpload(tx, { uploadId, ...begun });
        return yes(uploadId);
      });
    },
    async find(ownerId, uploadId) {
      const row = isUuid(uploadId) ? await store.findUpload(db, uploadId) : null;
      return row?.ownerId === ownerId ? row : null;
    },
    async drop(uploadId) {
      const row = await store.findUpload(db, uploadId);
      if (row === null) return;
      const missing = row.size - ((await received(uploadId)) ?? 0);
      await db.tx((tx) => store.deleteUpload(tx, uploadId, row.fileId === null ? missing : 0));
      await removeBytes(uploadId);
    },
    sizeOf: async (uploadId) => (await store.findUpload(db, uploadId))?.size ?? null,
    async markTaken(uploadId, fileId) {
      await store.markTaken(db, uploadId, fileId);
      await removeBytes(uploadId);
    },
    listOf: (ownerId) => store.listUploads(db, ownerId),
    ...createRemoval({ db, clock, folder, removeBytes }),
  };
}
