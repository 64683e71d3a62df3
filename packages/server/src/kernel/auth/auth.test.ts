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

  const pairAt = (host: string, of = secret) =>
    sessionCookie(of, { secure: false, host }).split(';')[0] ?? '';

  it('is read back from among others', () => {
    for (const host of ['plaza.example', 'localhost:8080', '[::1]:8080', '[::1]']) {
      const cookie = `theme=dark; ${pairAt(host)}; x=1`;
      expect(readSessionCookie({ cookie, host })).toBe(secret);
    }
  });

  it('is another for each port of a machine', () => {
    const other = createSecret(secureRandom);
    const cookie = `${pairAt('localhost:8080')}; ${pairAt('localhost:8081', other)}`;
    expect(readSessionCookie({ cookie, host: 'localhost:8080' })).toBe(secret);
    expect(readSessionCookie({ cookie, host: 'localhost:8081' })).toBe(other);
    expect(readSessionCookie({ cookie, host: 'localhost:8082' })).toBeNull();
    const cleared = clearedSessionCookie({ secure: false, host: 'localhost:8081' });
    expect(cleared.split('=')[0]).toBe(pairAt('localhost:8081').split('=')[0]);
  });

  it('is out of the reach of scripts and other sites, and secure on TLS', () => {
    const host = 'plaza.example';
    const cookie = sessionCookie(secret, { secure: true, host });
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure']) expect(cookie).toContain(part);
    expect(clearedSessionCookie({ secure: false, host })).toContain('Max-Age=0');
  });

  it.each([undefined, '', 'plaza_session=', 'plaza_session=short', 'other=1'])(
    'is absent in %s',
    (cookie) => expect(readSessionCookie({ cookie, host: 'localhost' })).toBeNull(),
  );
});
