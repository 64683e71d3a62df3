/** What a scanned text is for this app. */
export type Scanned =
  | { kind: 'path'; path: string }
  | { kind: 'link'; address: string }
  | { kind: 'text'; text: string };

const known = /^\/(?:u|q|claim|join)$/;

/** Codes of this server lead into the app; of others only the address or the text is shown. */
export function understand(text: string, origin: string): Scanned {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { kind: 'text', text: trimmed };
  const isOurs = url.origin === origin && known.test(url.pathname) && url.hash.length > 1;
  if (isOurs) return { kind: 'path', path: url.pathname + url.hash };
  return { kind: 'link', address: url.href };
}
