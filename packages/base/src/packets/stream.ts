import { assert } from '../assert.ts';
import { joined, sha256, utf8 } from '../proofs/index.ts';

const label = utf8('plaza packet 1 stream\n');
const twoTo21 = 0x20_0000;
const twoTo32 = 0x1_0000_0000;
const twoTo53 = twoTo21 * twoTo32;

/** Draws whole numbers from a seed: from 0 up to, not including, `bound`. */
export type Draw = (bound: number) => number;

/**
 * The numbers that follow from a seed, the same on every machine: SHA-256 of a label, the seed and
 * a counter gives 32 bytes at a time, eight of them a number of 53 bits. What is above the last
 * whole multiple of the bound would favour small numbers, and is drawn again.
 */
export function createStream(seed: Uint8Array): Draw {
  let block: DataView = new DataView(new ArrayBuffer(0));
  let count = 0;
  let at = 0;

  function next53(): number {
    if (at === block.byteLength) {
      const counter = new DataView(new ArrayBuffer(4));
      counter.setUint32(0, count);
      count += 1;
      const bytes = sha256(joined(label, seed, new Uint8Array(counter.buffer)));
      block = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      at = 0;
    }
    const value = (block.getUint32(at) % twoTo21) * twoTo32 + block.getUint32(at + 4);
    at += 8;
    return value;
  }

  return (bound) => {
    assert(Number.isSafeInteger(bound) && bound > 0, 'bound out of range');
    const limit = twoTo53 - (twoTo53 % bound);
    for (;;) {
      const value = next53();
      if (value < limit) return value % bound;
    }
  };
}
