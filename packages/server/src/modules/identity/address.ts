import { isIPv4, isIPv6 } from 'node:net';

/**
 * A network address without its last part: enough to recognise a stranger's city or provider, too
 * little to follow a person. IPv4 keeps 24 bits, IPv6 48.
 */
export function coarseAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped.replace(/\.\d+$/, '.*');
  const bare = mapped.replace(/%.*$/, '');
  if (!isIPv6(bare)) return '';
  return `${expand(bare).slice(0, 3).join(':')}:*`;
}

/** The eight groups of an IPv6 address without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const left = groups(head);
  const right = groups(tail ?? '');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const zeros = Array.from({ length: missing }, () => '0');
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}
