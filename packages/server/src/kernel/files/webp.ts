import type { Picture } from './images.ts';

type Size = { width: number; height: number };

/** Bits of the extended header's flags. */
const animationFlag = 0x02;
const metadataFlags = 0x08 | 0x04;

/** Colour profile, transparency and the picture itself; no EXIF, no XMP, nothing unknown. */
const kept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']);

/** Reads a WebP chunk by chunk. Animations are refused: their frames are files within files. */
export function cleanWebp(bytes: Buffer): Picture {
  if (bytes.length < 20) return null;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  const parts: Buffer[] = [];
  let canvas: Size | null = null;
  let picture: Size | null = null;
  for (let at = 12; at < end;) {
    if (at + 8 > end) return null;
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (at + 8 + length > end) return null;
    if (type === 'VP8X') {
      if (at !== 12 || length < 10 || ((data[0] ?? 0) & animationFlag) !== 0) return null;
      canvas = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
    }
    if (type === 'VP8 ' || type === 'VP8L') {
      if (picture !== null) return null;
      picture = type === 'VP8 ' ? readLossySize(data) : readLosslessSize(data);
      if (picture === null) return null;
    }
    if (kept.has(type)) parts.push(makeChunk(type, data));
    at += 8 + length + (length % 2);
  }
  if (picture === null || !isSame(canvas ?? picture, picture)) return null;
  return { bytes: makeFile(parts), ...picture };
}

function readLossySize(data: Buffer): Size | null {
  const isKeyFrame = ((data[0] ?? 1) & 1) === 0;
  if (data.length < 10 || !isKeyFrame || data.readUIntBE(3, 3) !== 0x9d012a) return null;
  // The upper two bits are a scale that no reader applies.
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
}

function readLosslessSize(data: Buffer): Size | null {
  if (data.length < 5 || data[0] !== 0x2f) return null;
  const bits = data.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function makeChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
  chunk.write(type, 0, 'latin1');
  chunk.writeUInt32LE(data.length, 4);
  data.copy(chunk, 8);
  if (type === 'VP8X') chunk[8] = (data[0] ?? 0) & ~metadataFlags;
  return chunk;
}

function makeFile(chunks: readonly Buffer[]): Buffer {
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  const file = Buffer.concat([head, ...chunks]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}
