import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import type { Network } from './addresses.ts';

const oid = '2.5.29.30';
const sequence = 0x30;
const permitted = 0xa0;
const dnsName = 0x82;
const ipAddress = 0x87;

function encode(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return [tag, ...size, ...content];
}

/**
 * Says for which names an authority may speak (RFC 5280 §4.2.1.10), so that the one that people
 * install can vouch for the local network and for nothing else: whoever steals its key cannot
 * pose as their bank. Not marked critical: a device that cannot read it still works.
 */
export function nameConstraints(
  domains: readonly string[],
  networks: readonly Network[],
): Extension {
  const names = domains.map((domain) => encode(dnsName, [...Buffer.from(domain, 'ascii')]));
  const ranges = networks.map(({ address, mask }) => encode(ipAddress, [...address, ...mask]));
  const subtrees = [...names, ...ranges].flatMap((name) => encode(sequence, name));
  const value = encode(sequence, encode(permitted, subtrees));
  return new Extension(oid, false, Uint8Array.from(value));
}
