import { seededRandom } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseAddress } from './address.ts';
import { isReservedHandle, tombstoneHandle } from './handle.ts';
import { createRecoveryCode, hashRecoveryCode, readRecoveryCode } from './recovery-code.ts';
import { weaknessOf } from './weak-password.ts';

describe('weak passwords', () => {
  const person = { handle: 'lin_mei', displayName: 'Lin Mei 林美' };
  it.each([
    ['password123', 'common'],
    ['P4ssw0rd!!', 'common'],
    ['qwertyuiop', 'sequence'],
    ['1234567890', 'sequence'],
    ['9876543210', 'sequence'],
    ['qwerty12345', 'sequence'],
    ['abcabcabcabc', 'repeated'],
    ['aaaaaaaaaaaa', 'repeated'],
    ['1212121212', 'repeated'],
    ['sunshine2026', 'common'],
    ['barcelonabarcelona', 'repeated'],
    ['xx_LIN_MEI_99', 'personal'],
    ['我爱林美一辈子吗吗吧', 'personal'],
  ])('%s is %s', (password, weakness) => {
    expect(weaknessOf(password, person)).toBe(weakness);
  });

  it.each(['correct horse battery', 'tram-lemon-71-quiet', 'zR8#kkq0!vTx', '半夜的火车很安静啊对'])(
    '%s is good',
    (password) => {
      expect(weaknessOf(password, person)).toBeNull();
    },
  );

  it('are none of the random ones', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(0xffff_ffff)), (seeds) => {
        const random = seededRandom(seeds.next().value ?? 0);
        const password = Buffer.from(random.bytes(12)).toString('base64url');
        expect(weaknessOf(password, { handle: 'someone', displayName: 'Someone' })).toBeNull();
      }),
    );
  });
});

describe('recovery codes', () => {
  it('are four groups of five and are read again however they were copied', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const code = createRecoveryCode(seededRandom(seed));
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
        const plain = code.replaceAll('-', '');
        expect(readRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(plain);
        expect(readRecoveryCode(plain.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(plain);
        expect(readRecoveryCode(plain.slice(1))).toBeNull();
      }),
    );
  });

  it('are hashed with their salt', () => {
    const code = createRecoveryCode(seededRandom(5));
    const salt = Buffer.alloc(16, 1);
    expect(hashRecoveryCode(code, salt)).toEqual(hashRecoveryCode(readRecoveryCode(code)!, salt));
    expect(hashRecoveryCode(code, salt)).not.toEqual(hashRecoveryCode(code, Buffer.alloc(16, 2)));
  });
});

describe('addresses and handles', () => {
  it.each([
    ['203.0.113.77', '203.0.113.*'],
    ['::ffff:203.0.113.77', '203.0.113.*'],
    ['2001:0db8:00aa:bb::1', '2001:db8:aa:*'],
    ['2001:db8::1', '2001:db8:0:*'],
    ['::1', '0:0:0:*'],
    ['fe80::1%eth0', 'fe80:0:0:*'],
    ['not an address', ''],
  ])('%s is kept as %s', (address, coarse) => {
    expect(coarseAddress(address)).toBe(coarse);
  });

  it('keep some names for the city, and look like nobody when erased', () => {
    expect(isReservedHandle('admin')).toBe(true);
    expect(isReservedHandle('deleted_12')).toBe(true);
    expect(isReservedHandle('ana')).toBe(false);
    const handle = tombstoneHandle('018f0000-1111-7222-8333-444455556666');
    expect(handle).toMatch(/^[a-z][a-z0-9_]{2,29}$/);
    expect(isReservedHandle(handle)).toBe(true);
  });
});
