import { isIPv4, isIPv6 } from 'node:net';
import { expandIPv6 } from '../../kernel/limits/index.ts';

/**
 * A network address without its last part: enough to recognise a stranger's city or provider, too
 * little to follow a person. IPv4 keeps 24 bits, IPv6 48.
 */
export function coarseAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped.replace(/\.\d+$/, '.*');
  const bare = mapped.replace(/%.*$/, '');
  if (!isIPv6(bare)) return '';
  return `${expandIPv6(bare.toLowerCase()).slice(0, 3).join(':')}:*`;
}
