import { secureRandom } from '@plaza/base';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDecipheriv, createECDH } from 'node:crypto';
import {
  createKeyPair,
  deriveKeys,
  encryptFor,
  isPublicKey,
  publicKeyOf,
  seal,
  type KeyPair,
} from './encrypt.ts';

/** What the device does. */
function openSealed({ pair, auth }: { pair: KeyPair; auth: Buffer }, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const publicKey = body.subarray(21, 86);
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(pair.privateKey);
  const recipient = { p256dh: pair.publicKey, auth };
  const { key, nonce } = deriveKeys(ecdh.computeSecret(publicKey), recipient, { publicKey, salt });
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(-16));
  const record = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
  return record.subarray(0, record.lastIndexOf(2)).toString();
}

const bytes = (text: string) => Buffer.from(text, 'base64url');

// RFC 8291, section 5 and appendix A.
const vector = {
  plaintext: 'When I grow up, I want to be a watermelon',
  auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  receiverPrivate: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  receiverPublic: bytes(
    'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  ),
  senderPrivate: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
  senderPublic: bytes(
    'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  ),
  salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  body: bytes(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWA' +
      'mS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs' +
      'j_Qulcy4a-fN',
  ),
};

it('encrypts the example of RFC 8291 to the very bytes that it prints', () => {
  const pair = { privateKey: vector.senderPrivate, publicKey: vector.senderPublic };
  const recipient = { p256dh: vector.receiverPublic, auth: vector.auth };
  const body = encryptFor(recipient, Buffer.from(vector.plaintext), { pair, salt: vector.salt });
  expect(body.toString('base64url')).toBe(vector.body.toString('base64url'));
});

it('derives the public keys of RFC 8291', () => {
  expect(publicKeyOf(vector.senderPrivate)).toEqual(vector.senderPublic);
  expect(publicKeyOf(vector.receiverPrivate)).toEqual(vector.receiverPublic);
});

it('is opened by the device that it was made for, whatever it says, and by no other', () => {
  const device = createKeyPair(secureRandom);
  const other = createKeyPair(secureRandom);
  const auth = Buffer.from(secureRandom.bytes(16));
  fc.assert(
    fc.property(fc.json({ maxDepth: 2 }), (json) => {
      fc.pre(Buffer.byteLength(json) <= 3_000);
      const body = seal({ p256dh: device.publicKey, auth }, json, secureRandom);
      expect(body.length).toBeLessThanOrEqual(4_096);
      // Its length says only in which step of 256 bytes it is.
      expect((body.length - 86 - 17) % 256).toBe(0);
      expect(openSealed({ pair: device, auth }, body).trimEnd()).toBe(json.trimEnd());
      expect(() => openSealed({ pair: other, auth }, body)).toThrow();
    }),
    { numRuns: 30 },
  );
});

it('takes for a public key only a point of the curve', () => {
  const { publicKey } = createKeyPair(secureRandom);
  expect(isPublicKey(publicKey)).toBe(true);
  const beside = Buffer.from(publicKey);
  beside[64] = (beside[64] as number) ^ 1;
  expect(isPublicKey(beside)).toBe(false);
  expect(isPublicKey(publicKey.subarray(0, 64))).toBe(false);
  expect(isPublicKey(Buffer.alloc(65))).toBe(false);
});
