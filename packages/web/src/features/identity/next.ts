const key = 'plaza.next';
const kept = /^\/(?:claim|u|q|join)$/;
/** What is to be paid: an order, a printed code, or the text of one behind the `#`. */
const payable = /^\/pay\/[\w/-]{4,120}$/;

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** Somebody came by a link that needs a person: it is followed after they signed in. */
export function keepNext({ pathname, search, hash }: Place): void {
  const isWaiting = (kept.test(pathname) && hash.length > 1) || payable.test(pathname);
  if (isWaiting) sessionStorage.setItem(key, pathname + search + hash);
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

export function hasPaymentWaiting(): boolean {
  return sessionStorage.getItem(key)?.startsWith('/pay/') === true;
}
