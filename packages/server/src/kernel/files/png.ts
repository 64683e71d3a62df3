import { crc32, inflateSync } from 'node:zlib';
import type { Picture } from './images.ts';

const signatureLength = 8;
const maxProfileBytes = 4 * 1024 * 1024;
/** Length, type and checksum around the data of a chunk. */
const frameLength = 12;

/** What changes how the picture looks. Text, times, EXIF, unknown and animation chunks are not. */
const kept = new Set([
  ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'],
  ...['sRGB', 'gAMA', 'cHRM', 'iCCP', 'cICP', 'sBIT'],
]);

/** Reads a PNG chunk by chunk; an animated one becomes its still picture. */
export function cleanPng(bytes: Buffer): Picture {
  const parts: Buffer[] = [bytes.subarray(0, signatureLength)];
  const seen = new Set<string>();
  let size = { width: 0, height: 0 };
  for (let at = signatureLength; ;) {
    if (at + frameLength > bytes.length) return null;
    const length = bytes.readUInt32BE(at);
    const end = at + frameLength + length;
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (bytes.readUInt32BE(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return null;
    if ((type === 'IHDR') !== (at === signatureLength)) return null;
    if (type === 'IHDR') {
      if (length !== 13) return null;
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    if (type === 'iCCP' && !isSmallProfile(bytes.subarray(at + 8, end - 4))) return null;
    if (kept.has(type)) parts.push(bytes.subarray(at, end));
    // A chunk that a reader must understand (upper-case first letter), and this one does not.
    else if (/^[^a-z]/.test(type)) return null;
    seen.add(type);
    at = end;
    if (type === 'IEND') break;
  }
  return seen.has('IDAT') ? { bytes: Buffer.concat(parts), ...size } : null;
}

/** A colour profile is packed: a few kilobytes could become gigabytes in whoever reads it. */
function isSmallProfile(data: Buffer): boolean {
  const nameEnd = data.indexOf(0);
  if (nameEnd < 1 || nameEnd > 79) return false;
  try {
    inflateSync(data.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes });
    return true;
  } catch {
    return false;
  }
}
