import type { Random } from '@plaza/base';

/** Crockford's base 32 in lower case: without i, l, o and u, which are easily misread. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const codeBits = 128;
const codeLength = Math.ceil(codeBits / 5);

/** A personal code: 128 random bits, 26 letters and digits. */
export function createCode(random: Random): string {
  const bytes = random.bytes(codeBits / 8);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let i = 0; i < codeLength; i += 1) {
    code = digits.charAt(Number(bits & 31n)) + code;
    bits >>= 5n;
  }
  return code;
}

/** Forgives case, blanks, dashes, and the letters that people read into digits. */
export function readCode(text: string): string {
  return text.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
}

/** What the QR code says. The code is in the fragment, so it stays out of logs of servers. */
export function codeLink(publicUrl: string, code: string): string {
  return `${publicUrl}/u#${code}`;
}
