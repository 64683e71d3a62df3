import { Malformed, applyEdits, openBytes, type Container } from './bytes.ts';
import { readMp4 } from './mp4.ts';
import { readOgg } from './ogg.ts';
import { readWebm } from './webm.ts';
import type { FileHandle } from 'node:fs/promises';

export type { Container };

/** By the first bytes, never by a name or by what somebody says. */
function readerOf(head: Buffer) {
  if (head.toString('latin1', 4, 8) === 'ftyp') return readMp4;
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return readWebm;
  if (head.toString('latin1', 0, 4) === 'OggS') return readOgg;
  return null;
}

/** What moves or sounds in a file; a text says why it is nothing of the kind. */
export async function readContainer(handle: FileHandle, size: number): Promise<Container | string> {
  const file = openBytes(handle, size);
  const reader = readerOf(await file.read(0, Math.min(size, 12)));
  if (reader === null) return 'neither film nor sound';
  try {
    return await reader(file);
  } catch (error) {
    // A table that points behind its own end is the file's fault, not ours.
    if (error instanceof Malformed || error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Takes out of a file what its container says of place, time and camera. */
export async function cleanContainer(handle: FileHandle, container: Container): Promise<void> {
  await applyEdits(handle, container.edits);
}
