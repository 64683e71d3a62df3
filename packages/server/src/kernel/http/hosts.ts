import { isIP } from 'node:net';

/** The name in a `Host` header, without the port, in lower case. */
export function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase();
}

/**
 * Whether a request was meant for this server. A page of another site can point a name of its own
 * at this machine (DNS rebinding) and then read answers as its own; names we were not told of are
 * therefore refused. Plain addresses cannot be rebound.
 */
export function isOwnHost(host: string | undefined, names: ReadonlySet<string>): boolean {
  if (host === undefined) return false;
  const name = hostName(host);
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || names.has(name);
}

/** Whether a browser's `Origin` is the page that this server itself delivers. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host?.toLowerCase();
  } catch {
    return false;
  }
}
