import { configure, ZipWriter } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

// Workers would cost more than they bring: the export is one stream, as fast as its reader.
configure({ useWebWorkers: false });

export type Content = string | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
export type Written = { path: string; size: number; sha256: string };

/** A ZIP that is written while it is read: nothing but the piece at hand is in memory. */
export type Zip = {
  stream: Readable;
  /** `stored`: as it is, because it is packed already, like pictures and voices. */
  add(path: string, content: Content, options?: { stored: boolean }): Promise<Written>;
  close(): Promise<void>;
  /** Breaks the stream off, so that its reader does not take the part for the whole. */
  fail(reason: Error): Promise<void>;
};

/** Pieces this small keep the reader in charge of the pace. */
const chunksAhead = 4;

export function openZip({ at }: { at: Date }): Zip {
  const pipe = new TransformStream<Uint8Array, Uint8Array>(
    undefined,
    { highWaterMark: chunksAhead },
    { highWaterMark: chunksAhead },
  );
  const writer = new ZipWriter(pipe.writable, { lastModDate: at, level: 6 });
  return {
    stream: Readable.fromWeb(pipe.readable as NodeReadableStream<Uint8Array>),
    async add(path, content, { stored } = { stored: false }) {
      const digest = createHash('sha256');
      let size = 0;
      async function* measured() {
        for await (const piece of typeof content === 'string' ? [content] : content) {
          const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
          digest.update(bytes);
          size += bytes.byteLength;
          yield bytes;
        }
      }
      const source = Readable.toWeb(Readable.from(measured())) as ReadableStream;
      await writer.add(path, source, stored ? { level: 0 } : {});
      return { path, size, sha256: digest.digest('hex') };
    },
    async close() {
      await writer.close();
    },
    async fail(reason) {
      await pipe.writable.abort(reason).catch(() => undefined);
    },
  };
}
