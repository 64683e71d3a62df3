/** Something that must never come out again. */
export const planted = 'SECRET-PLACE+48.2082+016.3738/';
const note = Buffer.from(planted, 'latin1');

export function box(type: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const words = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, n) => bytes.writeUInt32BE(value >>> 0, n * 4));
  return bytes;
};
const text = (value: string) => Buffer.from(value, 'latin1');

/** A time of making that tells of the second: 2026, in seconds since 1904. */
const made = 3_850_000_000;

const udta = () => box('udta', box('\xa9xyz', words(0x001e15c7), note), box('name', note));
const meta = () => box('meta', box('hdlr', Buffer.alloc(24)), box('ilst', note));

type Track = {
  handler: 'vide' | 'soun' | 'meta';
  width?: number;
  height?: number;
  turned?: boolean;
  external?: boolean;
  samples: { at: number; sizes: number[] };
};

function trackHeader({ width = 0, height = 0, turned = false }: Track): Buffer {
  const one = 0x10000;
  const straight = [one, 0, 0, 0, one, 0, 0, 0, 0x40000000];
  const upright = [0, one, 0, -one, 0, 0, 0, 0, 0x40000000];
  return box(
    'tkhd',
    words(3, made, made, 1, 0, 5_000, 0, 0, 0, 0),
    words(...(turned ? upright : straight)),
    words(width * one, height * one),
  );
}

function track(of: Track): Buffer {
  const { at, sizes } = of.samples;
  const name = text(`Camera of ${planted}\0`);
  const stbl = box(
    'stbl',
    box('stsd', words(0, 0)),
    box('stsz', words(0, 0, sizes.length, ...sizes)),
    box('stsc', words(0, 1, 1, sizes.length, 1)),
    box('stco', words(0, 1, at)),
  );
  const dref = box('dref', words(0, 1), box('url ', words(of.external ? 0 : 1)));
  return box(
    'trak',
    trackHeader(of),
    udta(),
    box(
      'mdia',
      box('mdhd', words(0, made, made, 1_000, 5_000, 0)),
      box('hdlr', words(0, 0), text(of.handler), words(0, 0, 0), name),
      box('minf', box('dinf', dref), stbl, udta()),
    ),
    meta(),
  );
}

export type Mp4Options = {
  brand?: string;
  handlers?: Track['handler'][];
  width?: number;
  height?: number;
  turned?: boolean;
  external?: boolean;
  fragmented?: boolean;
  /** Bytes of pictures and sound. */
  mediaBytes?: number;
  durationMs?: number;
  behind?: Buffer;
};

/** A film of the right form that says where it was made in every place where one can. */
export function makeMp4(options: Mp4Options = {}): Buffer {
  const { brand = 'isom', handlers = ['vide', 'soun', 'meta'], mediaBytes = 64 } = options;
  const ftyp = box('ftyp', text(brand), words(512), text(brand));
  const media = Buffer.alloc(mediaBytes, 7);
  // What the camera noted besides lies among the pictures, where its track says.
  const mdat = box('mdat', media, handlers.includes('meta') ? note : Buffer.alloc(0));
  const start = ftyp.length + 8;
  const tracks = handlers.map((handler) =>
    track({
      handler,
      ...(handler === 'vide' ? { width: options.width ?? 320, height: options.height ?? 180 } : {}),
      ...{ turned: options.turned ?? false, external: options.external ?? false },
      samples:
        handler === 'meta'
          ? { at: start + mediaBytes, sizes: [10, planted.length - 10] }
          : { at: start, sizes: [mediaBytes] },
    }),
  );
  const moov = box(
    'moov',
    box('mvhd', words(0, made, made, 1_000, options.durationMs ?? 5_000), Buffer.alloc(80)),
    ...tracks,
    ...(options.fragmented ? [box('mvex', Buffer.alloc(0))] : []),
    udta(),
    meta(),
    box('uuid', note),
  );
  const loose = [box('uuid', note), box('free', note), udta(), box('XYZ_', note)];
  return Buffer.concat([ftyp, mdat, moov, ...loose, options.behind ?? Buffer.alloc(0)]);
}

function size(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  bytes[0] = 1;
  return bytes;
}

const unknownSize = Buffer.from([1, 255, 255, 255, 255, 255, 255, 255]);

function idBytes(id: number): Buffer {
  const bytes = words(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

export function element(id: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([idBytes(id), size(body.length), body]);
}

const openEnd = (id: number, ...parts: Uint8Array[]) =>
  Buffer.concat([idBytes(id), unknownSize, ...parts]);

export type WebmOptions = {
  docType?: string;
  codec?: string;
  video?: boolean;
  width?: number;
  height?: number;
  /** As a browser records: no size, no length, no end. */
  live?: boolean;
  lastMs?: number;
  behind?: Buffer;
};

/** WebM of the right form, with tags and attachments that tell. */
export function makeWebm(options: WebmOptions = {}): Buffer {
  const { video = true, live = false, lastMs = 3_000 } = options;
  const number = (id: number, value: number) => element(id, words(value));
  const header = element(0x1a45dfa3, element(0x4282, text(options.docType ?? 'webm')));
  const ticks = Buffer.alloc(8);
  ticks.writeDoubleBE(lastMs);
  const info = element(
    0x1549a966,
    ...[number(0x2ad7b1, 1_000_000), element(0x7ba9, note), element(0x4461, Buffer.alloc(8, 9))],
    ...[element(0x4d80, text('test')), element(0x5741, text('test'))],
    ...(live ? [] : [element(0x4489, ticks)]),
  );
  const picture = element(
    0xe0,
    number(0xb0, options.width ?? 320),
    number(0xba, options.height ?? 180),
  );
  const codec = options.codec ?? (video ? 'V_VP8' : 'A_OPUS');
  const entry = element(
    0xae,
    ...[number(0xd7, 1), number(0x83, video ? 1 : 2), element(0x86, text(codec))],
    ...[element(0x536e, note), ...(video ? [picture] : [])],
  );
  const blockAt = (ms: number) => {
    const head = Buffer.from([0x81, 0, 0, 0x80]);
    head.writeInt16BE(ms, 1);
    return element(0xa3, head, Buffer.alloc(20, 3));
  };
  const cluster = [number(0xe7, lastMs - 1_000), blockAt(0), blockAt(1_000)];
  const tags = [element(0x1254c367, note), element(0x1941a469, note), element(0xec, note)];
  const parts = [
    ...[info, element(0x1654ae6b, entry), ...tags],
    live ? openEnd(0x1f43b675, ...cluster) : element(0x1f43b675, ...cluster),
  ];
  const segment = live ? openEnd(0x18538067, ...parts) : element(0x18538067, ...parts);
  return Buffer.concat([header, segment, options.behind ?? Buffer.alloc(0)]);
}

/** The checksum of RFC 3533, bit by bit. */
function checksum(page: Buffer): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  }
  return sum >>> 0;
}

export function oggPage(body: Buffer, { serial = 7, place = 0, number = 0 } = {}): Buffer {
  const parts = [...Array.from({ length: Math.floor(body.length / 255) }, () => 255)];
  parts.push(body.length % 255);
  const head = Buffer.alloc(27 + parts.length);
  head.write('OggS', 0, 'latin1');
  head.writeBigInt64LE(BigInt(place), 6);
  head.writeUInt32LE(serial, 14);
  head.writeUInt32LE(number, 18);
  head[26] = parts.length;
  head.set(parts, 27);
  const page = Buffer.concat([head, body]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** A voice as Firefox records it, with a comment about where. */
export function makeOgg({ ms = 2_000, serials = [7, 7, 7] } = {}): Buffer {
  const head = Buffer.concat([text('OpusHead'), Buffer.from([1, 1, 0x38, 1]), Buffer.alloc(7)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(4);
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(1, 0);
  counts.writeUInt32LE(note.length, 4);
  const tags = Buffer.concat([text('OpusTags'), length, text('test'), counts, note]);
  const place = 312 + ms * 48;
  return Buffer.concat([
    oggPage(head, { serial: serials[0]! }),
    oggPage(tags, { serial: serials[1]!, number: 1 }),
    oggPage(Buffer.alloc(300, 5), { serial: serials[2]!, number: 2, place }),
  ]);
}

/** A moving picture of two frames, with a comment and something of an application. */
export function makeGif({ width = 6, height = 4, frames = 2, comment = note } = {}): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const colours = Buffer.from([0, 0, 0, 255, 255, 255]);
  const block = (bytes: Uint8Array) => Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const ended = Buffer.from([0]);
  const extension = (label: number, ...parts: Uint8Array[]) =>
    Buffer.concat([Buffer.from([0x21, label]), ...parts.map(block), ended]);
  const frame = Buffer.alloc(10);
  frame[0] = 0x2c;
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  const drawn = Buffer.concat([
    extension(0xf9, Buffer.from([4, 10, 0, 0])),
    ...[frame, Buffer.from([2]), block(Buffer.from([0x84, 0x8f, 0x05])), ended],
  ]);
  return Buffer.concat([
    ...[head, colours, extension(0xff, text('NETSCAPE2.0'), Buffer.from([1, 0, 0]))],
    ...[extension(0xfe, comment), extension(0xff, text('XMP DataXMP'), note)],
    ...Array.from({ length: frames }, () => drawn),
    Buffer.from([0x3b]),
  ]);
}
