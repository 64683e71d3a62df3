import type { ServerFrame } from '@plaza/contract';

/** FIN and the text opcode (RFC 6455 §5.2): each of our frames is one whole text message. */
const finalText = 0x81;

/**
 * Serialises a frame once, header included, so that the same bytes can be written to any number
 * of sockets. Frames of a server are never masked.
 */
export function prepare(frame: ServerFrame): Buffer {
  const text = JSON.stringify(frame);
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(headerLength + length);
  bytes[0] = finalText;
  if (headerLength === 2) {
    bytes[1] = length;
  } else if (headerLength === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.write(text, headerLength);
  return bytes;
}
