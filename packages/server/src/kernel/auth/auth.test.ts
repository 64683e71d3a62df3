import { secureRandom } from '@plaza/base';
import { describe, expect, it } from 'vitest';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './cookie.ts';
import { createSecret, hashSecret, sameSecret } from './secrets.ts';

describe('secrets', () => {
  it('are 256 bits in 43 letters, never twice the same', () => {
    const secrets = Array.from({ length: 100 }, () => createSecret(secureRandom));
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('are compared by value', () => {
    expect(sameSecret(hashSecret('a'), hashSecret('a'))).toBe(true);
    expect(sameSecret(hashSecret('a'), hashSecret('b'))).toBe(false);
    expect(sameSecret(hashSecret('a'), new Uint8Array(3))).toBe(false);
  });
});

describe('the session cookie', () => {
  const secret = createSecret(secureRandom);

  it('is read back from among others', () => {
    const [pair] = sessionCookie(secret, { secure: false }).split(';');
    expect(readSessionCookie(`theme=dark; ${pair}; x=1`)).toBe(secret);
  });

  it('is out of the reach of scripts and other sites, and secure on TLS', () => {
    const cookie = sessionCookie(secret, { secure: true });
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure']) expect(cookie).toContain(part);
    expect(clearedSessionCookie({ secure: false })).toContain('Max-Age=0');
  });

  it.each([undefined, '', 'plaza_session=', 'plaza_session=short', 'other=1'])(
    'is absent in %s',
    (header) => expect(readSessionCookie(header)).toBeNull(),
  );
});
