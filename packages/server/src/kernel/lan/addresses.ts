import { isIPv4, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** A network as address and mask, in bytes. */
export type Network = { address: readonly number[]; mask: readonly number[] };

function network(address: readonly number[], bits: number): Network {
  const mask = address.map((_, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return (0xff << (8 - kept)) & 0xff;
  });
  return { address, mask };
}

const zeros = (count: number) => Array.from({ length: count }, () => 0);

/** The networks that never leave a house: loopback, private and link-local ones. */
export const privateNetworks: readonly Network[] = [
  network([127, 0, 0, 0], 8),
  network([10, 0, 0, 0], 8),
  network([172, 16, 0, 0], 12),
  network([192, 168, 0, 0], 16),
  network([169, 254, 0, 0], 16),
  network([...zeros(15), 1], 128),
  network([0xfc, ...zeros(15)], 7),
  network([0xfe, 0x80, ...zeros(14)], 10),
];

/** The bytes of an IP address, or null. */
export function addressBytes(address: string): number[] | null {
  if (isIPv4(address)) return address.split('.').map(Number);
  if (!isIPv6(address)) return null;
  // The URL parser writes an IPv6 address in its shortest form, without an embedded IPv4 part.
  const short = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const middle = tail === undefined ? [] : zeros(8 - left.length - right.length).map(() => '0');
  return [...left, ...middle, ...right].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

export function isPrivateAddress(address: string): boolean {
  const bytes = addressBytes(address);
  if (bytes === null) return false;
  return privateNetworks.some(
    (net) =>
      net.address.length === bytes.length &&
      bytes.every((byte, index) => (byte & (net.mask[index] ?? 0)) === net.address[index]),
  );
}

/** The private addresses under which other devices of the local network reach this machine. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family, address }) => {
      // A link-local IPv6 address works only with a zone, which no browser takes.
      return !internal && isPrivateAddress(address) && !(family === 'IPv6' && /^fe/i.test(address));
    })
    .map(({ address }) => address)
    .sort();
}

/** The name of this machine on the local network (multicast DNS); passkeys need a name. */
export function lanHostname(): string {
  const label = (hostname().split('.')[0] ?? '').toLowerCase().replace(/[^a-z0-9-]/g, '-');
  return `${label.replace(/^-+|-+$/g, '') || 'plaza'}.local`;
}
