import { sliceProbes } from './sketch.ts';

// A scan answers what it found of a conversation in one stretch of bytes: a hundred blocks in
// arrays of their own cost more to read than to find.

/** A block in which every clause may be. */
export type FoundBlock = {
  block: number;
  /** Nothing in it has a newer place, for what stands after it in the log. */
  aboveMs: number;
  stride: number;
  /** The slices' rows of all tokens of all clauses, one after the other; null: all is wanted. */
  rows: Buffer | null;
  /** When each of its entries was written, in seconds since 1970. */
  seconds: Uint32Array;
};

const headBytes = 16;
/** Bytes for the time of an entry. */
export const timeBytes = 4;

/** One block as SQL, and how its entries are counted by the bytes of their times. */
export function foundRecord(rows: string | null): string {
  return [
    'int4send(b.block)',
    'int2send((octet_length(b.times) / 4)::int2)',
    'int2send(b.stride)',
    'float8send(coalesce(extract(epoch from b.above_at) * 1000, 9007199254740991)::float8)',
    ...(rows === null ? [] : [rows]),
    'b.times',
  ].join(' || ');
}

/** Reads blocks, the newest first; `tokens` is how many tokens all clauses have together. */
export function readFound(bytes: Buffer | null, tokens: number): FoundBlock[] {
  const blocks: FoundBlock[] = [];
  if (bytes === null) return blocks;
  for (let at = 0; at < bytes.length;) {
    const count = bytes.readUInt16BE(at + 4);
    const stride = bytes.readUInt16BE(at + 6);
    const rowBytes = tokens * sliceProbes * stride;
    const timesAt = at + headBytes + rowBytes;
    const rows = tokens === 0 ? null : bytes.subarray(at + headBytes, timesAt);
    const seconds = readTimes(bytes.subarray(timesAt, timesAt + count * timeBytes));
    const aboveMs = bytes.readDoubleBE(at + 8);
    blocks.push({ block: bytes.readInt32BE(at), aboveMs, stride, rows, seconds });
    at = timesAt + count * timeBytes;
  }
  return blocks.sort((a, b) => b.block - a.block);
}

/** Times of entries as a block keeps them: whole seconds, which last until 2106. */
export function writeTimes(times: readonly Date[]): Buffer {
  const bytes = Buffer.alloc(times.length * timeBytes);
  for (const [n, at] of times.entries()) {
    bytes.writeUInt32BE(Math.floor(at.getTime() / 1_000), n * timeBytes);
  }
  return bytes;
}

function readTimes(bytes: Buffer): Uint32Array {
  const seconds = new Uint32Array(bytes.length / timeBytes);
  for (let n = 0; n < seconds.length; n += 1) seconds[n] = bytes.readUInt32BE(n * timeBytes);
  return seconds;
}
