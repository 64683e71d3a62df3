/** What people wrote or heard goes under this in the browser's storage, until they sign out. */
export const privatePrefix = 'plaza-private:';

export function forgetPrivate(): void {
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(privatePrefix)) storage.removeItem(key);
    }
  }
}
