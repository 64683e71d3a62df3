import { check, type Bytes, type Container, type Edit } from './bytes.ts';

const maxPages = 500_000;

type Page = { start: number; body: number; end: number; head: Buffer };

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value >>> 0;
});

/** The checksum of a page (RFC 3533), with its own field zero. */
function checksum(page: Buffer): number {
  let sum = 0;
  for (const byte of page) sum = ((sum << 8) ^ (table[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return sum;
}

async function readPage(file: Bytes, start: number): Promise<Page> {
  const fixed = await file.read(start, 27);
  check(fixed.toString('latin1', 0, 4) === 'OggS' && fixed[4] === 0, 'not a page');
  const head = Buffer.from(await file.read(start, 27 + (fixed[26] ?? 0)));
  const length = head.subarray(27).reduce((sum, part) => sum + part, 0);
  const body = start + head.length;
  check(body + length <= file.size, 'a page is cut off');
  return { start, body, end: body + length, head };
}

/** The page of comments with none left. */
async function emptyComments(file: Bytes, { start, body, end, head }: Page): Promise<Edit> {
  const data = Buffer.from(await file.read(body, end - body));
  check(data.toString('latin1', 0, 8) === 'OpusTags' && data.length >= 16, 'no comments');
  // A packet that fills its last segment goes on in the next page: a picture, not a recorder.
  check(head.at(-1) !== 255, 'too many comments');
  const vendor = data.readUInt32LE(8);
  check(12 + vendor + 4 <= data.length, 'comments are cut off');
  data.fill(0, 12 + vendor);
  head.writeUInt32LE(0, 22);
  const page = Buffer.concat([head, data]);
  page.writeUInt32LE(checksum(page), 22);
  return { at: start, bytes: page };
}

/** Reads Ogg with one stream of Opus, as browsers record voices. */
export async function readOgg(file: Bytes): Promise<Container> {
  const first = await readPage(file, 0);
  const opening = await file.read(first.body, Math.min(19, first.end - first.body));
  check(opening.toString('latin1', 0, 8) === 'OpusHead' && opening.length >= 12, 'not Opus');
  const serial = first.head.readUInt32LE(14);
  const edits: Edit[] = [];
  let last = 0n;
  let at = first.end;
  for (let n = 1; at < file.size; n += 1) {
    check(n < maxPages, 'too many pages');
    const page = await readPage(file, at);
    check(page.head.readUInt32LE(14) === serial, 'more than one stream');
    if (n === 1) edits.push(await emptyComments(file, page));
    const place = page.head.readBigInt64LE(6);
    if (place > last) last = place;
    at = page.end;
  }
  check(edits.length === 1, 'no comments');
  const durationMs = Math.round((Number(last) - opening.readUInt16LE(10)) / 48);
  const isKnown = durationMs > 0 && durationMs <= 86_400_000;
  return {
    ...{ contentType: 'audio/ogg', hasVideo: false, width: null, height: null, edits },
    durationMs: isKnown ? durationMs : null,
  };
}
