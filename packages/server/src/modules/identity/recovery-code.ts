import type { Random } from '@plaza/base';
import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a handwritten code can be read again. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const recoveryCodeCount = 10;

/** A new code of 20 letters, 100 random bits, printed in four groups of five. */
export function createRecoveryCode(random: Random): string {
  const letters = Array.from(random.bytes(20), (byte) => alphabet[byte & 31]).join('');
  return letters.replace(/.{5}(?=.)/g, '$&-');
}

/** The code without what a tired hand adds or mistakes; null when it cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
  return /^[0-9A-HJKMNP-TV-Z]{20}$/.test(letters) ? letters : null;
}

/** One round of SHA-256 is enough for 100 random bits; the salt is the code's own. */
export function hashRecoveryCode(code: string, salt: Uint8Array): Buffer {
  return createHash('sha256').update(salt).update(code.replaceAll('-', '')).digest();
}
