import { joined } from './bytes.ts';

const word = 0xffff_ffff_ffff_ffffn;

/** The largest whole number whose power is not above `value`. */
function rootOf(value: bigint, power: bigint): bigint {
  let [low, high] = [0n, 1n << 80n];
  while (low + 1n < high) {
    const middle = (low + high) >> 1n;
    if (middle ** power > value) high = middle;
    else low = middle;
  }
  return low;
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let next = 2n; found.length < count; next += 1n) {
    if (found.every((prime) => next % prime !== 0n)) found.push(next);
  }
  return found;
}

// FIPS 180-4 takes its constants from the fractions of roots of primes: they are worked out once.
let constants: { start: bigint[]; rounds: bigint[] } | null = null;

function readConstants() {
  constants ??= {
    start: primes(8).map((prime) => rootOf(prime << 128n, 2n) & word),
    rounds: primes(80).map((prime) => rootOf(prime << 192n, 3n) & word),
  };
  return constants;
}

const turn = (value: bigint, by: bigint) => ((value >> by) | (value << (64n - by))) & word;

function expand(words: bigint[]): void {
  for (let i = 16; i < 80; i += 1) {
    const [a, b] = [words[i - 15] as bigint, words[i - 2] as bigint];
    const low = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
    const high = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
    words[i] = ((words[i - 16] as bigint) + low + (words[i - 7] as bigint) + high) & word;
  }
}

function compress(state: readonly bigint[], words: readonly bigint[]): bigint[] {
  const { rounds } = readConstants();
  type Eight = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  let [a, b, c, d, e, f, g, h] = state as Eight;
  for (let i = 0; i < 80; i += 1) {
    const sumOfE = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
    const choice = (e & f) ^ (~e & word & g);
    const first = h + sumOfE + choice + (rounds[i] as bigint) + (words[i] as bigint);
    const sumOfA = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e] = [g, f, e, (d + first) & word];
    [d, c, b, a] = [c, b, a, (first + sumOfA + majority) & word];
  }
  return [a, b, c, d, e, f, g, h].map((value, i) => (value + (state[i] as bigint)) & word);
}

/** SHA-512 (FIPS 180-4), for signatures of a few hundred bytes: simple, not fast. */
export function sha512(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length) * 8n);
  const zeros = new Uint8Array((239 - (bytes.length % 128)) % 128);
  const blocks = joined(bytes, Uint8Array.of(0x80), zeros, new Uint8Array(8), length);
  const view = new DataView(blocks.buffer);
  let state = readConstants().start;
  for (let at = 0; at < blocks.length; at += 128) {
    const words = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i));
    expand(words);
    state = compress(state, words);
  }
  const digest = new Uint8Array(64);
  const out = new DataView(digest.buffer);
  for (const [i, value] of state.entries()) out.setBigUint64(8 * i, value);
  return digest;
}
