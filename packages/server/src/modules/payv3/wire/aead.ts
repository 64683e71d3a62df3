import { createCipheriv, createDecipheriv } from 'node:crypto';

// AEAD_AES_256_GCM of APIv3: the key is a text of 32 letters, the tag stands behind the ciphertext.

const cipher = 'aes-256-gcm';
const tagBytes = 16;

export type Encrypted = {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  nonce: string;
  associated_data: string;
};

type Facts = { nonce: string; associatedData: string };

export function encryptText(apiV3Key: string, text: string, of: Facts): Encrypted {
  const made = createCipheriv(cipher, Buffer.from(apiV3Key), Buffer.from(of.nonce));
  made.setAAD(Buffer.from(of.associatedData));
  const body = Buffer.concat([made.update(text, 'utf8'), made.final(), made.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: body.toString('base64'),
    nonce: of.nonce,
    associated_data: of.associatedData,
  };
}

/** Null: it was not made with this key, or was changed. */
export function decryptText(
  apiV3Key: string,
  { ciphertext, nonce, associated_data }: Omit<Encrypted, 'algorithm'>,
): string | null {
  const bytes = Buffer.from(ciphertext, 'base64');
  if (bytes.length < tagBytes || nonce.length === 0) return null;
  try {
    const opened = createDecipheriv(cipher, Buffer.from(apiV3Key), Buffer.from(nonce), {
      authTagLength: tagBytes,
    });
    opened.setAuthTag(bytes.subarray(-tagBytes));
    opened.setAAD(Buffer.from(associated_data));
    return Buffer.concat([opened.update(bytes.subarray(0, -tagBytes)), opened.final()]).toString();
  } catch {
    return null;
  }
}
