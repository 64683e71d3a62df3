import { privatePrefix } from '../../state/index.ts';

// What somebody is about to pay stays in this tab through a reload, and ends with the session.
// A PIN is never among it.

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(privatePrefix + name);
    else sessionStorage.setItem(privatePrefix + name, JSON.stringify(value));
  } catch {
    // The tab's storage is full: the value is still on the screen.
  }
}

export function kept<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(privatePrefix + name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
