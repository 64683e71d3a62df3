const key = 'plaza.next';
const kept = /^\/(?:claim|u|q)$/;

/** Somebody came by a link that needs a person: it is followed after they signed in. */
export function keepNext({ pathname, hash }: { pathname: string; hash: string }): void {
  if (kept.test(pathname) && hash.length > 1) sessionStorage.setItem(key, pathname + hash);
}

/** The link that waits, once. */
export function takeNext(): string | null {
  const next = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return next;
}

export function hasClaimWaiting(): boolean {
  return sessionStorage.getItem(key)?.startsWith('/claim') === true;
}
