import { assert } from '../assert.ts';

// What of a ledger is hashed: each transfer and each expiry as a record of fixed form, numbers with
// the most significant byte first. No name, no person: accounts are random numbers.
//
//   transfer, 129 bytes: 0x01, timestamp (8), id (16), debit account (16), credit account (16),
//     amount (16), pending id (16), user_data_128 (16), user_data_64 (8), user_data_32 (4),
//     timeout (4), ledger (4), code (2), flags (2)
//   expiry, 25 bytes: 0x02, timestamp (8), id of the pending transfer that expired (16)

/** A transfer, with the fields and units of the ledger. */
export type TransferFacts = {
  id: bigint;
  debit_account_id: bigint;
  credit_account_id: bigint;
  amount: bigint;
  pending_id: bigint;
  user_data_128: bigint;
  user_data_64: bigint;
  user_data_32: number;
  timeout: number;
  ledger: number;
  code: number;
  flags: number;
  /** Nanoseconds since 1970. */
  timestamp: bigint;
};

/** The lapse of a pending transfer. */
export type ExpiryFacts = { id: bigint; timestamp: bigint };

export type LedgerRecord =
  | { kind: 'transfer'; transfer: TransferFacts }
  | { kind: 'expiry'; expiry: ExpiryFacts };

export const transferRecordBytes = 129;
export const expiryRecordBytes = 25;
const transferMark = 1;
const expiryMark = 2;

function set128(view: DataView, at: number, value: bigint): void {
  view.setBigUint64(at, value >> 64n);
  // Takes the lower 64 bits.
  view.setBigUint64(at + 8, value);
}

function get128(view: DataView, at: number): bigint {
  return (view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8);
}

/** Writes a transfer at a place; gives the place after it. */
export function writeTransfer(view: DataView, at: number, transfer: TransferFacts): number {
  view.setUint8(at, transferMark);
  view.setBigUint64(at + 1, transfer.timestamp);
  set128(view, at + 9, transfer.id);
  set128(view, at + 25, transfer.debit_account_id);
  set128(view, at + 41, transfer.credit_account_id);
  set128(view, at + 57, transfer.amount);
  set128(view, at + 73, transfer.pending_id);
  set128(view, at + 89, transfer.user_data_128);
  view.setBigUint64(at + 105, transfer.user_data_64);
  view.setUint32(at + 113, transfer.user_data_32);
  view.setUint32(at + 117, transfer.timeout);
  view.setUint32(at + 121, transfer.ledger);
  view.setUint16(at + 125, transfer.code);
  view.setUint16(at + 127, transfer.flags);
  return at + transferRecordBytes;
}

/** Writes an expiry at a place; gives the place after it. */
export function writeExpiry(view: DataView, at: number, expiry: ExpiryFacts): number {
  view.setUint8(at, expiryMark);
  view.setBigUint64(at + 1, expiry.timestamp);
  set128(view, at + 9, expiry.id);
  return at + expiryRecordBytes;
}

/** The bytes of one record. */
export function encodeRecord(record: LedgerRecord): Uint8Array {
  const isTransfer = record.kind === 'transfer';
  const bytes = new Uint8Array(isTransfer ? transferRecordBytes : expiryRecordBytes);
  const view = new DataView(bytes.buffer);
  if (isTransfer) writeTransfer(view, 0, record.transfer);
  else writeExpiry(view, 0, record.expiry);
  return bytes;
}

/** What `encodeRecord` wrote; null for anything else. */
export function decodeRecord(bytes: Uint8Array): LedgerRecord | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length === expiryRecordBytes && bytes[0] === expiryMark) {
    return { kind: 'expiry', expiry: { timestamp: view.getBigUint64(1), id: get128(view, 9) } };
  }
  if (bytes.length !== transferRecordBytes || bytes[0] !== transferMark) return null;
  const transfer: TransferFacts = {
    timestamp: view.getBigUint64(1),
    id: get128(view, 9),
    debit_account_id: get128(view, 25),
    credit_account_id: get128(view, 41),
    amount: get128(view, 57),
    pending_id: get128(view, 73),
    user_data_128: get128(view, 89),
    user_data_64: view.getBigUint64(105),
    user_data_32: view.getUint32(113),
    timeout: view.getUint32(117),
    ledger: view.getUint32(121),
    code: view.getUint16(125),
    flags: view.getUint16(127),
  };
  return { kind: 'transfer', transfer };
}

/** When the event of a record was, in nanoseconds since 1970. */
export function timestampOf(record: LedgerRecord): bigint {
  return record.kind === 'transfer' ? record.transfer.timestamp : record.expiry.timestamp;
}

/** The id of the transfer that a record is about. */
export function idOf(record: LedgerRecord): bigint {
  return record.kind === 'transfer' ? record.transfer.id : record.expiry.id;
}

/** Records as one run of bytes, in the order of the ledger. */
export function encodeRecords(records: readonly LedgerRecord[]): Uint8Array {
  let last = 0n;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const record of records) {
    assert(timestampOf(record) > last, 'the records of a ledger rise');
    last = timestampOf(record);
    const bytes = encodeRecord(record);
    parts.push(bytes);
    length += bytes.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
