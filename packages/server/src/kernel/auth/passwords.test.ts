import { secureRandom, seededRandom } from '@plaza/base';
import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPasswords } from './passwords.ts';

describe('passwords', () => {
  const passwords = createPasswords({ random: secureRandom });

  it('are right only when they are the same text', async () => {
    const phc = (await passwords.hash('Ein guter Satz, 42'))!;
    expect(await passwords.check('Ein guter Satz, 42', phc)).toBe('right');
    expect(await passwords.check('Ein guter Satz, 43', phc)).toBe('wrong');
    expect(await passwords.check('Ein guter Satz, 42', null)).toBe('wrong');
  });

  it('are the same however their accents were typed', async () => {
    const phc = (await passwords.hash('crème brûlée à midi'.normalize('NFC')))!;
    expect(await passwords.check('crème brûlée à midi'.normalize('NFD'), phc)).toBe('right');
  });

  it('are stored as a PHC string of argon2id with their cost and salt', async () => {
    const phc = (await passwords.hash('Ein guter Satz, 42'))!;
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    const [, , , , salt = '', hash = ''] = phc.split('$');
    const nonce = Buffer.from(salt, 'base64');
    const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
    const again = argon2Sync('argon2id', { message: 'Ein guter Satz, 42', nonce, ...cost });
    expect(again.toString('base64').replace(/=+$/, '')).toBe(hash);
    expect(await passwords.hash('Ein guter Satz, 42')).not.toBe(phc);
  });

  it('know a hash that was made with less', () => {
    expect(passwords.isOutdated('$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(true);
    expect(passwords.isOutdated('$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(false);
  });

  it('refuse when too many wait, and serve again afterwards', async () => {
    const busy = createPasswords({ random: seededRandom(1) });
    const checks = Array.from({ length: 67 }, () => busy.check('a password', null));
    expect(busy.isBusy()).toBe(true);
    const results = await Promise.all(checks);
    expect(results.filter((result) => result === 'busy')).toHaveLength(1);
    expect(busy.isBusy()).toBe(false);
    expect(await busy.check('a password', null)).toBe('wrong');
  }, 30_000);
});
