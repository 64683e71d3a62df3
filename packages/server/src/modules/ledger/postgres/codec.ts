import { assert } from '@plaza/base';
import type { Account, Transfer } from '../model/records.ts';
import type { Results, Work } from './request.ts';

// How requests and results travel from process to process: records of 128 bytes, results of 12.

const recordBytes = 128;
const resultBytes = 12;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads or writes the fields of a record one after the other. */
function cursor(view: DataView, start: number) {
  let at = start;
  const step = (bytes: number) => {
    at += bytes;
    return at - bytes;
  };
  return {
    put128(value: bigint) {
      view.setBigUint64(step(8), value >> 64n);
      view.setBigUint64(step(8), value);
    },
    put64: (value: bigint) => view.setBigUint64(step(8), value),
    put32: (value: number) => view.setUint32(step(4), value),
    put16: (value: number) => view.setUint16(step(2), value),
    get128: () => (view.getBigUint64(step(8)) << 64n) | view.getBigUint64(step(8)),
    get64: () => view.getBigUint64(step(8)),
    get32: () => view.getUint32(step(4)),
    get16: () => view.getUint16(step(2)),
  };
}

type Cursor = ReturnType<typeof cursor>;

function putAccount(to: Cursor, account: Account): void {
  to.put128(account.id);
  to.put128(account.debits_pending);
  to.put128(account.debits_posted);
  to.put128(account.credits_pending);
  to.put128(account.credits_posted);
  to.put128(account.user_data_128);
  to.put64(account.user_data_64);
  to.put64(account.timestamp);
  to.put32(account.user_data_32);
  to.put32(account.reserved);
  to.put32(account.ledger);
  to.put16(account.code);
  to.put16(account.flags);
}

function getAccount(from: Cursor): Account {
  return {
    id: from.get128(),
    debits_pending: from.get128(),
    debits_posted: from.get128(),
    credits_pending: from.get128(),
    credits_posted: from.get128(),
    user_data_128: from.get128(),
    user_data_64: from.get64(),
    timestamp: from.get64(),
    user_data_32: from.get32(),
    reserved: from.get32(),
    ledger: from.get32(),
    code: from.get16(),
    flags: from.get16(),
  };
}

function putTransfer(to: Cursor, transfer: Transfer): void {
  to.put128(transfer.id);
  to.put128(transfer.debit_account_id);
  to.put128(transfer.credit_account_id);
  to.put128(transfer.amount);
  to.put128(transfer.pending_id);
  to.put128(transfer.user_data_128);
  to.put64(transfer.user_data_64);
  to.put64(transfer.timestamp);
  to.put32(transfer.user_data_32);
  to.put32(transfer.timeout);
  to.put32(transfer.ledger);
  to.put16(transfer.code);
  to.put16(transfer.flags);
}

function getTransfer(from: Cursor): Transfer {
  return {
    id: from.get128(),
    debit_account_id: from.get128(),
    credit_account_id: from.get128(),
    amount: from.get128(),
    pending_id: from.get128(),
    user_data_128: from.get128(),
    user_data_64: from.get64(),
    timestamp: from.get64(),
    user_data_32: from.get32(),
    timeout: from.get32(),
    ledger: from.get32(),
    code: from.get16(),
    flags: from.get16(),
  };
}

function encodeRecords<Item>(
  batch: readonly Item[],
  put: (to: Cursor, item: Item) => void,
): Buffer {
  const bytes = Buffer.alloc(batch.length * recordBytes);
  const view = viewOf(bytes);
  for (const [index, item] of batch.entries()) put(cursor(view, index * recordBytes), item);
  return bytes;
}

function decodeRecords<Item>(bytes: Uint8Array, get: (from: Cursor) => Item): Item[] {
  assert(bytes.length % recordBytes === 0, 'a request is whole records');
  const view = viewOf(bytes);
  const count = bytes.length / recordBytes;
  return Array.from({ length: count }, (_, index) => get(cursor(view, index * recordBytes)));
}

export function encodeWork(work: Work): Buffer {
  return work.kind === 'accounts'
    ? encodeRecords(work.batch, putAccount)
    : encodeRecords(work.batch, putTransfer);
}

export function decodeWork(kind: Work['kind'], bytes: Uint8Array): Work {
  return kind === 'accounts'
    ? { kind, batch: decodeRecords(bytes, getAccount) }
    : { kind, batch: decodeRecords(bytes, getTransfer) };
}

export function encodeResults(results: Results): Buffer {
  const bytes = Buffer.alloc(results.length * resultBytes);
  const view = viewOf(bytes);
  for (const [index, { timestamp, status }] of results.entries()) {
    view.setBigUint64(index * resultBytes, timestamp);
    view.setUint32(index * resultBytes + 8, status);
  }
  return bytes;
}

export function decodeResults(bytes: Uint8Array): Results {
  assert(bytes.length % resultBytes === 0, 'an answer is whole results');
  const view = viewOf(bytes);
  const count = bytes.length / resultBytes;
  return Array.from({ length: count }, (_, index) => {
    const timestamp = view.getBigUint64(index * resultBytes);
    const status = view.getUint32(index * resultBytes + 8);
    return { timestamp, status } as Results[number];
  });
}
