import type { FileId, PersonId } from '@plaza/base';
import type { Readable } from 'node:stream';
import type { Tx } from '../db/index.ts';
import type { Caller } from '../rpc/index.ts';

/** What is known of a file without opening it. */
export type StoredFile = {
  fileId: FileId;
  ownerId: PersonId;
  purpose: string;
  contentType: string;
  /** In bytes. */
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  createdAt: Date;
  /** Null while nothing refers to it: such a file is removed after a day. */
  claimedAt: Date | null;
} & FileFacts;

export type FileKind = 'image' | 'video' | 'audio' | 'file';

/** What the server found by looking at the bytes. Only a `file` may be anything. */
export type FileFacts = {
  kind: FileKind;
  width: number | null;
  height: number | null;
  durationMs: number | null;
};

export type OpenFile = StoredFile & { stream: Readable };

export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;
export type FileLabel = {
  contentType: string;
  purpose: string;
  ownerId: PersonId;
} & Partial<FileFacts>;

/** A stretch of bytes, both ends included. */
export type ByteRange = { start: number; end: number };

export type PurposeOptions = {
  /** Ask again at each look, because who may read it can change. */
  revalidate?: boolean;
  /** Uploads of one person that may wait to be used; the oldest beyond go at once. */
  maxUnclaimed?: number;
  /** Its files are not brought by `POST /upload`. */
  resumableOnly?: boolean;
};

/** Decides who may read a file of one purpose; null is somebody who is not signed in. */
export type MayRead = (file: StoredFile, caller: Caller | null) => boolean | Promise<boolean>;

export type Files = {
  /** Stores content for good (fsync) and gives its id. Nobody has claimed it yet. */
  put(content: FileContent, label: FileLabel): Promise<FileId>;
  /** Stores a file that is on the disk of the files folder already, by renaming it. */
  adopt(path: string, label: FileLabel): Promise<FileId>;
  describe(fileId: FileId): Promise<StoredFile | null>;
  get(fileId: FileId, range?: ByteRange): Promise<OpenFile | null>;
  /**
   * Keeps an upload for good: call it in the transaction that stores the reference. Null when there
   * is no such file of this owner for this purpose.
   */
  claim(
    tx: Tx,
    fileId: FileId,
    of: { ownerId: PersonId; purpose: string },
  ): Promise<StoredFile | null>;
  /** Gives up a file that nothing refers to any more; the bytes go after the commit. */
  release(tx: Tx, fileId: FileId): Promise<void>;
  /**
   * Counts one more row that refers to the file, in the transaction that writes the row: for files
   * that several may share. False when there is no such file any more.
   */
  hold(tx: Tx, fileId: FileId): Promise<boolean>;
  /** Counts one row less; with the last one the file goes, after the commit. */
  letGo(tx: Tx, fileId: FileId): Promise<void>;
  remove(fileId: FileId): Promise<void>;
  /** Every file of a person, for the export. */
  listOf(ownerId: PersonId): Promise<StoredFile[]>;
  /**
   * Gives up every file of a person, for the erasure. What others refer to, because they sent it
   * on, stays with them and names nobody any more.
   */
  releaseAll(tx: Tx, ownerId: PersonId): Promise<void>;
  /** Opens a purpose for uploads and says who may read its files. */
  allow(purpose: string, mayRead: MayRead, options?: PurposeOptions): void;
  /** Another rule for a purpose: who may read by any of them, may read. */
  allowAlso(purpose: string, mayRead: MayRead): void;
  optionsOf(purpose: string): PurposeOptions;
  isAllowed(purpose: string): boolean;
  mayRead(file: StoredFile, caller: Caller | null): Promise<boolean>;
  /** Removes uploads that nobody claimed within a day, and bytes that no row names. */
  sweep(): Promise<{ files: number; blobs: number }>;
};
