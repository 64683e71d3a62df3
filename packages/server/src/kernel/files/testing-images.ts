import { crc32, deflateSync } from 'node:zlib';

/** Something that must never come out again. */
export const planted = 'SECRET-PLACE-48.2082N-16.3738E';
const note = Buffer.from(planted, 'latin1');

export type Size = { width: number; height: number };

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A grey PNG that says a lot about itself in every place where one can. */
export function makePng({ width, height }: Size, extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const small = width * height < 1_000_000;
  const rows = small ? Buffer.alloc((width + 1) * height, 0) : Buffer.alloc(1);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])),
    pngChunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), note])),
    pngChunk('eXIf', Buffer.concat([Buffer.from('MM\0*'), note])),
    pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), note])),
    pngChunk('tIME', Buffer.from([7, 234, 11, 22, 10, 0, 0])),
    ...extra,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('prVt', note),
    pngChunk('IEND', Buffer.alloc(0)),
    note,
  ]);
}

export function jpegSegment(code: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** EXIF with an orientation in front of, and a place behind, everything else. */
export function makeExif(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  const little = order === 'II';
  const short = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 0, 'latin1');
  short(42, 2);
  long(8, 4);
  short(2, 8);
  short(0x010f, 10);
  short(2, 12);
  long(note.length, 14);
  long(38, 18);
  short(0x0112, 22);
  short(3, 24);
  long(1, 26);
  short(orientation, 30);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, note]);
}

/** Not a picture that one can look at, but of the right form throughout: two scans, progressive. */
export function makeJpeg({ width, height }: Size, orientation = 1): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  const thumbnail = Buffer.concat([Buffer.from([1, 1]), note.subarray(0, 3)]);
  const scan = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xff, 0x00]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe0, Buffer.concat([Buffer.from('JFIF\0\x01\x01\0\0\x48\0\x48'), thumbnail])),
    jpegSegment(0xe0, Buffer.concat([Buffer.from('JFXX\0\x10'), note])),
    jpegSegment(0xe1, makeExif(orientation)),
    jpegSegment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), note])),
    jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01colours')),
    jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), note])),
    jpegSegment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), note])),
    jpegSegment(0xee, Buffer.concat([Buffer.from('Adobe\0\x64\0\0\0\0\x01'), note])),
    jpegSegment(0xfe, note),
    jpegSegment(0xdb, Buffer.alloc(65, 1)),
    jpegSegment(0xc2, frame),
    jpegSegment(0xc4, Buffer.alloc(19, 0)),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])),
    scan.subarray(0, 7),
    Buffer.from([0xff]),
    jpegSegment(0xc4, Buffer.alloc(19, 0)),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 1, 5, 0])),
    scan.subarray(0, 7),
    Buffer.from([0xff, 0xd9]),
    note,
  ]);
}

export function webpChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

export function makeWebp(
  { width, height }: Size,
  { kind = 'VP8L', canvas = { width, height }, flags = 0x2c }: WebpOptions = {},
): Buffer {
  const extended = Buffer.alloc(10);
  extended[0] = flags;
  extended.writeUIntLE(canvas.width - 1, 4, 3);
  extended.writeUIntLE(canvas.height - 1, 7, 3);
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    webpChunk('VP8X', extended),
    webpChunk('ICCP', Buffer.from('colours')),
    kind === 'VP8L' ? losslessChunk({ width, height }) : lossyChunk({ width, height }),
    webpChunk('EXIF', makeExif(6)),
    webpChunk('XMP ', note),
    webpChunk('prvt', note),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, note]);
}

type WebpOptions = { kind?: 'VP8 ' | 'VP8L'; canvas?: Size; flags?: number };

function losslessChunk({ width, height }: Size): Buffer {
  const data = Buffer.alloc(7);
  data[0] = 0x2f;
  data.writeUInt32LE(((height - 1) << 14) | (width - 1), 1);
  return webpChunk('VP8L', data);
}

function lossyChunk({ width, height }: Size): Buffer {
  const data = Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0, 1, 2]);
  data.writeUInt16LE(width | 0x4000, 6);
  data.writeUInt16LE(height | 0x8000, 8);
  return webpChunk('VP8 ', data);
}
