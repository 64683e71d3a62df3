import { assert } from '@plaza/base';
import {
  base64Of,
  encodeRecord,
  inclusionPath,
  merkleRoot,
  sameBytes,
  timestampOf,
  type LedgerRecord,
  type ProvenRecord,
} from '@plaza/base/proofs';
import { tileSize } from './closing.ts';
import { changesBetween, leafOf, recordOf } from './events.ts';
import { checks } from './key.ts';
import { selectHeadOf, selectTiles, type HeadRow } from './store/heads.ts';
import type { ProofsDeps } from './types.ts';

export type Proven = { proven: ProvenRecord; head: HeadRow };

const { sha256 } = checks;

/** An event with the path that leads to the head of its day; null while that is not signed. */
export async function proveRecord(
  { db, ledger }: Pick<ProofsDeps, 'db' | 'ledger'>,
  record: LedgerRecord,
): Promise<Proven | null> {
  const timestamp = timestampOf(record);
  const head = await selectHeadOf(db, timestamp);
  if (head === null) return null;
  const tiles = await selectTiles(db, head.day);
  const place = tiles.findIndex(({ through }) => through >= timestamp);
  const tile = tiles[place];
  assert(tile !== undefined, 'a head with events has subtrees');
  const after = tiles[place - 1]?.through ?? head.after;
  const leaves: Uint8Array[] = [];
  let index = -1;
  for await (const change of changesBetween(ledger, after, tile.through)) {
    if (change.timestamp === timestamp) index = leaves.length;
    leaves.push(leafOf(recordOf(change)));
  }
  assert(index >= 0, 'a proven event is in the books');
  const isUnchanged = sameBytes(merkleRoot(sha256, leaves), tile.root);
  assert(isUnchanged, `the books between ${after} and ${tile.through} are not as they were signed`);
  const roots = tiles.map(({ root }) => root);
  const path = [
    ...inclusionPath(sha256, leaves, index),
    ...inclusionPath(sha256, roots, place),
  ].map(base64Of);
  const at = place * tileSize + index;
  const bytes = base64Of(encodeRecord(record));
  return { head, proven: { record: bytes, index: at, path, head: head.signed } };
}
