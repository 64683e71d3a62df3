import type { Box } from './boxes.ts';
import { check, type Edit } from './bytes.ts';

export type Stretch = { start: number; end: number };

const maxSamples = 2_000_000;

/** Tables of a track that say where its samples are. */
export type SampleTables = { sizes: Box; chunks: Box; offsets: Box };

function entriesOf(moov: Buffer, { body, end }: Box, width: number, skip = 4): number {
  check(body + skip + 4 <= end, 'a table is cut off');
  const count = moov.readUInt32BE(body + skip);
  check(count <= maxSamples && body + skip + 4 + count * width <= end, 'a table is cut off');
  return count;
}

function readSizes(moov: Buffer, box: Box): (index: number) => number {
  check(box.type === 'stsz' && box.body + 12 <= box.end, 'no sizes of samples');
  const same = moov.readUInt32BE(box.body + 4);
  if (same !== 0) return () => same;
  const count = entriesOf(moov, box, 4, 8);
  return (index) => (index < count ? moov.readUInt32BE(box.body + 12 + 4 * index) : 0);
}

/** How many samples each chunk has: the table names only where that changes. */
function readCounts(moov: Buffer, box: Box): (chunk: number) => number {
  const count = entriesOf(moov, box, 12);
  let run = 0;
  const first = (index: number) => moov.readUInt32BE(box.body + 8 + 12 * index);
  return (chunk) => {
    while (run + 1 < count && first(run + 1) <= chunk + 1) run += 1;
    return count === 0 ? 0 : moov.readUInt32BE(box.body + 8 + 12 * run + 4);
  };
}

/** Zeroes every sample of a track, such as where a camera was each second. */
export function blankSamples(
  moov: Buffer,
  { sizes, chunks, offsets }: SampleTables,
  isMedia: (stretch: Stretch) => boolean,
): Edit[] {
  const isLong = offsets.type === 'co64';
  const chunkCount = entriesOf(moov, offsets, isLong ? 8 : 4);
  const sizeOf = readSizes(moov, sizes);
  const countOf = readCounts(moov, chunks);
  const edits: Edit[] = [];
  let sample = 0;
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    const at = offsets.body + 8 + chunk * (isLong ? 8 : 4);
    const start = isLong ? Number(moov.readBigUInt64BE(at)) : moov.readUInt32BE(at);
    let length = 0;
    const count = countOf(chunk);
    check(sample + count <= maxSamples, 'too many samples');
    for (let n = 0; n < count; n += 1) length += sizeOf(sample + n);
    sample += count;
    if (length === 0) continue;
    check(isMedia({ start, end: start + length }), 'samples outside of the media data');
    edits.push({ at: start, zeros: length });
  }
  return edits;
}
