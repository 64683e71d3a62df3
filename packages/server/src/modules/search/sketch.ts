import { assert } from '@plaza/base';

// A block is a stretch of 128 entries of one log. Of its messages two things are kept: the sketch,
// a Bloom filter of all tokens in it, which says whether to look closer; and slices, one bit for
// each message in rows that tokens are hashed to, which say at which messages. Both may say yes
// where no is right, never the other way round.

export const blockEntries = 128;
/** A sketch is asked at so many places, and slices in so many rows, for each token. */
export const sketchProbes = 6;
export const sliceProbes = 3;
const bitsPerToken = 12;
/** The share of bits that are set when a block is as full as it was made for. */
const sliceDensity = 0.25;
const maxRows = 2_048;
/** A message of very many tokens fills its own column, not the block. */
const countedTokens = 250;
/** Above these shares a block that grew answers yes too often and is made anew. */
const fullestSketch = 0.5;
const fullestSlices = 0.36;

/** Two hashes for each token, one after the other: all that a block is made of. */
export type HashedTokens = Uint32Array;

export type Message = {
  /** Its place in the block, from 0. */
  column: number;
  tokens: HashedTokens;
};

export type Block = {
  /** Bytes of one row of the slices: 8 messages for each. */
  stride: number;
  sketch: Buffer;
  slices: Buffer;
};

/** Where a token is looked for: numbers that are taken modulo the size of what is asked. */
export type Probes = { sketch: readonly number[]; slices: readonly number[] };

/** Two independent 32-bit hashes in one walk over the token (FNV-1a and its avalanche). */
function hash(token: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < token.length; i += 1) {
    const unit = token.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 13);
  }
  return [mix(a), mix(b ^ a)];
}

/** What a message brings into blocks: of its tokens nothing that can be read. */
export function hashTokens(tokens: ReadonlySet<string>): HashedTokens {
  const hashed = new Uint32Array(tokens.size * 2);
  let at = 0;
  for (const token of tokens) {
    const [a, b] = hash(token);
    hashed[at] = a;
    hashed[at + 1] = b;
    at += 2;
  }
  return hashed;
}

function mix(hashed: number): number {
  let h = hashed;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function probesOf(token: string): Probes {
  const [a, b] = hash(token);
  const at = (n: number) => a + n * b;
  return {
    sketch: Array.from({ length: sketchProbes }, (_, n) => at(n)),
    slices: Array.from({ length: sliceProbes }, (_, n) => at(sketchProbes + n)),
  };
}

function add({ stride, sketch, slices }: Block, { column, tokens }: Message): void {
  const bits = sketch.length * 8;
  const rows = slices.length / stride;
  const byte = column >> 3;
  const mask = 1 << (column & 7);
  for (let token = 0; token < tokens.length; token += 2) {
    const a = tokens[token] as number;
    const b = tokens[token + 1] as number;
    // (a + n * b) % size, step by step: a division for each probe would cost more than all else.
    let bit = a % bits;
    const bitStep = b % bits;
    for (let n = 0; n < sketchProbes; n += 1) {
      sketch[bit >> 3] = (sketch[bit >> 3] as number) | (1 << (bit & 7));
      bit += bitStep;
      if (bit >= bits) bit -= bits;
    }
    let row = (a + sketchProbes * b) % rows;
    const rowStep = b % rows;
    for (let n = 0; n < sliceProbes; n += 1) {
      const at = row * stride + byte;
      slices[at] = (slices[at] as number) | mask;
      row += rowStep;
      if (row >= rows) row -= rows;
    }
  }
}

/** By four at a time: whenever a block becomes too small, it is made anew from its beginning. */
function strideFor(columns: number): number {
  let stride = 1;
  while (stride * 8 < columns) stride *= 4;
  return stride;
}

/** How many tokens there are; two of which 53 bits are the same count as one. */
function countDistinct(messages: readonly Message[]): number {
  const distinct = new Set<number>();
  for (const { tokens } of messages) {
    for (let at = 0; at < tokens.length; at += 2) {
      distinct.add((tokens[at] as number) * 0x200000 + ((tokens[at + 1] as number) & 0x1fffff));
    }
  }
  return distinct.size;
}

/**
 * Makes a block of all messages of its stretch. `columns` is how far the log has come in it: a
 * block that is not at its end is made larger, so that the next messages fit too.
 */
export function buildBlock(messages: readonly Message[], columns: number): Block {
  assert(columns >= 1 && columns <= blockEntries, 'a block has 1 to 128 columns');
  const isComplete = columns === blockEntries;
  const stride = isComplete ? blockEntries / 8 : strideFor(columns);
  const growth = isComplete ? 1 : (stride * 8) / columns;
  let counted = 0;
  for (const { tokens } of messages) counted += Math.min(tokens.length / 2, countedTokens);
  const each = messages.length === 0 ? 0 : counted / messages.length;
  // Of n throws at this many rows, the wanted share is hit: 1 - e^(-n / rows).
  const rows = Math.ceil((each * sliceProbes) / -Math.log(1 - sliceDensity));
  const sketchBytes = Math.max(
    8,
    Math.ceil((countDistinct(messages) * growth * bitsPerToken) / 64) * 8,
  );
  const block = {
    stride,
    // A row with a sketch must fit into a page of the database.
    sketch: Buffer.alloc(Math.min(sketchBytes, 6_000)),
    slices: Buffer.alloc(Math.min(maxRows, Math.max(16, rows)) * stride),
  };
  for (const message of messages) add(block, message);
  return block;
}

function shareOfBits(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) count += popcount[byte] as number;
  return count / (bytes.length * 8);
}
const popcount = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

/** Adds messages to a block in place; false when it must be made anew to hold them. */
export function growBlock(block: Block, messages: readonly Message[], columns: number): boolean {
  if (columns > block.stride * 8 || columns >= blockEntries) return false;
  for (const message of messages) add(block, message);
  if (shareOfBits(block.sketch) > fullestSketch) return false;
  return shareOfBits(block.slices) * ((block.stride * 8) / columns) <= fullestSlices;
}

/**
 * The columns below `end` in which every clause may be, the last first. `rows` holds, for each
 * token of each clause, the rows of the slices that it is hashed to; a clause wants one of its
 * tokens, a token all of its rows.
 */
export function columnsIn(
  rows: Buffer,
  { stride, shape, end }: { stride: number; shape: readonly number[]; end: number },
): number[] {
  const wanted = Buffer.alloc(stride, 0xff);
  let at = 0;
  for (const count of shape) {
    const clause = Buffer.alloc(stride);
    for (let token = 0; token < count; token += 1) {
      for (let byte = 0; byte < stride; byte += 1) {
        let bits = 0xff;
        for (let n = 0; n < sliceProbes; n += 1) bits &= rows[at + n * stride + byte] as number;
        clause[byte] = (clause[byte] as number) | bits;
      }
      at += sliceProbes * stride;
    }
    for (let byte = 0; byte < stride; byte += 1) {
      wanted[byte] = (wanted[byte] as number) & (clause[byte] as number);
    }
  }
  const found: number[] = [];
  for (let column = Math.min(stride * 8, end) - 1; column >= 0; column -= 1) {
    if (((wanted[column >> 3] as number) & (1 << (column & 7))) !== 0) found.push(column);
  }
  return found;
}
