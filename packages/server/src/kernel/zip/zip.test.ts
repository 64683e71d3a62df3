import {
  BlobReader,
  TextWriter,
  Uint8ArrayWriter,
  ZipReader,
  type FileEntry,
} from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openZip } from './index.ts';

const at = new Date('2026-11-22T10:00:00Z');

async function read(stream: AsyncIterable<Uint8Array>) {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const blob = new Blob(pieces as Uint8Array<ArrayBuffer>[]);
  const entries = await new ZipReader(new BlobReader(blob)).getEntries();
  return new Map(entries.map((entry) => [entry.filename, entry as FileEntry]));
}

async function* pieces(): AsyncGenerator<Uint8Array | string> {
  yield 'Grüße ';
  yield Buffer.from('aus der Stadt');
}

test('what was added piece by piece is read again, with its size and hash', async () => {
  const zip = openZip({ at });
  const reading = read(zip.stream);
  const written = await zip.add('a/text.txt', pieces());
  const raw = new Uint8Array(5_000);
  await zip.add('b.bin', [raw], { stored: true });
  await zip.add('c.bin', [raw]);
  await zip.close();
  const found = await reading;
  const text = 'Grüße aus der Stadt';
  const sha256 = createHash('sha256').update(text).digest('hex');
  expect(written).toEqual({ path: 'a/text.txt', size: Buffer.byteLength(text), sha256 });
  expect(await found.get('a/text.txt')?.getData(new TextWriter())).toBe(text);
  expect(await found.get('b.bin')?.getData(new Uint8ArrayWriter())).toEqual(raw);
  expect(found.get('b.bin')?.compressedSize).toBe(raw.length);
  expect(found.get('c.bin')?.compressedSize).toBeLessThan(100);
});

test('one that broke off is an error to its reader', async () => {
  const zip = openZip({ at });
  const reading = read(zip.stream);
  const outcome = expect(reading).rejects.toThrow('no more');
  await zip.add('a.txt', 'whole');
  await zip.fail(new Error('no more'));
  await outcome;
});
