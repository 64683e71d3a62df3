import type { Random } from '@plaza/base';
import { createCipheriv, createECDH, hkdfSync, type ECDH } from 'node:crypto';

// Content encryption of Web Push: RFC 8291 over aes128gcm of RFC 8188, in one record.

/** What the browser gave: its public key (an uncompressed point of P-256) and a shared secret. */
export type Recipient = { p256dh: Uint8Array; auth: Uint8Array };
export type KeyPair = { publicKey: Buffer; privateKey: Buffer };

const curve = 'prime256v1';
const saltLength = 16;
const tagLength = 16;
const recordSize = 4096;
/** Contents are filled up to a multiple of this, so that their length tells less. */
const padTo = 256;

function ecdhOf(privateKey: Uint8Array): ECDH {
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(privateKey);
  return ecdh;
}

/** The public point of a private key. */
export function publicKeyOf(privateKey: Uint8Array): Buffer {
  return ecdhOf(privateKey).getPublicKey();
}

/** A new pair of keys on P-256. */
export function createKeyPair(random: Random): KeyPair {
  for (;;) {
    const privateKey = Buffer.from(random.bytes(32));
    try {
      return { privateKey, publicKey: publicKeyOf(privateKey) };
    } catch {
      // One number of four thousand million is no key: draw again.
    }
  }
}

/** Whether these 65 bytes are a point of the curve, so that a secret can be shared with it. */
export function isPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ecdhOf(Buffer.alloc(32, 1)).computeSecret(bytes);
    return true;
  } catch {
    return false;
  }
}

function expand(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}

/** Key and nonce of the one record, as both ends derive them. */
export function deriveKeys(
  shared: Uint8Array,
  { p256dh, auth }: Recipient,
  { publicKey, salt }: { publicKey: Uint8Array; salt: Uint8Array },
): { key: Buffer; nonce: Buffer } {
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, publicKey]);
  const secret = expand(shared, auth, about, 32);
  return {
    key: expand(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    nonce: expand(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  };
}

/** The body of a push message that only the recipient can read. */
export function encryptFor(
  recipient: Recipient,
  content: Uint8Array,
  { pair, salt }: { pair: KeyPair; salt: Uint8Array },
): Buffer {
  const shared = ecdhOf(pair.privateKey).computeSecret(recipient.p256dh);
  const { publicKey } = pair;
  const { key, nonce } = deriveKeys(shared, recipient, { publicKey, salt });
  const cipher = createCipheriv('aes-128-gcm', key, nonce, { authTagLength: tagLength });
  // The byte 2 ends the content of the last record.
  const record = Buffer.concat([content, Buffer.from([2])]);
  const size = Buffer.alloc(5);
  size.writeUInt32BE(recordSize);
  size[4] = publicKey.length;
  const body = [cipher.update(record), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([salt, size, publicKey, ...body]);
}

/** The same with a fresh pair of keys and salt, and filled up with spaces, which JSON ignores. */
export function seal(recipient: Recipient, json: string, random: Random): Buffer {
  const length = Buffer.byteLength(json);
  const content = Buffer.from(json + ' '.repeat((padTo - (length % padTo)) % padTo));
  const salt = Buffer.from(random.bytes(saltLength));
  return encryptFor(recipient, content, { pair: createKeyPair(random), salt });
}
