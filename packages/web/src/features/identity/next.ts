const key = 'plaza.next';
const kept = /^\/(?:claim|u|q|join)$/;
/** What is to be paid; the code of a merchant stands behind the `#` only where it is a text. */
const payable = /^\/pay\/[\w/-]{4,120}$/;

/** Somebody came by a link that needs a person: it is followed after they signed in. */
export function keepNext({ pathname, hash }: { pathname: string; hash: string }): void {
  const isWaiting = (kept.test(pathname) && hash.length > 1) || payable.test(pathname);
  if (isWaiting) sessionStorage.setItem(key, pathname + hash);
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
