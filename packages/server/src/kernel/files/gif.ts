import type { Picture } from './images.ts';

const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
const graphicControl = 0xf9;
const application = 0xff;

/** Every frame is drawn: a small file with thousands of large ones stops a phone. */
const maxFrames = 2_000;
const maxDrawnPixels = 1_000_000_000;

type Cursor = { bytes: Buffer; at: number; parts: Buffer[] };

/** The length of a table of colours, as its flags say. */
function tableLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

/** Where a chain of sub-blocks ends; null when it is cut off. */
function endOfBlocks(bytes: Buffer, start: number): number | null {
  let at = start;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return null;
    at += length + 1;
    if (length === 0) return at;
  }
}

/** Timing of a frame and how often to repeat stay; comments, texts, XMP and all else go. */
function isKept(bytes: Buffer, at: number): boolean {
  if (bytes[at + 1] === graphicControl) return true;
  const name = bytes.toString('latin1', at + 3, at + 14);
  return bytes[at + 1] === application && bytes[at + 2] === 11 && name === 'NETSCAPE2.0';
}

function takeExtension(cursor: Cursor): boolean {
  const { bytes, at } = cursor;
  const end = endOfBlocks(bytes, at + 2);
  if (end === null || end > bytes.length) return false;
  // Of the right length only: what is longer carries something along.
  const fits = bytes[at + 1] === graphicControl ? end - at === 8 : end - at === 19;
  if (isKept(bytes, at) && fits) cursor.parts.push(bytes.subarray(at, end));
  cursor.at = end;
  return true;
}

/** Copies a frame, and gives how many pixels it draws; null when it is cut off. */
function takeFrame(cursor: Cursor): number | null {
  const { bytes, at } = cursor;
  if (at + 10 > bytes.length) return null;
  const data = at + 10 + tableLength(bytes[at + 9] ?? 0);
  const end = endOfBlocks(bytes, data + 1);
  if (end === null || end > bytes.length) return null;
  cursor.parts.push(bytes.subarray(at, end));
  cursor.at = end;
  return bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7);
}

/** Reads a GIF block by block; still or moving. */
export function cleanGif(bytes: Buffer): Picture {
  if (bytes.length < 13) return null;
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const start = 13 + tableLength(bytes[10] ?? 0);
  const cursor: Cursor = { bytes, at: start, parts: [bytes.subarray(0, start)] };
  let drawn = 0;
  for (let frames = 0; ;) {
    const kind = bytes[cursor.at];
    if (kind === introducer.trailer) {
      if (frames === 0) return null;
      return { bytes: Buffer.concat([...cursor.parts, Buffer.from([kind])]), ...size };
    }
    if (kind === introducer.extension) {
      if (!takeExtension(cursor)) return null;
      continue;
    }
    const pixels = kind === introducer.image ? takeFrame(cursor) : null;
    if (pixels === null) return null;
    frames += 1;
    // A frame costs the whole canvas, however small it is itself.
    drawn += Math.max(pixels, size.width * size.height);
    if (frames > maxFrames || drawn > maxDrawnPixels) return null;
  }
}
