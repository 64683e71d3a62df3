import { isIP } from 'node:net';

/** The operator's list of places that the city may send requests to. */
export type Origins = {
  /** Whether anything may be asked at all. */
  isEmpty: boolean;
  /** Null: never ask there. `near`: the operator named this very machine or network. */
  judge(url: URL): { near: boolean } | null;
};

const form = /^(https?):\/\/(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i;

type Pattern = { protocol: string; host: string; port: string; below: boolean; near: boolean };

function parse(text: string): Pattern | null {
  const found = form.exec(text);
  if (found === null) return null;
  const [, scheme = '', star, name = '', port = ''] = found;
  const url = URL.parse(`${scheme}://${name}${port === '' ? '' : `:${port}`}`);
  if (url === null) return null;
  const { hostname } = url;
  const isLiteral = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || hostname === 'localhost';
  const below = star !== undefined;
  return {
    ...{ protocol: url.protocol, host: hostname, port: url.port, below },
    near: isLiteral && !below,
  };
}

function matches({ protocol, host, port, below }: Pattern, url: URL): boolean {
  if (url.protocol !== protocol || url.port !== port) return false;
  return below ? url.hostname.endsWith(`.${host}`) : url.hostname === host;
}

/** Reads patterns such as `https://example.org` and `https://*.example.org`. */
export function createOrigins(patterns: readonly string[]): Origins {
  const parsed = patterns.flatMap((text) => parse(text) ?? []);
  return {
    isEmpty: parsed.length === 0,
    judge(url) {
      if (url.username !== '' || url.password !== '') return null;
      const found = parsed.find((pattern) => matches(pattern, url));
      return found === undefined ? null : { near: found.near };
    },
  };
}
