import { check, type Bytes, type Edit } from './bytes.ts';

/** An element of EBML (RFC 8794). `end` is null where the writer did not know it yet. */
export type Element = { id: number; start: number; body: number; end: number | null };

function lengthOf(first: number, most: number): number {
  const length = Math.clz32(first) - 23;
  check(first > 0 && length >= 1 && length <= most, 'not an element');
  return length;
}

/** Reads the head of the element at a place that lies before `limit`. */
export async function readElement(file: Bytes, at: number, limit: number): Promise<Element> {
  const head = await file.read(at, Math.min(12, limit - at));
  const idLength = lengthOf(head[0] ?? 0, 4);
  check(head.length > idLength, 'an element is cut off');
  const sizeLength = lengthOf(head[idLength] ?? 0, 8);
  const body = at + idLength + sizeLength;
  check(body - at <= head.length, 'an element is cut off');
  const id = head.readUIntBE(0, idLength);
  let size = (head[idLength] ?? 0) & (0xff >> sizeLength);
  let isUnknown = size === 0xff >> sizeLength;
  for (const byte of head.subarray(idLength + 1, idLength + sizeLength)) {
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  if (isUnknown) return { id, start: at, body, end: null };
  check(Number.isSafeInteger(size) && body + size <= limit, 'larger than what holds it');
  return { id, start: at, body, end: body + size };
}

/** The elements side by side in a stretch that they fill; all of known size. */
export async function readElements(
  file: Bytes,
  { body, end }: { body: number; end: number },
): Promise<(Element & { end: number })[]> {
  const found: (Element & { end: number })[] = [];
  for (let at = body; at < end;) {
    const element = await readElement(file, at, end);
    check(element.end !== null && found.length < 10_000, 'of unknown size');
    found.push({ ...element, end: element.end });
    at = element.end;
  }
  return found;
}

/** Makes an element one that every reader skips (Void), of the same length. */
export function voidOut({ start, end }: { start: number; end: number }): Edit[] {
  const length = end - start;
  check(length >= 2, 'an element is too short');
  const head =
    length <= 128
      ? Buffer.from([0xec, 0x80 | (length - 2)])
      : Buffer.from([0xec, 1, 0, 0, 0, 0, 0, 0, 0]);
  if (length > 128) head.writeUIntBE(length - 9, 3, 6);
  return [
    { at: start, bytes: head },
    { at: start + head.length, zeros: length - head.length },
  ];
}

export async function readUnsigned(file: Bytes, { body, end }: { body: number; end: number }) {
  check(end - body <= 6, 'a number is too large');
  return end === body ? 0 : (await file.read(body, end - body)).readUIntBE(0, end - body);
}

export async function readText(file: Bytes, { body, end }: { body: number; end: number }) {
  check(end - body <= 255, 'a name is too long');
  return (await file.read(body, end - body)).toString('latin1').replace(/\0+$/, '');
}
