import { check, type Edit } from './bytes.ts';

/** A box of an ISO base media file (ISO/IEC 14496-12), within a buffer. */
export type Box = { type: string; start: number; body: number; end: number };

const maxBoxes = 100_000;

/** The size of a box by its first 16 bytes, and how long its head is. */
export function readHead(
  head: Buffer,
  left: number,
): { type: string; headLength: number; size: number } {
  check(head.length >= 8, 'a box is cut off');
  const type = head.toString('latin1', 4, 8);
  const short = head.readUInt32BE(0);
  if (short === 0) return { type, headLength: 8, size: left };
  if (short !== 1) {
    check(short >= 8 && short <= left, 'a box is larger than what holds it');
    return { type, headLength: 8, size: short };
  }
  check(head.length >= 16, 'a box is cut off');
  const size = Number(head.readBigUInt64BE(8));
  check(size >= 16 && size <= left, 'a box is larger than what holds it');
  return { type, headLength: 16, size };
}

/** The boxes side by side in a stretch of a buffer, which they fill wholly. */
export function readBoxes(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to;) {
    // QuickTime ends some lists with four zero bytes.
    if (to - at === 4 && bytes.readUInt32BE(at) === 0) break;
    const { type, headLength, size } = readHead(bytes.subarray(at, Math.min(to, at + 16)), to - at);
    boxes.push({ type, start: at, body: at + headLength, end: at + size });
    check(boxes.length <= maxBoxes, 'too many boxes');
    at += size;
  }
  return boxes;
}

/** Makes a box one that every reader skips, with nothing in it. */
export function blank({ start, body, end }: Omit<Box, 'type'>): Edit[] {
  return [
    { at: start + 4, bytes: Buffer.from('free', 'latin1') },
    { at: body, zeros: end - body },
  ];
}
