/** As the server judges it: 3 to 30 of a-z, 0-9 and `_`, starting with a letter. */
const pattern = /^[a-z][a-z0-9_]{2,29}$/;

export function isHandle(text: string): boolean {
  return pattern.test(text);
}

/** What people type for a handle, brought to the form it has: no `@`, no capitals, no blanks. */
export function tidyHandle(typed: string): string {
  return typed.trim().replace(/^@+/, '').toLowerCase().replaceAll(/\s+/g, '_');
}

/** A handle to begin with, from a name in Latin letters; empty when the name has none. */
export function suggestHandle(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const letters = plain.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '');
  return letters.length < 3 ? '' : letters.slice(0, 30);
}
