import type { FileHandle } from 'node:fs/promises';

/** What a reader of containers found; `edits` take out what tells of place, time and camera. */
export type Container = {
  contentType: string;
  hasVideo: boolean;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  edits: Edit[];
};

/** Bytes to be written over those of a file, of the same number. */
export type Edit = { at: number; bytes: Buffer } | { at: number; zeros: number };

/** A file as a reader sees it: any stretch of bytes, never all of them. */
export type Bytes = {
  readonly size: number;
  /** Exactly these bytes; the file being shorter is `Malformed`. */
  read(at: number, length: number): Promise<Buffer>;
};

/** The file is not what it began like. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Malformed(what);
}

const windowSize = 64 * 1024;
const maxRead = 64 * 1024 * 1024;

/** Reads through a window, because containers are walked in many small steps forward. */
export function openBytes(handle: Pick<FileHandle, 'read'>, size: number): Bytes {
  let from = 0;
  let window: Buffer = Buffer.alloc(0);

  async function fetch(at: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await handle.read(buffer, got, length - got, at + got);
      check(bytesRead > 0, 'shorter than it says');
      got += bytesRead;
    }
    return buffer;
  }

  return {
    size,
    async read(at, length) {
      check(length <= maxRead, 'a part is too large');
      check(at >= 0 && at + length <= size, 'cut off');
      if (length > windowSize) return fetch(at, length);
      if (at < from || at + length > from + window.length) {
        from = at;
        window = await fetch(at, Math.min(windowSize, size - at));
      }
      return window.subarray(at - from, at - from + length);
    },
  };
}

const zeroBlock = Buffer.alloc(1024 * 1024);

export async function applyEdits(
  handle: Pick<FileHandle, 'write'>,
  edits: readonly Edit[],
): Promise<void> {
  for (const edit of edits) {
    if ('bytes' in edit) {
      await handle.write(edit.bytes, 0, edit.bytes.length, edit.at);
      continue;
    }
    for (let done = 0; done < edit.zeros;) {
      const length = Math.min(zeroBlock.length, edit.zeros - done);
      await handle.write(zeroBlock, 0, length, edit.at + done);
      done += length;
    }
  }
}
