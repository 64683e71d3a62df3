import { assert } from '../assert.ts';
import { joined } from './bytes.ts';
import type { Sha256 } from './sha256.ts';

// Trees as those of Certificate Transparency (RFC 6962 §2.1, RFC 9162 §2.1): a leaf is
// sha256(0x00, bytes), a node sha256(0x01, left, right), so that no leaf passes for a node. A tree
// of n leaves splits at the largest power of two below n.

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);
const chainMark = Uint8Array.of(2);

/** The hash of a leaf. */
export function leafHash(hash: Sha256, bytes: Uint8Array): Uint8Array {
  return hash(joined(leafMark, bytes));
}

/** The hash of the node above two others. */
export function nodeHash(hash: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(joined(nodeMark, left, right));
}

/** The head of a hash chain after one more link. */
export function chainedHash(hash: Sha256, previous: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hash(joined(chainMark, previous, bytes));
}

function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The root above hashes: of leaves, or of whole subtrees of the same size, a power of two, of which
 * only the last may be smaller. The root of nothing is the hash of nothing.
 */
export function merkleRoot(hash: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return hash(new Uint8Array(0));
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) {
      above.push(nodeHash(hash, row[i] as Uint8Array, row[i + 1] as Uint8Array));
    }
    // What has no partner yet rises as it is.
    if (row.length % 2 === 1) above.push(row.at(-1) as Uint8Array);
    row = above;
  }
  return row[0] as Uint8Array;
}

/** What proves that one of the hashes is under the root: its neighbours, from below. */
export function inclusionPath(
  hash: Sha256,
  hashes: readonly Uint8Array[],
  index: number,
): Uint8Array[] {
  assert(Number.isInteger(index) && index >= 0 && index < hashes.length, 'a leaf of the tree');
  const path: Uint8Array[] = [];
  let [row, place] = [hashes, index];
  while (row.length > 1) {
    const neighbour = row[place ^ 1];
    if (neighbour !== undefined) path.push(neighbour);
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) {
      above.push(nodeHash(hash, row[i] as Uint8Array, row[i + 1] as Uint8Array));
    }
    if (row.length % 2 === 1) above.push(row.at(-1) as Uint8Array);
    [row, place] = [above, place >> 1];
  }
  return path;
}

export type Inclusion = {
  leaf: Uint8Array;
  index: number;
  /** How many leaves the tree has. */
  size: number;
  path: readonly Uint8Array[];
};

/** The root to which a path leads; null if no tree of that size has such a path. */
export function rootOfPath(hash: Sha256, inclusion: Inclusion): Uint8Array | null {
  const { leaf, index, size, path } = inclusion;
  const isPlace = Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0;
  if (!isPlace || index >= size || path.some(({ length }) => length !== 32)) return null;
  const steps: { isLeft: boolean }[] = [];
  let [from, count] = [index, size];
  while (count > 1) {
    const split = splitOf(count);
    const isLeft = from < split;
    steps.push({ isLeft });
    if (!isLeft) from -= split;
    count = isLeft ? split : count - split;
  }
  if (steps.length !== path.length) return null;
  let root = leaf;
  for (const neighbour of path) {
    const { isLeft } = steps.pop() as { isLeft: boolean };
    root = isLeft ? nodeHash(hash, root, neighbour) : nodeHash(hash, neighbour, root);
  }
  return root;
}
