import fc from 'fast-check';
import { isIPv6 } from 'node:net';
import { expect, test } from 'vitest';
import { addressBytes, isPrivateAddress, lanHostname } from './addresses.ts';

test.each([
  ['127.0.0.1', true],
  ['10.255.0.1', true],
  ['172.15.0.1', false],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.1.20', true],
  ['192.169.1.20', false],
  ['8.8.8.8', false],
  ['::1', true],
  ['::2', false],
  ['fd12:3456::1', true],
  ['fe80::1%eth0', true],
  ['2001:db8::1', false],
  ['plaza.local', false],
])('%s is private: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test('the bytes of an IPv6 address do not depend on its spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const groups = Array.from({ length: 8 }, (_, index) =>
        (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
      );
      const long = groups.map((group) => group.padStart(4, '0')).join(':');
      const short = new URL(`http://[${long}]`).hostname.slice(1, -1);
      expect(isIPv6(long) && isIPv6(short)).toBe(true);
      expect(addressBytes(long)).toEqual([...bytes]);
      expect(addressBytes(short)).toEqual([...bytes]);
    }),
  );
});

test('the name of the machine is a valid name of the local network', () => {
  expect(lanHostname()).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?\.local$/);
});
