import type { NewId } from '@plaza/base';
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileContent } from './types.ts';

/** Bytes written to the disk for good, but under no name yet. */
export type Draft = { path: string; sha256: string; size: number };

/**
 * The files folder: `blobs/ab/abcd…` holds the bytes whose SHA-256 is the name, so a name never
 * changes its content; `drafts` holds what is being written.
 */
export type Disk = {
  write(content: FileContent): Promise<Draft>;
  /** Makes a draft of a file of this folder; it is on the disk for good afterwards. */
  measure(path: string): Promise<Draft>;
  /** Gives the draft its name; drops it when the same bytes are there already. */
  keep(draft: Draft): Promise<void>;
  discard(draft: Draft): Promise<void>;
  /** Null when the bytes are gone. */
  read(sha256: string, range?: ByteRange): Promise<Readable | null>;
  remove(sha256: string): Promise<void>;
  /** Names of blobs that were written before `before`, folder by folder. */
  list(before: Date): AsyncIterable<string[]>;
  /** Drops drafts of processes that died before `before`. */
  dropDrafts(before: Date): Promise<void>;
};

type DiskDeps = { dir: string; newId: NewId };

export function createDisk({ dir, newId }: DiskDeps): Disk {
  const drafts = join(dir, 'drafts');
  const blobs = join(dir, 'blobs');
  const folderOf = (sha256: string) => join(blobs, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);

  return {
    async write(content) {
      await mkdir(drafts, { recursive: true, mode: 0o700 });
      const path = join(drafts, newId());
      const handle = await open(path, 'wx', 0o600);
      try {
        return { path, ...(await fill(handle, content)) };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
    },
    async measure(path) {
      const handle = await open(path, 'r+');
      try {
        await handle.sync();
        return { path, ...(await digest(handle.createReadStream({ autoClose: false }))) };
      } finally {
        await handle.close();
      }
    },
    async keep({ path, sha256 }) {
      const folder = folderOf(sha256);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Over a copy that is there already: same name, same bytes, and a fresh time of writing.
      await rename(path, pathOf(sha256));
      await syncFolder(folder);
      await syncFolder(blobs);
    },
    discard: ({ path }) => rm(path, { force: true }),
    async read(sha256, range) {
      try {
        return (await open(pathOf(sha256), 'r')).createReadStream(range);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async *list(before) {
      for (const name of await namesIn(blobs)) {
        const found = await olderThan(join(blobs, name), before);
        if (found.length > 0) yield found;
      }
    },
    async dropDrafts(before) {
      for (const name of await olderThan(drafts, before)) {
        await rm(join(drafts, name), { force: true });
      }
    },
  };
}

async function digest(content: AsyncIterable<Uint8Array>): Promise<Omit<Draft, 'path'>> {
  const sum = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    sum.update(chunk);
    size += chunk.byteLength;
  }
  return { sha256: sum.digest('hex'), size };
}

async function fill(handle: FileHandle, content: FileContent): Promise<Omit<Draft, 'path'>> {
  const digest = createHash('sha256');
  let size = 0;
  const chunks = content instanceof Uint8Array ? [content] : content;
  for await (const chunk of chunks) {
    digest.update(chunk);
    size += chunk.byteLength;
    await handle.writeFile(chunk);
  }
  await handle.sync();
  return { sha256: digest.digest('hex'), size };
}

/** A new name is safe only when its folder is on the disk too. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function olderThan(path: string, before: Date): Promise<string[]> {
  const found: string[] = [];
  for (const name of await namesIn(path)) {
    const { mtime } = await stat(join(path, name));
    if (mtime < before) found.push(name);
  }
  return found;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ENOENT';
}
