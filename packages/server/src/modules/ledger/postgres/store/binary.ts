// Arrays in the binary form that PostgreSQL receives: a group of a thousand transfers has thirteen
// thousand values, and writing them as text, quoted, costs more than everything else about them.

const oids = { smallint: 21, integer: 23, bigint: 20, uuid: 2950, bytea: 17 };
const headerBytes = 20;

type Start = { buffer: Buffer; view: DataView };

function start(count: number, oid: number, itemBytes: number, hasNull = false): Start {
  const buffer = Buffer.allocUnsafe(headerBytes + itemBytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  view.setInt32(0, 1);
  view.setInt32(4, hasNull ? 1 : 0);
  view.setInt32(8, oid);
  view.setInt32(12, count);
  view.setInt32(16, 1);
  return { buffer, view };
}

type Get<Item, Value> = (item: Item) => Value;

/** The value of a parameter; null, which the functions pass over, when there are no items. */
export type Column = Buffer | null;

export function uuids<Item>(items: readonly Item[], get: Get<Item, bigint>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.uuid, items.length * 20);
  let at = headerBytes;
  for (const item of items) {
    const value = get(item);
    view.setInt32(at, 16);
    view.setBigUint64(at + 4, value >> 64n);
    // Takes the lower 64 bits.
    view.setBigUint64(at + 12, value);
    at += 20;
  }
  return buffer;
}

/** The same, with null for zero. */
export function uuidsOrNull<Item>(items: readonly Item[], get: Get<Item, bigint>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.uuid, items.length * 20, true);
  let at = headerBytes;
  for (const item of items) {
    const value = get(item);
    if (value === 0n) {
      view.setInt32(at, -1);
      at += 4;
      continue;
    }
    view.setInt32(at, 16);
    view.setBigUint64(at + 4, value >> 64n);
    view.setBigUint64(at + 12, value);
    at += 20;
  }
  return buffer.subarray(0, at);
}

/** Unsigned numbers keep their 64 bits and may look negative there. */
export function bigints<Item>(items: readonly Item[], get: Get<Item, bigint>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.bigint, items.length * 12);
  let at = headerBytes;
  for (const item of items) {
    view.setInt32(at, 8);
    view.setBigInt64(at + 4, get(item));
    at += 12;
  }
  return buffer;
}

/** The same, with null for zero. */
export function bigintsOrNull<Item>(items: readonly Item[], get: Get<Item, bigint>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.bigint, items.length * 12, true);
  let at = headerBytes;
  for (const item of items) {
    const value = get(item);
    view.setInt32(at, value === 0n ? -1 : 8);
    at += 4;
    if (value === 0n) continue;
    view.setBigInt64(at, value);
    at += 8;
  }
  return buffer.subarray(0, at);
}

export function integers<Item>(items: readonly Item[], get: Get<Item, number>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.integer, items.length * 8);
  let at = headerBytes;
  for (const item of items) {
    view.setInt32(at, 4);
    view.setInt32(at + 4, get(item));
    at += 8;
  }
  return buffer;
}

export function smallints<Item>(items: readonly Item[], get: Get<Item, number>): Column {
  if (items.length === 0) return null;
  const { buffer, view } = start(items.length, oids.smallint, items.length * 6);
  let at = headerBytes;
  for (const item of items) {
    view.setInt32(at, 2);
    view.setInt16(at + 4, get(item));
    at += 6;
  }
  return buffer;
}

export function byteas(items: readonly Uint8Array[]): Column {
  if (items.length === 0) return null;
  const bytes = items.reduce((sum, item) => sum + 4 + item.length, 0);
  const { buffer, view } = start(items.length, oids.bytea, bytes);
  let at = headerBytes;
  for (const item of items) {
    view.setInt32(at, item.length);
    buffer.set(item, at + 4);
    at += 4 + item.length;
  }
  return buffer;
}
