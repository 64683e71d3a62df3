import type { Picture } from './images.ts';
import { readOrientation, orientationSegment } from './exif.ts';

const marker = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
} as const;

/** Baseline, extended and progressive: what browsers draw. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Huffman tables, quantisation tables, restart interval. */
const tables = new Set([0xc4, 0xdb, 0xdd]);

const maxScans = 100;

type Segment = { code: number; whole: Buffer; data: Buffer };

/** Reads a JPEG segment by segment. How the camera was held is all that stays of its EXIF. */
export function cleanJpeg(bytes: Buffer): Picture {
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let orientation = 1;
  let scans = 0;
  for (let at = 2; ;) {
    at = skipFill(bytes, at);
    if (bytes[at] === marker.endOfImage) break;
    const segment = readSegment(bytes, at);
    if (segment === null) return null;
    at += segment.whole.length - 1;
    if (frames.has(segment.code)) {
      if (size !== null || segment.data.length < 6) return null;
      size = { width: segment.data.readUInt16BE(3), height: segment.data.readUInt16BE(1) };
    }
    const found = readOrientation(segment.code === marker.app1 ? segment.data : null);
    if (found !== null && orientation === 1) {
      orientation = found;
      if (orientation !== 1) parts.push(orientationSegment(orientation));
    }
    const copy = keep(segment);
    if (copy !== null) parts.push(copy);
    if (segment.code !== marker.startOfScan) continue;
    if (size === null) return null;
    scans += 1;
    // Each scan of a progressive picture is drawn over all of it: many of them stop a phone.
    if (scans > maxScans) return null;
    const end = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (size === null || scans === 0) return null;
  parts.push(Buffer.from([0xff, marker.endOfImage]));
  const { width, height } = size;
  const turned = orientation >= 5;
  const shown = turned ? { width: height, height: width } : { width, height };
  return { bytes: Buffer.concat(parts), ...shown };
}

/** Gives the place of the marker's code behind one or more bytes 0xff, or the end of the bytes. */
function skipFill(bytes: Buffer, start: number): number {
  let at = start;
  if (bytes[at] !== 0xff) return bytes.length;
  while (bytes[at] === 0xff) at += 1;
  return at;
}

function readSegment(bytes: Buffer, at: number): Segment | null {
  const code = bytes[at] ?? 0;
  // Markers without a length have no business between segments.
  if (code < 0xc0 || (code >= 0xd0 && code <= marker.startOfImage)) return null;
  if (at + 3 > bytes.length) return null;
  const length = bytes.readUInt16BE(at + 1);
  const end = at + 1 + length;
  if (length < 2 || end > bytes.length) return null;
  return { code, whole: bytes.subarray(at - 1, end), data: bytes.subarray(at + 3, end) };
}

/** What is copied of a segment; null for all that does not draw. */
function keep({ code, whole, data }: Segment): Buffer | null {
  if (frames.has(code) || tables.has(code) || code === marker.startOfScan) return whole;
  if (code === marker.app0 && startsWith(data, 'JFIF\0') && data.length >= 14) {
    // Version and pixel density, and a preview of size 0 by 0.
    return makeSegment(code, Buffer.concat([data.subarray(0, 12), Buffer.from([0, 0])]));
  }
  if (code === marker.app2 && startsWith(data, 'ICC_PROFILE\0')) return whole;
  // Says whether the colours are YCbCr or not: without it they would be wrong.
  if (code === marker.app14 && startsWith(data, 'Adobe') && data.length >= 12) {
    return makeSegment(code, data.subarray(0, 12));
  }
  return null;
}

function makeSegment(code: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** Where the next marker is; stuffed bytes and restart markers are part of the scan. */
function endOfScan(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += 2;
  }
}

function startsWith(data: Buffer, text: string): boolean {
  return data.toString('latin1', 0, text.length) === text;
}
