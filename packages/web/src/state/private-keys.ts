/** What people wrote, in the tab's storage, goes under this prefix and ends with the session. */
export const privatePrefix = 'plaza-private:';

export function forgetPrivate(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(privatePrefix)) sessionStorage.removeItem(key);
  }
}
