import { sliceProbes } from './sketch.ts';

// A scan answers what it saw of a conversation in one stretch of bytes: a hundred blocks in arrays
// of their own cost more to read than to find.

/** A block that was looked at. */
export type SeenBlock = {
  block: number;
  /** The time of its oldest entry. */
  fromMs: number;
  /** Null: not every clause can be in it. */
  found: Found | null;
};

export type Found = {
  stride: number;
  /** The slices' rows of all tokens of all clauses, one after the other; null: all is wanted. */
  rows: Buffer | null;
  /** When each of its entries was written, in seconds since 1970. */
  seconds: Uint32Array;
};

/** What is told of a block that is not found. */
export const headBytes = 16;
/** Bytes for the time of an entry. */
export const timeBytes = 4;
/** PostgreSQL counts microseconds from here. */
const pgEpochMs = Date.UTC(2000, 0, 1);

/** One block as SQL: of what is not found only its place and time are told. */
export function seenRecord(isFound: string, rows: string | null): string {
  const head = 'int4send(b.block) || timestamptz_send(b.from_at)';
  const found = ['int2send((octet_length(b.times) / 4)::int2)', 'int2send(b.stride)']
    .concat(rows === null ? [] : [rows], 'b.times')
    .join(' || ');
  return `${head} || case when ${isFound} then ${found} else int4send(0) end`;
}

/** Reads blocks as they were scanned; `tokens` is how many tokens all clauses have together. */
export function readSeen(bytes: Buffer, tokens: number): SeenBlock[] {
  const blocks: SeenBlock[] = [];
  for (let at = 0; at < bytes.length;) {
    const block = bytes.readInt32BE(at);
    const fromMs = pgEpochMs + Number(bytes.readBigInt64BE(at + 4)) / 1_000;
    const count = bytes.readUInt16BE(at + 12);
    const stride = bytes.readUInt16BE(at + 14);
    at += headBytes;
    if (count === 0) {
      blocks.push({ block, fromMs, found: null });
      continue;
    }
    const timesAt = at + tokens * sliceProbes * stride;
    const rows = tokens === 0 ? null : bytes.subarray(at, timesAt);
    at = timesAt + count * timeBytes;
    const seconds = readTimes(bytes.subarray(timesAt, at));
    blocks.push({ block, fromMs, found: { stride, rows, seconds } });
  }
  return blocks;
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
