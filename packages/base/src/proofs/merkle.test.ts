import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hexOf } from './bytes.ts';
import { inclusionPath, leafHash, merkleRoot, nodeHash, rootOfPath } from './merkle.ts';
import { sha256 } from './sha256.ts';

const native = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => leafHash(native, Uint8Array.of(i, i >> 8)));

/** RFC 6962 §2.1, as it is written there. */
function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return native(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(native, plainRoot(leaves.slice(0, split)), plainRoot(leaves.slice(split)));
}

test('hashes as Node does, whatever the length', () => {
  for (let length = 0; length < 300; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 0xff);
    expect(hexOf(sha256(bytes))).toBe(hexOf(native(bytes)));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      expect(hexOf(sha256(bytes))).toBe(hexOf(native(bytes)));
    }),
    { numRuns: 50 },
  );
});

test('known trees of Certificate Transparency', () => {
  // From the test data of RFC 6962's reference implementation.
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'].concat(
    '606162636465666768696a6b6c6d6e6f',
  );
  const leaves = inputs.map((hex) => leafHash(sha256, Buffer.from(hex, 'hex')));
  const root = (count: number) => hexOf(merkleRoot(sha256, leaves.slice(0, count)));
  expect(root(0)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(root(1)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(root(2)).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
  expect(root(8)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

test('each leaf of each size leads to the root, and to no other place', () => {
  for (let size = 0; size <= 70; size += 1) {
    const leaves = leavesOf(size);
    const root = merkleRoot(native, leaves);
    expect(hexOf(root)).toBe(hexOf(plainRoot(leaves)));
    for (let index = 0; index < size; index += 1) {
      const path = inclusionPath(native, leaves, index);
      const leaf = leaves[index]!;
      expect(hexOf(rootOfPath(native, { leaf, index, size, path })!)).toBe(hexOf(root));
      for (const other of [index - 1, index + 1]) {
        const wrong = rootOfPath(native, { leaf, index: other, size, path });
        expect(wrong === null ? '' : hexOf(wrong)).not.toBe(hexOf(root));
      }
    }
  }
});

test('whole subtrees may stand for their leaves', () => {
  for (const size of [1, 7, 8, 9, 16, 17, 63, 64, 65, 100]) {
    const leaves = leavesOf(size);
    const tiles: Uint8Array[] = [];
    for (let at = 0; at < size; at += 8) tiles.push(merkleRoot(native, leaves.slice(at, at + 8)));
    const root = hexOf(merkleRoot(native, leaves));
    expect(hexOf(merkleRoot(native, tiles))).toBe(root);
    for (let index = 0; index < size; index += 1) {
      const tile = Math.floor(index / 8);
      const within = inclusionPath(native, leaves.slice(tile * 8, tile * 8 + 8), index % 8);
      const path = [...within, ...inclusionPath(native, tiles, tile)];
      expect(path.map(hexOf)).toEqual(inclusionPath(native, leaves, index).map(hexOf));
    }
  }
});

test('one bit of anything that is changed leads elsewhere', () => {
  const world = fc.integer({ min: 1, max: 300 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.nat(size - 1),
      place: fc.nat(40),
      bit: fc.nat(255),
    }),
  );
  fc.assert(
    fc.property(world, ({ size, index, place, bit }) => {
      const leaves = leavesOf(size);
      const root = hexOf(merkleRoot(native, leaves));
      const path = inclusionPath(native, leaves, index);
      const parts = [leaves[index]!, ...path].map((part) => Uint8Array.from(part));
      const changed = parts[place % parts.length]!;
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const [leaf, ...wrong] = parts;
      const got = rootOfPath(native, { leaf: leaf!, index, size, path: wrong });
      expect(got === null ? '' : hexOf(got)).not.toBe(root);
      const kept = { leaf: leaves[index]!, index, size };
      const long = rootOfPath(native, { ...kept, path: [...path, leaves[0]!] });
      const short = rootOfPath(native, { ...kept, path: path.slice(1) });
      expect(long).toBeNull();
      expect(path.length > 0 ? short : null).toBeNull();
    }),
    { numRuns: 300 },
  );
});
