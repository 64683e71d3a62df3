import fc from 'fast-check';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { hexOf } from './bytes.ts';
import { verifyEd25519 } from './ed25519.ts';
import { sha512 } from './sha512.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

test('hashes as Node does, whatever the length', () => {
  for (let length = 0; length < 400; length += 7) {
    const text = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 0xff);
    expect(hexOf(sha512(text))).toBe(createHash('sha512').update(text).digest('hex'));
  }
  for (const length of [111, 112, 127, 128, 129, 239, 240]) {
    const text = new Uint8Array(length).fill(7);
    expect(hexOf(sha512(text))).toBe(createHash('sha512').update(text).digest('hex'));
  }
});

// RFC 8032 §7.1, tests 1 to 3.
const vectors: [key: string, message: string, signature: string][] = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    `e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
     5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b`,
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    `92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
     085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00`,
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    `6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
     18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a`,
  ],
];

test.each(vectors)('the signature of RFC 8032 by %s', (key, message, signature) => {
  expect(verifyEd25519(bytes(key), bytes(message), bytes(signature))).toBe(true);
  const longer = bytes(`${message}00`);
  expect(verifyEd25519(bytes(key), longer, bytes(signature))).toBe(false);
});

test('what Node signs is believed, and with one bit changed anywhere it is not', () => {
  const changes = fc.record({ message: fc.uint8Array({ maxLength: 600 }), bit: fc.nat(767) });
  fc.assert(
    fc.property(changes, ({ message, bit }) => {
      const pair = generateKeyPairSync('ed25519');
      const { x = '' } = pair.publicKey.export({ format: 'jwk' });
      const key = new Uint8Array(Buffer.from(x, 'base64url'));
      const signature = new Uint8Array(sign(null, message, pair.privateKey));
      expect(verifyEd25519(key, message, signature)).toBe(true);
      const parts = Uint8Array.of(...key, ...signature);
      parts[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifyEd25519(parts.slice(0, 32), message, parts.slice(32))).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test('a signature that was made larger by the order is another, and refused', () => {
  const [key, message, signature] = vectors[0]!;
  const order = (1n << 252n) + 27742317777372353535851937790883648493n;
  const wide = bytes(signature);
  let s = wide.slice(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + order;
  for (let i = 32; i < 64; i += 1, s >>= 8n) wide[i] = Number(s & 0xffn);
  expect(verifyEd25519(bytes(key), bytes(message), wide)).toBe(false);
  expect(verifyEd25519(bytes(key), bytes(message), wide.slice(1))).toBe(false);
  expect(verifyEd25519(bytes('ff'.repeat(32)), bytes(message), bytes(signature))).toBe(false);
});
