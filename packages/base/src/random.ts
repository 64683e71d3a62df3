import { assert } from './assert.ts';

/** Randomness as a dependency. Secrets come only from `secureRandom`. */
export type Random = {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
  /** A whole number from 0 up to, not including, `bound`. */
  int(bound: number): number;
  /** A number from 0 up to, not including, 1. */
  float(): number;
};

const TWO_32 = 0x1_0000_0000;

function fromUint32(next: () => number): Pick<Random, 'int' | 'float'> {
  return {
    int(bound) {
      assert(Number.isInteger(bound) && bound > 0 && bound <= TWO_32, 'bound out of range');
      // Values above the last whole multiple of `bound` would favour small numbers: draw again.
      const limit = TWO_32 - (TWO_32 % bound);
      for (;;) {
        const value = next();
        if (value < limit) return value % bound;
      }
    },
    float: () => next() / TWO_32,
  };
}

function secureBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** The cryptographic generator of the platform. */
export const secureRandom: Random = {
  bytes: secureBytes,
  ...fromUint32(() => new DataView(secureBytes(4).buffer).getUint32(0)),
};

/**
 * A repeatable generator (sfc32): the same seed gives the same sequence on every machine. For
 * demo cities, tests and simulations; never for secrets.
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  }
  for (let i = 0; i < 16; i += 1) next();
  return {
    bytes(length) {
      const out = new Uint8Array(length);
      for (let i = 0; i < length; i += 1) out[i] = next() & 0xff;
      return out;
    },
    ...fromUint32(next),
  };
}

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  assert(list.length > 0, 'pick from an empty list');
  return list[random.int(list.length)] as T;
}
