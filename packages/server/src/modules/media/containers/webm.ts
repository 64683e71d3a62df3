import { check, type Bytes, type Container } from './bytes.ts';
import { readElement, readElements, readText, readUnsigned, voidOut } from './ebml.ts';

const ids = {
  header: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackType: 0x83,
  codec: 0x86,
  trackName: 0x536e,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
  seekHead: 0x114d9b74,
  void: 0xec,
} as const;

/** Tags, chapters and attachments: texts and whole files beside the film. */
const dropped = new Set([0x1254c367, 0x1043a770, 0x1941a469, ids.void, 0xbf]);
const topLevel = new Set<number>([
  ...[ids.info, ids.tracks, ids.cluster, ids.cues, ids.seekHead],
  ...dropped,
]);
/** Of the description only what playing needs; the two names are asked for by the format. */
const keptInfo = new Set<number>([
  ...[ids.timestampScale, ids.duration, ids.muxingApp, ids.writingApp],
]);
const codecs = new Set(['V_VP8', 'V_VP9', 'V_AV1', 'A_OPUS', 'A_VORBIS']);
const maxElements = 2_000_000;
const dayMs = 86_400_000;

type Span = { body: number; end: number };
type Reading = Container & { file: Bytes; scaleNs: number; ticks: number; lastTick: number };

async function readInfo(reading: Reading, span: Span): Promise<void> {
  const { file } = reading;
  check(span.end - span.body <= 65_536, 'the description is too large');
  for (const element of await readElements(file, span)) {
    if (!keptInfo.has(element.id)) reading.edits.push(...voidOut(element));
    if (element.id === ids.timestampScale) reading.scaleNs = await readUnsigned(file, element);
    if (element.id !== ids.duration) continue;
    const bytes = await file.read(element.body, element.end - element.body);
    check(bytes.length === 4 || bytes.length === 8, 'odd duration');
    reading.ticks = bytes.length === 4 ? bytes.readFloatBE(0) : bytes.readDoubleBE(0);
  }
}

async function readPicture(reading: Reading, span: Span): Promise<void> {
  for (const element of await readElements(reading.file, span)) {
    if (element.id === ids.width) reading.width = await readUnsigned(reading.file, element);
    if (element.id === ids.height) reading.height = await readUnsigned(reading.file, element);
  }
}

async function readTracks(reading: Reading, span: Span): Promise<void> {
  const { file } = reading;
  check(span.end - span.body <= 1_048_576, 'the list of tracks is too large');
  for (const track of await readElements(file, span)) {
    if (track.id !== ids.track) {
      reading.edits.push(...voidOut(track));
      continue;
    }
    let type = 0;
    let codec = '';
    for (const element of await readElements(file, track)) {
      if (element.id === ids.trackType) type = await readUnsigned(file, element);
      if (element.id === ids.codec) codec = await readText(file, element);
      if (element.id === ids.video) await readPicture(reading, element);
      if (element.id === ids.trackName) reading.edits.push(...voidOut(element));
    }
    check((type === 1 || type === 2) && codecs.has(codec), 'an unknown kind of track');
    check((type === 1) === codec.startsWith('V_'), 'an unknown kind of track');
    if (type === 1) reading.hasVideo = true;
  }
}

/** Walks a cluster that does not say where it ends; gives where the next part begins. */
async function walkCluster(reading: Reading, body: number, limit: number): Promise<number> {
  const { file } = reading;
  let base = 0;
  for (let at = body, n = 0; at < limit; n += 1) {
    const element = await readElement(file, at, limit);
    if (topLevel.has(element.id) && element.id !== ids.void && element.id !== 0xbf) return at;
    check(element.end !== null && n < maxElements, 'of unknown size');
    const span = { body: element.body, end: element.end };
    if (element.id === ids.timestamp) base = await readUnsigned(file, span);
    if (element.id === ids.simpleBlock && span.end - span.body >= 4) {
      const time = (await file.read(span.body + 1, 2)).readInt16BE(0);
      reading.lastTick = Math.max(reading.lastTick, base + time);
    }
    if (element.id === ids.void) reading.edits.push(...voidOut({ ...span, start: element.start }));
    at = element.end;
  }
  return limit;
}

async function readPart(reading: Reading, at: number, limit: number): Promise<number> {
  const { file } = reading;
  const { id, start, body, end } = await readElement(file, at, limit);
  check(topLevel.has(id), 'an unknown part');
  if (id === ids.cluster) {
    const next = await walkCluster(reading, body, end ?? limit);
    check(end === null || next === end, 'a cluster within a cluster');
    return next;
  }
  check(end !== null, 'of unknown size');
  if (dropped.has(id)) reading.edits.push(...voidOut({ start, end }));
  if (id === ids.info) await readInfo(reading, { body, end });
  if (id === ids.tracks) await readTracks(reading, { body, end });
  return end;
}

async function readHeader(file: Bytes): Promise<number> {
  const header = await readElement(file, 0, file.size);
  check(header.id === ids.header && header.end !== null, 'no header');
  check(header.end - header.body <= 1024, 'the header is too large');
  const elements = await readElements(file, { body: header.body, end: header.end });
  const docType = elements.find(({ id }) => id === ids.docType);
  check(docType !== undefined && (await readText(file, docType)) === 'webm', 'not WebM');
  return header.end;
}

/** Reads a WebM without its frames, also one that was recorded live. */
export async function readWebm(file: Bytes): Promise<Container> {
  const segment = await readElement(file, await readHeader(file), file.size);
  check(segment.id === ids.segment, 'no segment');
  check(segment.end === null || segment.end === file.size, 'something behind its end');
  const reading: Reading = {
    ...{ file, scaleNs: 1_000_000, ticks: 0, lastTick: 0 },
    ...{ contentType: '', hasVideo: false, width: null, height: null, durationMs: null },
    edits: [],
  };
  let hasTracks = false;
  for (let at = segment.body; at < file.size;) {
    const next = await readPart(reading, at, file.size);
    check(next > at, 'no end of a part');
    hasTracks ||= (await readElement(file, at, file.size)).id === ids.tracks;
    at = next;
  }
  check(hasTracks, 'no tracks');
  const ticks = reading.ticks > 0 ? reading.ticks : reading.lastTick;
  const durationMs = Math.round((ticks * reading.scaleNs) / 1_000_000);
  const { edits, hasVideo, width, height } = reading;
  return {
    ...{ edits, hasVideo, width, height },
    contentType: hasVideo ? 'video/webm' : 'audio/webm',
    durationMs: durationMs > 0 && durationMs <= dayMs ? durationMs : null,
  };
}
