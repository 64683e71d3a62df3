import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses.ts';

export type Address = { address: string; family: number };
export type Resolve = (hostName: string) => Promise<Address[]>;

const resolveByName: Resolve = (hostName) => lookup(hostName, { all: true, verbatim: true });

/**
 * The address to connect to, asked for once: what was judged is what is connected to. One private
 * address among several is enough to refuse, because such a name is made for no good; `near` allows
 * it, where the operator named that very machine or network.
 */
export async function findAddress(
  url: URL,
  near: boolean,
  resolve: Resolve = resolveByName,
): Promise<Address | null> {
  const hostName = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(hostName);
  const found = family === 0 ? await resolve(hostName) : [{ address: hostName, family }];
  const [first] = found;
  if (first === undefined) return null;
  return near || found.every(({ address }) => isPublicAddress(address)) ? first : null;
}

/** Lets a request connect to the address that was judged, and to no other. */
export function lookupOf({ address, family }: Address): LookupFunction {
  return (_name, { all }, done) =>
    all === true ? done(null, [{ address, family }]) : done(null, address, family);
}
