/** What people wrote or heard, in the browser's storage, goes under this; it ends with the session. */
export const privatePrefix = 'plaza-private:';

export function forgetPrivate(): void {
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(privatePrefix)) storage.removeItem(key);
    }
  }
}
