import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  expiryRecordBytes,
  transferRecordBytes,
  writeExpiry,
  writeTransfer,
} from '@plaza/base/proofs';
import type { Draft } from '../../machine/index.ts';
import type { Transfer } from '../../model/records.ts';

/** What a commit adds to the hash chain. */
export type Link = {
  head: Buffer;
  firstTimestamp: bigint;
  lastTimestamp: bigint;
  eventCount: number;
  marks: Buffer;
};

const headBytes = 32;
const markBytes = 4;
const chainMark = 2;

/** The head before anything happened. */
export const noHead: Buffer = Buffer.alloc(headBytes);

type Written = { bytes: Buffer; marks: Buffer; first: bigint; last: bigint; count: number };

/** The chain's mark, the head before, and every record in its order: what is hashed, in one run. */
function write(transfers: readonly Transfer[], expiries: Draft['expiries']): Written {
  const count = transfers.length + expiries.length;
  const length = transfers.length * transferRecordBytes + expiries.length * expiryRecordBytes;
  const bytes = Buffer.allocUnsafe(1 + headBytes + length);
  const marks = Buffer.allocUnsafe(count * markBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [at, lapsed, place] = [1 + headBytes, 0, 0];
  let [first, last] = [0n, 0n];
  const mark = (from: number, timestamp: bigint) => {
    marks.writeUInt32BE(crc32(bytes.subarray(from, at)), place * markBytes);
    if (place === 0) first = timestamp;
    last = timestamp;
    place += 1;
  };
  const lapseUntil = (timestamp: bigint | null) => {
    for (; lapsed < expiries.length; lapsed += 1) {
      const expiry = expiries[lapsed] as Draft['expiries'][number];
      if (timestamp !== null && expiry.timestamp > timestamp) return;
      const from = at;
      at = writeExpiry(view, at, { id: expiry.transfer_id, timestamp: expiry.timestamp });
      mark(from, expiry.timestamp);
    }
  };
  for (const transfer of transfers) {
    lapseUntil(transfer.timestamp);
    const from = at;
    at = writeTransfer(view, at, transfer);
    mark(from, transfer.timestamp);
  }
  lapseUntil(null);
  return { bytes, marks, first, last, count };
}

/**
 * The link of a draft that is about to be written after `previous`; null if nothing moves in it.
 * Made when the draft is complete and everything before it is certain, so what is taken back, tried
 * again or split leaves no trace in the chain.
 */
export function linkOf(
  { expiries }: Pick<Draft, 'expiries'>,
  transfers: readonly Transfer[],
  previous: Uint8Array,
): Link | null {
  if (transfers.length + expiries.length === 0) return null;
  const { bytes, marks, first, last, count } = write(transfers, expiries);
  bytes[0] = chainMark;
  bytes.set(previous, 1);
  const head = createHash('sha256').update(bytes).digest();
  return { head, firstTimestamp: first, lastTimestamp: last, eventCount: count, marks };
}
