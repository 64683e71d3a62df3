const plainName = 'plaza_session';
/** Sessions end on the server; the cookie only must not end before them. */
const maxAgeSeconds = 400 * 24 * 3600;

/** How a browser reaches us: over TLS or not, and the `Host` header. */
export type Reached = { secure: boolean; host: string | undefined };

/**
 * Browsers keep cookies by host name and mix up the ports. Without the port in the name, two
 * servers on one machine would sign each other's people out.
 */
function nameAt(host: string | undefined): string {
  const port = /:(\d+)$/.exec(host ?? '')?.[1];
  return port === undefined ? plainName : `${plainName}_${port}`;
}

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** The `Set-Cookie` value that keeps a session's secret out of the reach of scripts. */
export function sessionCookie(secret: string, { secure, host }: Reached): string {
  return `${nameAt(host)}=${secret}; Max-Age=${maxAgeSeconds}; ${attributes(secure)}`;
}

export function clearedSessionCookie({ secure, host }: Reached): string {
  return `${nameAt(host)}=; Max-Age=0; ${attributes(secure)}`;
}

/** The session's secret in the `Cookie` header, if there is one. */
export function readSessionCookie(headers: {
  cookie?: string | undefined;
  host?: string | undefined;
}): string | null {
  const found = new Map<string, string>();
  for (const part of headers.cookie?.split(';') ?? []) {
    const [key = '', value = ''] = part.trim().split('=', 2);
    if (/^[\w-]{43}$/.test(value)) found.set(key, value);
  }
  return found.get(nameAt(headers.host)) ?? found.get(plainName) ?? null;
}
