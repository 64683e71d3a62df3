const name = 'plaza_session';
/** Sessions end on the server; the cookie only must not end before them. */
const maxAgeSeconds = 400 * 24 * 3600;

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** The `Set-Cookie` value that keeps a session's secret out of the reach of scripts. */
export function sessionCookie(secret: string, { secure }: { secure: boolean }): string {
  return `${name}=${secret}; Max-Age=${maxAgeSeconds}; ${attributes(secure)}`;
}

export function clearedSessionCookie({ secure }: { secure: boolean }): string {
  return `${name}=; Max-Age=0; ${attributes(secure)}`;
}

/** The session's secret in a `Cookie` header, if there is one. */
export function readSessionCookie(header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}
