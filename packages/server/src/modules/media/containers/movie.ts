import { blank, readBoxes, type Box } from './boxes.ts';
import { check, type Edit } from './bytes.ts';
import { blankSamples, type Stretch } from './samples.ts';

/** What of a movie is needed to play it, level by level. All else is blanked. */
const kept = {
  moov: new Set(['mvhd', 'trak', 'mvex']),
  trak: new Set(['tkhd', 'edts', 'mdia', 'tref', 'tapt']),
  mdia: new Set(['mdhd', 'hdlr', 'minf', 'elng']),
  minf: new Set(['vmhd', 'smhd', 'sthd', 'nmhd', 'gmhd', 'hdlr', 'dinf', 'stbl']),
} as const;

/** Pictures, sound and subtitles; other tracks are what a camera or phone noted besides. */
const shownHandlers = new Set(['vide', 'soun', 'subt', 'sbtl', 'text', 'clcp']);

export type Movie = {
  hasVideo: boolean;
  hasAudio: boolean;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  /** Places are those within the movie box. */
  edits: Edit[];
  /** Places are those within the file. */
  mediaEdits: Edit[];
};

type Reading = {
  bytes: Buffer;
  movie: Movie;
  isMedia: (stretch: Stretch) => boolean;
  isFragmented: boolean;
};

function childrenOf({ bytes, movie }: Reading, box: Box, level: keyof typeof kept): Box[] {
  const children = readBoxes(bytes, box.body, box.end);
  const dropped = children.filter(({ type }) => !kept[level].has(type));
  for (const child of dropped) if (child.end - child.start >= 8) movie.edits.push(...blank(child));
  return children.filter(({ type }) => kept[level].has(type));
}

function only(boxes: readonly Box[], type: string): Box {
  const found = boxes.filter((box) => box.type === type);
  check(found.length === 1, `not one ${type}`);
  return found[0] as Box;
}

/** Times of making, at the front of three kinds of boxes; gives where the rest begins. */
function blankTimes({ bytes, movie }: Reading, { body, end }: Box): number {
  check(body + 20 <= end, 'a header is cut off');
  const length = bytes[body] === 1 ? 16 : 8;
  movie.edits.push({ at: body + 4, zeros: length });
  return body + 4 + length;
}

function readDuration({ bytes, movie }: Reading, box: Box, at: number): void {
  const isLong = bytes[box.body] === 1;
  check(at + (isLong ? 12 : 8) <= box.end, 'a header is cut off');
  const scale = bytes.readUInt32BE(at);
  const length = isLong ? Number(bytes.readBigUInt64BE(at + 4)) : bytes.readUInt32BE(at + 4);
  const durationMs = scale === 0 ? 0 : Math.round((length / scale) * 1000);
  // Live recordings do not know theirs, and say nothing or everything.
  const isKnown = durationMs > 0 && durationMs <= 86_400_000;
  movie.durationMs = isKnown ? durationMs : null;
}

/** The size of the picture as shown: a camera held upright turns it by the matrix. */
function readSize({ bytes, movie }: Reading, box: Box): void {
  check(box.end - box.body >= 84, 'a track header is cut off');
  const width = bytes.readUInt32BE(box.end - 8) >>> 16;
  const height = bytes.readUInt32BE(box.end - 4) >>> 16;
  const matrix = box.end - 8 - 36;
  const isTurned = bytes.readInt32BE(matrix) === 0 && bytes.readInt32BE(matrix + 4) !== 0;
  if (width * height <= (movie.width ?? 0) * (movie.height ?? 0)) return;
  movie.width = isTurned ? height : width;
  movie.height = isTurned ? width : height;
}

/** A track may take its samples from elsewhere, which would make a player fetch an address. */
function checkIsSelfContained({ bytes }: Reading, minf: readonly Box[]): void {
  for (const dinf of minf.filter(({ type }) => type === 'dinf')) {
    const dref = only(readBoxes(bytes, dinf.body, dinf.end), 'dref');
    for (const entry of readBoxes(bytes, dref.body + 8, dref.end)) {
      check(entry.body + 4 <= entry.end, 'a reference is cut off');
      check((bytes.readUInt32BE(entry.body) & 1) === 1, 'media from elsewhere');
    }
  }
}

/** Takes out a track that is neither seen nor heard, with everything that it says. */
function dropTrack(reading: Reading, trak: Box, minf: readonly Box[]): void {
  const { bytes, movie, isMedia, isFragmented } = reading;
  check(!isFragmented, 'a hidden track in fragments');
  const stbl = only(minf, 'stbl');
  const tables = readBoxes(bytes, stbl.body, stbl.end);
  const offsets = tables.find(({ type }) => type === 'stco' || type === 'co64');
  check(offsets !== undefined, 'a track without places');
  const where = { sizes: only(tables, 'stsz'), chunks: only(tables, 'stsc'), offsets };
  movie.mediaEdits.push(...blankSamples(bytes, where, isMedia));
  movie.edits.push(...blank(trak));
}

function readTrack(reading: Reading, trak: Box): void {
  const { bytes, movie } = reading;
  const parts = childrenOf(reading, trak, 'trak');
  const mdia = childrenOf(reading, only(parts, 'mdia'), 'mdia');
  const minf = childrenOf(reading, only(mdia, 'minf'), 'minf');
  const hdlr = only(mdia, 'hdlr');
  check(hdlr.body + 24 <= hdlr.end, 'a handler is cut off');
  const handler = bytes.toString('latin1', hdlr.body + 8, hdlr.body + 12);
  if (!shownHandlers.has(handler)) return dropTrack(reading, trak, minf);
  checkIsSelfContained(reading, minf);
  // The name of a handler is often that of the camera.
  movie.edits.push({ at: hdlr.body + 24, zeros: hdlr.end - hdlr.body - 24 });
  const tkhd = only(parts, 'tkhd');
  blankTimes(reading, tkhd);
  blankTimes(reading, only(mdia, 'mdhd'));
  if (handler === 'soun') movie.hasAudio = true;
  if (handler !== 'vide') return undefined;
  movie.hasVideo = true;
  return readSize(reading, tkhd);
}

/** Reads a whole movie box, and finds all in it that is not needed to play. */
export function readMovie(bytes: Buffer, isMedia: (stretch: Stretch) => boolean): Movie {
  const movie: Movie = {
    ...{ hasVideo: false, hasAudio: false, width: null, height: null, durationMs: null },
    ...{ edits: [], mediaEdits: [] },
  };
  const reading: Reading = { bytes, movie, isMedia, isFragmented: false };
  const [moov] = readBoxes(bytes, 0, bytes.length);
  check(moov?.type === 'moov', 'no movie');
  const children = childrenOf(reading, moov, 'moov');
  reading.isFragmented = children.some(({ type }) => type === 'mvex');
  const mvhd = only(children, 'mvhd');
  readDuration(reading, mvhd, blankTimes(reading, mvhd));
  for (const child of children) if (child.type === 'trak') readTrack(reading, child);
  return movie;
}
