import type { Random } from '@plaza/base';
import { createHash, timingSafeEqual } from 'node:crypto';

/** A secret of 256 random bits, in letters that survive a URL: 43 characters. */
export function createSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/**
 * The form in which a secret is stored. A plain SHA-256 is enough, because the secret itself has
 * 256 random bits; passwords, which have not, go through argon2id (`passwords.ts`).
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares without telling by its time how much was right. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
